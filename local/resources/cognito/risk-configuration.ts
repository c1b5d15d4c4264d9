import { z } from "zod";
import { resourceType } from "../resource-type.ts";
import { instanceOf, read, remove } from "./pool-member.ts";

const takeover = z
  .strictObject({
    eventAction: z.enum(["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"]),
    notify: z.literal(false, "must be false: this machine sends no mail"),
  })
  .optional();

const inputs = z.object({
  userPoolId: z.string(),
  accountTakeoverRiskConfiguration: z
    .strictObject({ actions: z.strictObject({ lowAction: takeover, mediumAction: takeover, highAction: takeover }) })
    .optional(),
  compromisedCredentialsRiskConfiguration: z
    .strictObject({ actions: z.strictObject({ eventAction: z.enum(["BLOCK", "NO_ACTION"]) }) })
    .optional(),
});

/** What comes of sign-ins that look like an attack, for a whole pool; its id is the pool's. Here every sign-in is believed. */
export const riskConfiguration = resourceType({
  type: "aws:cognito/riskConfiguration:RiskConfiguration",
  inputs,
  replaceOn: ["userPoolId"],
  create: ({ region }, { userPoolId, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.setRisks(userPoolId, settings))),
  read,
  update: ({ region }, _, { userPoolId, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.setRisks(userPoolId, settings))),
  delete: remove,
});
