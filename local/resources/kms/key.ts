import { z } from "zod";
import { accountId } from "../../account.ts";
import type { Key } from "../../services/kms/kms.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const inputs = z.object({
  description: z.string().default(""),
  enableKeyRotation: z.boolean().default(false),
  rotationPeriodInDays: z.int().min(90).max(2560).default(365),
  policy: z.string().refine(isJson, "must be a policy document in JSON").default(policyOfTheAccount),
});

/** A symmetric key; its id is its key id. Nothing is encrypted on this machine, and a deleted key is gone at once. */
export const key = resourceType({
  type: "aws:kms/key:Key",
  inputs,
  withoutEffect: ["bypassPolicyLockoutSafetyCheck", "deletionWindowInDays"],
  create: ({ region }, settings) => Promise.resolve(instanceOf(region.kms.createKey(settings))),
  read({ region }, id) {
    const found = region.kms.key(id);
    return Promise.resolve(found && instanceOf(found));
  },
  update: ({ region }, id, settings) => Promise.resolve(instanceOf(region.kms.updateKey(id, settings))),
  delete({ region }, id) {
    region.kms.deleteKey(id);
    return Promise.resolve();
  },
});

function instanceOf({ keyId, arn, ...settings }: Key): Instance {
  return {
    id: keyId,
    outputs: {
      ...settings,
      keyId,
      arn,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** AWS's default: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function policyOfTheAccount(): string {
  const principal = { AWS: `arn:aws:iam::${accountId}:root` };
  const statement = { Effect: "Allow", Principal: principal, Action: "kms:*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
