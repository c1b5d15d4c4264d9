import { z } from "zod";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Role } from "../../services/iam/iam.ts";
import type { Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";
import { policyText } from "./policy-text.ts";

/** A role. Its policies are resources of their own: inline and managed ones are refused here. */
export const role = resourceType({
  type: "aws:iam/role:Role",
  inputs: z.object({
    name: z.string().optional(),
    assumeRolePolicy: policyText,
    description: z.string().optional(),
  }),
  withoutEffect: ["forceDetachPolicies", "maxSessionDuration"],
  replaceOn: ["name"],
  create({ region: { iam }, autoName }, { name = autoName, assumeRolePolicy, description }) {
    if (iam.role(name) !== undefined) {
      return Promise.reject(new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, 409));
    }
    return Promise.resolve(instanceOf(iam.putRole({ name, assumeRolePolicy, description })));
  },
  read({ region: { iam } }, id) {
    const found = iam.role(id);
    return Promise.resolve(found && instanceOf(found));
  },
  update({ region: { iam } }, id, { assumeRolePolicy, description }) {
    return Promise.resolve(instanceOf(iam.putRole({ name: id, assumeRolePolicy, description })));
  },
  delete({ region: { iam } }, id) {
    iam.deleteRole(id);
    return Promise.resolve();
  },
});

function instanceOf({ name, arn, uniqueId, assumeRolePolicy, description }: Role): Instance {
  return { id: name, outputs: { name, arn, uniqueId, assumeRolePolicy, description, path: "/" } };
}
