import * as keys from "../../../policies/security/keys.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { unknown } from "../violations.ts";

const type = "aws:kms/key:Key";

itIsAResourceRule(keys.keyRotation, {
  type,
  holds: [
    [{ enableKeyRotation: undefined, customerMasterKeySpec: "RSA_3072", keyUsage: "SIGN_VERIFY" }],
    [{ enableKeyRotation: undefined, customKeyStoreId: "cks-1" }],
  ],
  breaks: [[{ enableKeyRotation: undefined }, ["enableKeyRotation is not set: set it to true."]]],
  unknown: [[{ enableKeyRotation: unknown }, "unjudged"]],
});

itIsAResourceRule(keys.keyDeletionWindow, {
  type,
  holds: [[{ deletionWindowInDays: undefined }], [{ deletionWindowInDays: 7 }, { days: 7 }]],
  breaks: [
    [{ deletionWindowInDays: 7 }, ["deletionWindowInDays is 7: set it to 14 or more."]],
    [{ deletionWindowInDays: 20 }, ["deletionWindowInDays is 20: set it to 30 or more."], { days: 30 }],
  ],
  unknown: [[{ deletionWindowInDays: unknown }, "unjudged"]],
});
