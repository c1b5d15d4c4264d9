import { z } from "zod";
import { resourceType } from "../resource-type.ts";
import { instanceOf, read, remove } from "./pool-member.ts";

const inputs = z.object({
  userPoolId: z.string(),
  name: z.string().optional(),
  description: z.string().default(""),
  precedence: z.int().min(0).optional(),
});

/** A group of a user pool; its id is `<pool>/<name>`. */
export const userGroup = resourceType({
  type: "aws:cognito/userGroup:UserGroup",
  inputs,
  replaceOn: ["userPoolId", "name"],
  create: ({ region, autoName }, { userPoolId, name = autoName, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.createGroup(userPoolId, { name, ...settings }))),
  read,
  update: ({ region, autoName }, id, { userPoolId: _, name = autoName, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.updateMember(id, { name, ...settings }))),
  delete: remove,
});
