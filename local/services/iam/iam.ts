import { createHash } from "node:crypto";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { AccessRequest } from "../../endpoint/service.ts";
import { AccessDenied } from "./access-denied.ts";
import type { ConditionContext } from "./conditions.ts";
import type { Asker } from "./evaluate.ts";
import { evaluate, evaluateFor } from "./evaluate.ts";
import type { PolicyDocument } from "./policy.ts";
import { parsePolicy } from "./policy.ts";

/** What signs a call. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What makes a role. */
interface RoleDefinition {
  /** 1 to 64 letters, digits and `+=,.@_-` (IAM's limit). */
  readonly name: string;
  /** The trust policy, a JSON document. */
  readonly assumeRolePolicy: string;
  readonly description?: string;
}

/** A role as it is. */
export interface Role extends RoleDefinition {
  readonly arn: string;
  /** `AROA` and 17 characters, another for each role. */
  readonly uniqueId: string;
}

/** Who signed a call: the machine's operator, or a session of a role. */
export type Caller =
  | { readonly kind: "operator"; readonly arn: string }
  | { readonly kind: "role"; readonly arn: string; readonly role: Role };

interface RoleRecord {
  readonly role: Role;
  readonly trust: PolicyDocument;
  readonly policies: Map<string, PolicyDocument>;
}

const rolePrefix = `arn:aws:iam::${accountId}:role/`;
const sessionName = "berth";
const operatorArn = `arn:aws:iam::${accountId}:user/operator`;

/**
 * Roles, their inline policies and the access keys of their sessions, for all regions, as IAM is on AWS.
 *
 * Left out: users, groups, managed policies, boundaries, paths, session policies; secrets are not checked, so a
 * signature proves only which key it names.
 */
export class Iam {
  /** May do everything: for seeds and drills, not for the program. */
  readonly operator: Credentials = credentialsFor("operator", operatorArn);

  readonly #roles = new Map<string, RoleRecord>();
  readonly #roleNames = new Map<string, string>();

  /**
   * Makes a role, or gives the role of that name another trust policy and description.
   *
   * @throws AwsError ValidationError for a bad name; MalformedPolicyDocument for a bad trust policy.
   */
  putRole(definition: RoleDefinition): Role {
    const { name, assumeRolePolicy, description } = definition;
    if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
      throw new AwsError("ValidationError", `role ${name}: a name has 1 to 64 letters, digits or +=,.@_-`);
    }
    const trust = parsePolicy(assumeRolePolicy, "trust");
    const arn = `${rolePrefix}${name}`;
    const role = { name, assumeRolePolicy, description, arn, uniqueId: `AROA${identifier(arn, 17)}` };
    this.#roles.set(name, {
      role,
      trust,
      policies: this.#roles.get(name)?.policies ?? new Map<string, PolicyDocument>(),
    });
    this.#roleNames.set(credentialsFor("role", arn).accessKeyId, name);
    return role;
  }

  /** The role of that name, or undefined if there is none. */
  role(name: string): Role | undefined {
    return this.#roles.get(name)?.role;
  }

  /** Removes the role with its policies; its access key is no longer known. Does nothing if it is gone. */
  deleteRole(name: string): void {
    this.#roles.delete(name);
    this.#roleNames.delete(credentialsFor("role", `${rolePrefix}${name}`).accessKeyId);
  }

  /**
   * Gives the role an inline policy, in place of the one of that name.
   *
   * @throws AwsError NoSuchEntity if there is no such role; MalformedPolicyDocument.
   */
  putRolePolicy(roleName: string, policyName: string, document: string): void {
    this.#record(roleName).policies.set(policyName, parsePolicy(document, "identity"));
  }

  /** The role's inline policy of that name as it was put, or undefined if there is none. */
  rolePolicy(roleName: string, policyName: string): string | undefined {
    return this.#roles.get(roleName)?.policies.get(policyName)?.text;
  }

  /** Takes the inline policy away; does nothing if it is gone. */
  deleteRolePolicy(roleName: string, policyName: string): void {
    this.#roles.get(roleName)?.policies.delete(policyName);
  }

  /**
   * The credentials of the role's session, the same at every call.
   *
   * @param assumedBy The service that takes the role on, such as `lambda.amazonaws.com`; the trust policy must name it.
   * @throws AwsError NoSuchEntity if there is no such role; AccessDenied if it does not trust that service.
   */
  credentials(roleArn: string, assumedBy?: string): Credentials {
    const { role, trust } = this.#record(roleArn.startsWith(rolePrefix) ? roleArn.slice(rolePrefix.length) : roleArn);
    if (assumedBy !== undefined) {
      const question = {
        action: "sts:AssumeRole",
        resource: role.arn,
        context: { "aws:PrincipalServiceName": assumedBy },
      };
      if (evaluateFor({ service: assumedBy }, trust, question) !== "allowed") {
        throw new AccessDenied(
          `role ${role.name} cannot be assumed by ${assumedBy}: its trust policy does not allow it`,
        );
      }
    }
    return credentialsFor("role", role.arn);
  }

  /** Whose key it is, or undefined if nobody's. */
  callerOf(accessKeyId: string): Caller | undefined {
    if (accessKeyId === this.operator.accessKeyId) return { kind: "operator", arn: operatorArn };
    const role = this.role(this.#roleNames.get(accessKeyId) ?? "");
    if (role === undefined) return undefined;
    return { kind: "role", role, arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}` };
  }

  /**
   * Does nothing if the caller may do it.
   *
   * @throws AccessDenied in AWS's words; AwsError UnrecognizedClientException for a key that is nobody's.
   */
  authorize(request: AccessRequest & { accessKeyId: string; region: string; context?: ConditionContext }): void {
    const { accessKeyId, action, resource, resourcePolicy, region } = request;
    const caller = this.callerOf(accessKeyId);
    if (caller === undefined) {
      throw new AwsError(
        "UnrecognizedClientException",
        `The security token is invalid: nobody has the key ${accessKeyId}`,
      );
    }
    if (caller.kind === "operator") return;
    const context: ConditionContext = {
      "aws:PrincipalAccount": accountId,
      "aws:PrincipalArn": caller.role.arn,
      "aws:RequestedRegion": region,
      // Loopback stands for TLS here: a policy that demands TLS must let calls through as it would on AWS.
      "aws:SecureTransport": "true",
      ...request.context,
    };
    const question = { action, resource, context };
    const asker: Asker = { account: accountId, roleArn: caller.role.arn, sessionArn: caller.arn };
    const ofRole = evaluate([...this.#record(caller.role.name).policies.values()], question);
    const ofResource =
      resourcePolicy === undefined ? "denied implicitly" : evaluateFor(asker, resourcePolicy, question);

    const refusal = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`;
    if (ofRole === "denied explicitly") {
      throw new AccessDenied(`${refusal} with an explicit deny in an identity-based policy`);
    }
    if (ofResource === "denied explicitly") {
      throw new AccessDenied(`${refusal} with an explicit deny in a resource-based policy`);
    }
    if (ofRole !== "allowed" && ofResource !== "allowed") {
      throw new AccessDenied(`${refusal} because no identity-based policy allows the ${action} action`);
    }
  }

  #record(roleName: string): RoleRecord {
    const record = this.#roles.get(roleName);
    if (record === undefined) {
      throw new AwsError("NoSuchEntity", `The role with name ${roleName} cannot be found.`, 404);
    }
    return record;
  }
}

/** Derived from the ARN, so that a role's key is the same at every run. */
function credentialsFor(kind: "operator" | "role", arn: string): Credentials {
  return {
    accessKeyId: `${kind === "role" ? "ASIA" : "AKIA"}${identifier(arn, 16)}`,
    secretAccessKey: createHash("sha256").update(`secret ${arn}`).digest("hex").slice(0, 40),
    sessionToken: createHash("sha256").update(`session ${arn}`).digest("hex"),
  };
}

/** Capital letters and digits that are the same for the same text. */
function identifier(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").toUpperCase().slice(0, length);
}
