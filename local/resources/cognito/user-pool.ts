import { z } from "zod";
import type { UserPool } from "../../services/cognito/cognito.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const attribute = z.enum(["email", "phone_number"]);

const inputs = z.object({
  name: z.string().optional(),
  accountRecoverySetting: z
    .strictObject({
      recoveryMechanisms: z.array(
        z.strictObject({
          name: z.enum(["verified_email", "verified_phone_number", "admin_only"]),
          priority: z.int().min(1).max(2),
        }),
      ),
    })
    .optional(),
  adminCreateUserConfig: z.strictObject({ allowAdminCreateUserOnly: z.boolean().default(false) }).optional(),
  autoVerifiedAttributes: z.array(attribute).default([]),
  deletionProtection: z.enum(["ACTIVE", "INACTIVE"]).default("INACTIVE"),
  mfaConfiguration: z.enum(["OFF", "ON", "OPTIONAL"]).default("OFF"),
  passwordPolicy: z
    .strictObject({
      minimumLength: z.int().min(6).max(99).default(8),
      requireLowercase: z.boolean().default(false),
      requireNumbers: z.boolean().default(false),
      requireSymbols: z.boolean().default(false),
      requireUppercase: z.boolean().default(false),
      temporaryPasswordValidityDays: z.int().min(0).max(365).default(7),
    })
    .optional(),
  softwareTokenMfaConfiguration: z.strictObject({ enabled: z.boolean() }).optional(),
  userAttributeUpdateSettings: z
    .strictObject({ attributesRequireVerificationBeforeUpdates: z.array(attribute) })
    .optional(),
  userPoolAddOns: z.strictObject({ advancedSecurityMode: z.enum(["OFF", "AUDIT", "ENFORCED"]) }).optional(),
  userPoolTier: z.enum(["LITE", "ESSENTIALS", "PLUS"]).default("ESSENTIALS"),
  usernameAttributes: z.array(attribute).default([]),
  usernameConfiguration: z.strictObject({ caseSensitive: z.boolean().default(false) }).optional(),
});

/** A user pool; its id is the pool's. It has no accounts on this machine: its settings are kept and told again. */
export const userPool = resourceType({
  type: "aws:cognito/userPool:UserPool",
  inputs,
  replaceOn: ["usernameAttributes", "usernameConfiguration"],
  create: ({ region, autoName }, { name = autoName, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.createPool({ name, ...settings }))),
  read({ region }, id) {
    const found = region.cognito.pool(id);
    return Promise.resolve(found && instanceOf(found));
  },
  update: ({ region, autoName }, id, { name = autoName, ...settings }) =>
    Promise.resolve(instanceOf(region.cognito.updatePool(id, { name, ...settings }))),
  delete({ region }, id) {
    region.cognito.deletePool(id);
    return Promise.resolve();
  },
});

function instanceOf({ id, arn, settings }: UserPool): Instance {
  const [region = ""] = id.split("_");
  return { id, outputs: { ...settings, arn, endpoint: `cognito-idp.${region}.amazonaws.com/${id}` } };
}
