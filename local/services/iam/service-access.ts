import { accountId } from "../../account.ts";
import { AccessDenied } from "./access-denied.ts";
import { evaluateFor } from "./evaluate.ts";
import type { PolicyDocument } from "./policy.ts";

/** What an AWS service does on behalf of a resource of this account, such as a rule. */
export interface ServiceCall {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** ARN of the resource on whose behalf it calls. */
  readonly sourceArn: string;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** ARN of what is touched. */
  readonly resource: string;
}

/**
 * Does nothing if the policy of the resource lets the service do it; without a policy nothing does.
 *
 * @throws AccessDenied
 */
export function authorizeService({ service, sourceArn, action, resource }: ServiceCall, policy?: PolicyDocument): void {
  const context = {
    "aws:PrincipalServiceName": service,
    "aws:SecureTransport": "true",
    "aws:SourceAccount": accountId,
    "aws:SourceArn": sourceArn,
  };
  if (policy !== undefined && evaluateFor({ service }, policy, { action, resource, context }) === "allowed") return;
  throw new AccessDenied(
    `${service} (${sourceArn}) is not authorized to perform: ${action} on resource: ${resource} ` +
      `because no resource-based policy allows the ${action} action`,
  );
}
