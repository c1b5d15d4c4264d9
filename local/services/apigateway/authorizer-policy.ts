import { z } from "zod";
import { wildcard } from "../lambda/arn.ts";

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
});

/** The policy that an authorizer answers with; conditions are not known, and a policy with one is refused. */
export const policySchema = z.strictObject({
  Id: z.string().optional(),
  Version: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

/** Such a policy. */
export type AuthorizerPolicy = z.infer<typeof policySchema>;

/** What a policy says of calling a method: an explicit deny wins, and what nothing allows is denied. */
export function decide(policy: AuthorizerPolicy, methodArn: string): "allow" | "deny" | "explicit deny" {
  const matching = policy.Statement.filter(
    ({ Action, Resource }) =>
      Action.some((action) => wildcard(action.toLowerCase()).test("execute-api:invoke")) &&
      Resource.some((resource) => wildcard(resource).test(methodArn)),
  );
  if (matching.some(({ Effect }) => Effect === "Deny")) return "explicit deny";
  return matching.length > 0 ? "allow" : "deny";
}
