import * as aws from "@pulumi/aws";
import { type Statement, document } from "./documents.ts";

export function rolePolicy(name: string, change: Statement = {}) {
  return new aws.iam.RolePolicy(name, {
    role: "somebody",
    policy: document({
      Effect: "Allow",
      Action: ["dynamodb:GetItem"],
      Resource: ["arn:aws:dynamodb:eu-west-1:123456789012:table/ledger"],
      ...change,
    }),
  });
}

export function userPool(name: string, change: Partial<aws.cognito.UserPoolArgs> = {}) {
  return new aws.cognito.UserPool(name, {
    passwordPolicy: passwords(),
    mfaConfiguration: "OPTIONAL",
    deletionProtection: "ACTIVE",
    userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
    ...change,
  });
}

export function passwords(change: Partial<aws.types.input.cognito.UserPoolPasswordPolicy> = {}) {
  return {
    minimumLength: 12,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: 3,
    ...change,
  };
}

export function userPoolClient(name: string, change: Partial<aws.cognito.UserPoolClientArgs> = {}) {
  return new aws.cognito.UserPoolClient(name, {
    userPoolId: "eu-west-1_pool",
    allowedOauthFlows: ["code"],
    explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    preventUserExistenceErrors: "ENABLED",
    ...change,
  });
}

export function identityPool(name: string, change: Partial<aws.cognito.IdentityPoolArgs> = {}) {
  const identityPoolName = "customers";
  return new aws.cognito.IdentityPool(name, { identityPoolName, allowUnauthenticatedIdentities: false, ...change });
}
