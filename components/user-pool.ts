import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import { publishedKeys } from "./internal/signing-keys.ts";
import { isDomainPrefix, isSignInUrl } from "./sign-in-address.ts";

/** Arguments of {@link UserPool}. Limits: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export interface UserPoolArgs {
  /** AWS region, where the accounts are kept and people sign in. @default the provider's */
  region?: pulumi.Input<string>;
  /** Whether people may make accounts for themselves; otherwise an administrator does. @default false */
  selfSignUp?: boolean;
  /** Whether everybody needs a second factor, a one-time password (TOTP); otherwise each may choose. @default false */
  mfaRequired?: boolean;
  /**
   * Whether passwords that leaked elsewhere and sign-ins of high risk are refused, and those of lower risk ask for a second
   * factor if there is one. It needs Cognito's feature plan Plus, which costs more for each active user than Essentials, the
   * plan without it: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
   * @default true
   */
  threatProtection?: boolean;
  /** Whether the pool refuses to be deleted. @default true */
  deletionProtection?: boolean;
  /** Names of groups, which tokens tell as `cognito:groups`: 1 to 128 letters, digits and signs, no spaces. @default none */
  groups?: string[];
  /** Minutes that an access token is good for, 5 to 1,440. @default 60 */
  accessTokenMinutes?: number;
  /** Minutes that an id token is good for, 5 to 1,440. @default 60 */
  idTokenMinutes?: number;
  /** Days after which one has to sign in again, 1 to 3,650. @default 30 */
  refreshTokenDays?: number;
  /** Where people come back to when they have signed in: up to 100 `https` or `http://localhost` addresses. @default none: nobody can sign in */
  callbackUrls?: string[];
  /** Where people come back to when they have signed out: as `callbackUrls`, which it needs. @default none */
  logoutUrls?: string[];
  /**
   * Where managed login has its pages: `<prefix>.auth.<region>.amazoncognito.com`. 1 to 63 lower-case letters, digits and
   * hyphens, no hyphen at either end, without `aws`, `amazon` or `cognito`, and nobody else's in the region. It needs
   * `callbackUrls`. @default no pages
   */
  domainPrefix?: string;
  /** The pool's public keys, a JWK set in JSON. @default read from the pool when it is deployed, and in previews once it is there */
  signingKeys?: pulumi.Input<string>;
}

/**
 * A Cognito user pool: people sign in with an address of theirs and a long password, may use a one-time password as second
 * factor, and recover their account by their verified address only. It has one app client, without a secret, for the
 * authorization code flow; pages use that with PKCE, which Cognito honours and has no setting to demand. Refresh tokens can be
 * revoked, and no answer tells who has an account.
 *
 * @example
 * const users = new UserPool("users", {
 *   groups: ["customer", "staff"],
 *   callbackUrls: ["https://book.example.com/"],
 *   domainPrefix: "example-bookings",
 * });
 *
 * @throws InvalidArguments if an argument is out of its range, or lacks one that it needs
 */
export class UserPool extends pulumi.ComponentResource {
  /** Its id, such as `eu-west-1_aBcDeFgHi`. */
  readonly id: pulumi.Output<string>;
  /** Id of its app client. */
  readonly clientId: pulumi.Output<string>;
  /** Its public keys, a JWK set in JSON. Where they have to be read and cannot be, the deployment fails. */
  readonly signingKeys: pulumi.Output<string>;

  constructor(name: string, args: UserPoolArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const {
      region,
      threatProtection = true,
      groups = [],
      callbackUrls = [],
      logoutUrls = [],
      domainPrefix,
      signingKeys,
    } = args;
    const { accessTokenMinutes = 60, idTokenMinutes = 60, refreshTokenDays = 30 } = args;
    guard("UserPool", name, [
      wholeNumber("accessTokenMinutes", accessTokenMinutes, 5, 1440),
      wholeNumber("idTokenMinutes", idTokenMinutes, 5, 1440),
      wholeNumber("refreshTokenDays", refreshTokenDays, 1, 3650),
      ...groupProblems(groups),
      ...urlProblems("callbackUrls", callbackUrls),
      ...urlProblems("logoutUrls", logoutUrls),
      rule(logoutUrls.length > 0 && callbackUrls.length === 0, "logoutUrls is set, and needs callbackUrls"),
      ...(domainPrefix === undefined ? [] : domainProblems(domainPrefix, callbackUrls)),
    ]);
    super("berth:index:UserPool", name, {}, opts);
    const child = { parent: this };

    const pool = new aws.cognito.UserPool(name, { region, ...poolSettings({ ...args, threatProtection }) }, child);
    const member = { region, userPoolId: pool.id };
    if (threatProtection) new aws.cognito.RiskConfiguration(name, { ...member, ...risks }, child);
    for (const group of groups) new aws.cognito.UserGroup(`${name}-${group}`, { ...member, name: group }, child);
    const client = new aws.cognito.UserPoolClient(
      name,
      {
        ...member,
        generateSecret: false,
        explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"], // unset would mean all that Cognito thinks usual
        enableTokenRevocation: true,
        preventUserExistenceErrors: "ENABLED",
        accessTokenValidity: accessTokenMinutes,
        idTokenValidity: idTokenMinutes,
        refreshTokenValidity: refreshTokenDays,
        tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
        ...(callbackUrls.length > 0 ? codeFlow(callbackUrls, logoutUrls) : {}),
      },
      child,
    );
    if (domainPrefix !== undefined) {
      new aws.cognito.UserPoolDomain(name, { ...member, domain: domainPrefix, managedLoginVersion: 2 }, child);
      // Managed login shows no page for a client without a style, be it Cognito's own.
      const style = { clientId: client.id, useCognitoProvidedValues: true };
      new aws.cognito.ManagedLoginBranding(name, { ...member, ...style }, child);
    }

    this.id = pool.id;
    this.clientId = client.id;
    this.signingKeys =
      signingKeys === undefined ? pool.id.apply((id) => publishedKeys(id)) : pulumi.output(signingKeys);
    this.registerOutputs({ id: this.id, clientId: this.clientId, signingKeys: this.signingKeys });
  }
}

/** What comes of a sign-in, https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html */
const risks: Omit<aws.cognito.RiskConfigurationArgs, "userPoolId"> = {
  compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
  accountTakeoverRiskConfiguration: {
    actions: {
      lowAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
      mediumAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
      highAction: { eventAction: "BLOCK", notify: false },
    },
  },
};

function poolSettings(args: UserPoolArgs): aws.cognito.UserPoolArgs {
  const { selfSignUp = false, mfaRequired = false, threatProtection, deletionProtection = true } = args;
  return {
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    adminCreateUserConfig: { allowAdminCreateUserOnly: !selfSignUp },
    passwordPolicy: {
      minimumLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 3,
    },
    mfaConfiguration: mfaRequired ? "ON" : "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
    deletionProtection: deletionProtection ? "ACTIVE" : "INACTIVE",
    userPoolTier: threatProtection ? "PLUS" : "ESSENTIALS",
    ...(threatProtection ? { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } } : {}),
  };
}

function codeFlow(callbackUrls: string[], logoutUrls: string[]): Partial<aws.cognito.UserPoolClientArgs> {
  return {
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: ["openid", "email"],
    supportedIdentityProviders: ["COGNITO"],
    callbackUrls,
    ...(logoutUrls.length > 0 ? { logoutUrls } : {}),
  };
}

function groupProblems(groups: string[]): (string | undefined)[] {
  return [
    ...groups.map((group) =>
      rule(
        !/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(group),
        `groups holds "${group}", and must hold names of 1 to 128 letters, digits and signs`,
      ),
    ),
    rule(new Set(groups).size < groups.length, `groups is ${groups.join(", ")}, and must name each group once`),
  ];
}

function urlProblems(argument: string, urls: string[]): (string | undefined)[] {
  return [
    ...urls.map((url) =>
      rule(
        !isSignInUrl(url),
        `${argument} holds "${url}", and must hold https or http://localhost addresses without a fragment`,
      ),
    ),
    rule(urls.length > 100, `${argument} holds ${urls.length} addresses, and must hold 100 at most`),
  ];
}

function domainProblems(prefix: string, callbackUrls: string[]): (string | undefined)[] {
  return [
    rule(
      !isDomainPrefix(prefix),
      `domainPrefix is "${prefix}", and must be 1 to 63 lower-case letters, digits and hyphens between them, without aws, amazon or cognito`,
    ),
    rule(callbackUrls.length === 0, `domainPrefix is "${prefix}", and needs callbackUrls`),
  ];
}
