import { z } from "zod";
import type { Iam } from "../../services/iam/iam.ts";
import type { Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";
import { policyText } from "./policy-text.ts";

/** An inline policy of a role; its id is `role:policy`. */
export const rolePolicy = resourceType({
  type: "aws:iam/rolePolicy:RolePolicy",
  inputs: z.object({ name: z.string().optional(), role: z.string(), policy: policyText }),
  replaceOn: ["name", "role"],
  create({ region: { iam }, autoName }, { role, name = autoName, policy }) {
    return Promise.resolve(put(iam, role, name, policy));
  },
  read({ region: { iam } }, id) {
    const { role, name } = partsOf(id);
    const policy = iam.rolePolicy(role, name);
    return Promise.resolve(policy === undefined ? undefined : instanceOf(role, name, policy));
  },
  update({ region: { iam } }, id, { policy }) {
    const { role, name } = partsOf(id);
    return Promise.resolve(put(iam, role, name, policy));
  },
  delete({ region: { iam } }, id) {
    const { role, name } = partsOf(id);
    iam.deleteRolePolicy(role, name);
    return Promise.resolve();
  },
});

function put(iam: Iam, role: string, name: string, policy: string): Instance {
  iam.putRolePolicy(role, name, policy);
  return instanceOf(role, name, policy);
}

function instanceOf(role: string, name: string, policy: string): Instance {
  return { id: `${role}:${name}`, outputs: { role, name, policy } };
}

function partsOf(id: string): { role: string; name: string } {
  const colon = id.indexOf(":");
  return { role: id.slice(0, colon), name: id.slice(colon + 1) };
}
