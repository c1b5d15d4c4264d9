import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../framework/rule.ts";
import { integer, strings } from "../framework/settings.ts";

export const userPoolPassword = resourceRule(
  {
    name: "user-pool-password",
    level: "mandatory",
    what: "A user pool asks for long passwords of all kinds of characters",
    why: "A short password is guessed, and one that is used elsewhere is known.",
    controls: ["FSBP Cognito.3", "cdk-nag AwsSolutions-COG1"],
    settings: {
      minimumLength: integer("Fewest characters", 12, { minimum: 8, maximum: 99 }),
      temporaryDays: integer("Most days that a temporary password is good for", 7, { minimum: 1, maximum: 365 }),
    },
  },
  on(aws.cognito.UserPool, ({ passwordPolicy = {} }, { settings: { minimumLength, temporaryDays }, report }) => {
    const { minimumLength: length = 8, temporaryPasswordValidityDays: days = 7 } = passwordPolicy;
    if (length < minimumLength) {
      report(`passwordPolicy.minimumLength is ${length}: set it to ${minimumLength} or more.`);
    }
    const kinds = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"] as const;
    const missing = kinds.filter((kind) => passwordPolicy[kind] !== true);
    if (missing.length > 0) report(`passwordPolicy leaves out ${missing.join(", ")}: set each to true.`);
    if (days > temporaryDays) {
      report(`passwordPolicy.temporaryPasswordValidityDays is ${days}: set it to ${temporaryDays} or less.`);
    }
  }),
);

export const userPoolMfa = resourceRule(
  {
    name: "user-pool-mfa",
    level: "mandatory",
    what: "A user pool offers or demands a second factor",
    why: "Who has a password has everything.",
    controls: ["Security Hub Cognito.5", "cdk-nag AwsSolutions-COG2"],
    settings: { modes: strings("The modes that will do: OPTIONAL, ON", ["ON", "OPTIONAL"]) },
  },
  on(aws.cognito.UserPool, ({ mfaConfiguration = "OFF" }, { settings: { modes }, report }) => {
    if (modes.includes(mfaConfiguration)) return;
    report(
      `mfaConfiguration is "${mfaConfiguration}": set it to ${modes.join(" or ")}, with softwareTokenMfaConfiguration.`,
    );
  }),
);

export const userPoolDeletionProtection = resourceRule(
  {
    name: "user-pool-deletion-protection",
    level: "mandatory",
    dev: "disabled",
    what: "A user pool refuses to be deleted",
    why: "Accounts and passwords cannot be brought back: every customer would have to sign up again.",
    controls: ["Security Hub Cognito.6"],
  },
  on(aws.cognito.UserPool, ({ deletionProtection }, { report }) => {
    if (deletionProtection === "ACTIVE") return;
    report(`deletionProtection is ${deletionProtection ?? "not set"}: set it to "ACTIVE".`);
  }),
);

export const userPoolThreatProtection = resourceRule(
  {
    name: "user-pool-threat-protection",
    level: "advisory",
    dev: "disabled",
    what: "A user pool acts on sign-ins that look like an attack",
    why: "Passwords that leaked elsewhere are tried by the million.",
    controls: ["Security Hub Cognito.1", "cdk-nag AwsSolutions-COG8"],
  },
  on(aws.cognito.UserPool, ({ userPoolAddOns }, { report }) => {
    const mode = userPoolAddOns?.advancedSecurityMode ?? "OFF";
    if (mode !== "ENFORCED") report(`userPoolAddOns.advancedSecurityMode is "${mode}": set it to "ENFORCED".`);
  }),
);

export const userPoolClientFlows = resourceRule(
  {
    name: "user-pool-client-flows",
    level: "mandatory",
    what: "A client of a user pool uses no flow that shows a password or token, and does not tell who has an account",
    why: "The implicit flow puts tokens into addresses; an answer that differs tells which guesses name a customer.",
    controls: [],
  },
  on(aws.cognito.UserPoolClient, (client, { report }) => {
    const { allowedOauthFlows = [], explicitAuthFlows = [], preventUserExistenceErrors } = client;
    if (allowedOauthFlows.includes("implicit")) report('allowedOauthFlows holds "implicit": use "code", with PKCE.');
    const plain = explicitAuthFlows.filter((flow) => /(^|_)USER_PASSWORD_AUTH$/.test(flow));
    if (plain.length > 0) report(`explicitAuthFlows holds ${plain.join(", ")}: use ALLOW_USER_SRP_AUTH.`);
    if (preventUserExistenceErrors !== "ENABLED") {
      report(`preventUserExistenceErrors is ${preventUserExistenceErrors ?? "not set"}: set it to "ENABLED".`);
    }
  }),
);

export const identityPoolGuests = resourceRule(
  {
    name: "identity-pool-guests",
    level: "mandatory",
    what: "An identity pool gives AWS credentials to nobody who has not signed in",
    why: "Everybody in the world gets credentials of the account.",
    controls: ["FSBP Cognito.2", "cdk-nag AwsSolutions-COG7", "CKV_AWS_366"],
  },
  on(aws.cognito.IdentityPool, ({ allowUnauthenticatedIdentities }, { report }) => {
    if (allowUnauthenticatedIdentities === true) report("allowUnauthenticatedIdentities is true: set it to false.");
  }),
);
