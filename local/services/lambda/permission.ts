import { accountId } from "../../account.ts";
import { arnMatches } from "./arn.ts";

/** A statement of a function's resource policy: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export interface Permission {
  readonly statementId: string;
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  /** A service such as `apigateway.amazonaws.com`. */
  readonly principal: string;
  /** ARN, with `*` and `?`, that the call has to come from. @default any */
  readonly sourceArn?: string;
  /** Account that the call has to come from. @default any */
  readonly sourceAccount?: string;
  /** Version or alias that it is for. @default the unqualified function */
  readonly qualifier?: string;
}

/** On whose behalf a service calls. */
export interface Caller {
  /** Such as `apigateway.amazonaws.com`. */
  readonly service: string;
  readonly sourceArn: string;
}

/** Whether one of the permissions lets the caller run the function by this qualifier; each qualifier has its own. */
export function isAllowed(permissions: Iterable<Permission>, caller: Caller, qualifier: string | undefined): boolean {
  for (const permission of permissions) {
    const { action, principal, sourceArn, sourceAccount } = permission;
    if (
      permission.qualifier === qualifier &&
      ["lambda:InvokeFunction", "lambda:*", "*"].includes(action) &&
      (principal === caller.service || principal === "*") &&
      (sourceArn === undefined || arnMatches(sourceArn, caller.sourceArn)) &&
      (sourceAccount === undefined || sourceAccount === accountId)
    ) {
      return true;
    }
  }
  return false;
}
