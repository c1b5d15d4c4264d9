import * as identity from "../../../policies/security/identity.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { passwords } from "../sound/identity.ts";
import { unknown } from "../violations.ts";

const type = "aws:cognito/userPool:UserPool";

itIsAResourceRule(identity.userPoolPassword, {
  type,
  holds: [[{ passwordPolicy: passwords({ minimumLength: 8 }) }, { minimumLength: 8 }]],
  breaks: [
    [
      { passwordPolicy: undefined },
      [
        "passwordPolicy.minimumLength is 8: set it to 12 or more.",
        "passwordPolicy leaves out requireLowercase, requireUppercase, requireNumbers, requireSymbols: set each to true.",
      ],
    ],
    [
      { passwordPolicy: passwords({ temporaryPasswordValidityDays: 30 }) },
      ["passwordPolicy.temporaryPasswordValidityDays is 30: set it to 7 or less."],
    ],
    [{}, ["passwordPolicy.temporaryPasswordValidityDays is 3: set it to 1 or less."], { temporaryDays: 1 }],
  ],
  unknown: [[{ passwordPolicy: { minimumLength: unknown } }, "unjudged"]],
});

itIsAResourceRule(identity.userPoolMfa, {
  type,
  holds: [[{ mfaConfiguration: "ON" }]],
  breaks: [
    [
      { mfaConfiguration: undefined },
      ['mfaConfiguration is "OFF": set it to ON or OPTIONAL, with softwareTokenMfaConfiguration.'],
    ],
    [
      { mfaConfiguration: "OPTIONAL" },
      ['mfaConfiguration is "OPTIONAL": set it to ON, with softwareTokenMfaConfiguration.'],
      { modes: ["ON"] },
    ],
  ],
  unknown: [[{ mfaConfiguration: unknown }, "unjudged"]],
});

itIsAResourceRule(identity.userPoolDeletionProtection, {
  type,
  breaks: [[{ deletionProtection: undefined }, ['deletionProtection is not set: set it to "ACTIVE".']]],
  unknown: [[{ deletionProtection: unknown }, "unjudged"]],
});

itIsAResourceRule(identity.userPoolThreatProtection, {
  type,
  breaks: [[{ userPoolAddOns: undefined }, ['userPoolAddOns.advancedSecurityMode is "OFF": set it to "ENFORCED".']]],
  unknown: [[{ userPoolAddOns: { advancedSecurityMode: unknown } }, "unjudged"]],
});

itIsAResourceRule(identity.userPoolClientFlows, {
  type: "aws:cognito/userPoolClient:UserPoolClient",
  holds: [[{ allowedOauthFlows: undefined, explicitAuthFlows: undefined }]],
  breaks: [
    [
      { explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
      ["explicitAuthFlows holds ALLOW_USER_PASSWORD_AUTH, USER_PASSWORD_AUTH: use ALLOW_USER_SRP_AUTH."],
    ],
    [
      { allowedOauthFlows: ["code", "implicit"], preventUserExistenceErrors: "LEGACY" },
      [
        'allowedOauthFlows holds "implicit": use "code", with PKCE.',
        'preventUserExistenceErrors is LEGACY: set it to "ENABLED".',
      ],
    ],
  ],
  unknown: [
    [{ userPoolId: unknown }, []],
    [{ allowedOauthFlows: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(identity.identityPoolGuests, {
  type: "aws:cognito/identityPool:IdentityPool",
  holds: [[{ allowUnauthenticatedIdentities: undefined }]],
  breaks: [[{ allowUnauthenticatedIdentities: true }, ["allowUnauthenticatedIdentities is true: set it to false."]]],
  unknown: [[{ allowUnauthenticatedIdentities: unknown }, "unjudged"]],
});
