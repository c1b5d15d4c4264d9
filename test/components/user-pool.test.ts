import { expect } from "chai";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { UserPool, type UserPoolArgs } from "../../components/user-pool.ts";
import { valueOf } from "../../local/program.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const signingKeys = '{"keys":[{"kid":"1"}]}';
const callbackUrls = ["https://book.example.com/"];
const pool = "aws:cognito/userPool:UserPool";
const client = "aws:cognito/userPoolClient:UserPoolClient";

const made = (args: UserPoolArgs = {}) => registered(() => new UserPool("users", { signingKeys, ...args }));

describe("UserPool", () => {
  itIsAComponent(
    (name, region) =>
      new UserPool(name, { region, signingKeys, groups: ["staff"], callbackUrls, domainPrefix: `example-${name}` }),
  );

  it("asks for long passwords, offers one-time passwords, blocks attacks, and refuses to be deleted", async () => {
    const { inputs } = one(await made(), pool, "users");
    expect(inputs.passwordPolicy).to.deep.equal({
      minimumLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 3,
    });
    expect(inputs).to.deep.include({
      mfaConfiguration: "OPTIONAL",
      softwareTokenMfaConfiguration: { enabled: true },
      userPoolTier: "PLUS",
      userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
      deletionProtection: "ACTIVE",
    });
  });

  it("knows people by an address that they have proven, and lets them back in by nothing else", async () => {
    expect(one(await made(), pool).inputs).to.deep.include({
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    });
  });

  it("leaves making accounts to administrators, unless it is told otherwise", async () => {
    const signUp = async (args: UserPoolArgs) => one(await made(args), pool).inputs.adminCreateUserConfig;
    expect(await signUp({})).to.deep.equal({ allowAdminCreateUserOnly: true });
    expect(await signUp({ selfSignUp: true })).to.deep.equal({ allowAdminCreateUserOnly: false });
  });

  it("refuses leaked passwords and sign-ins of high risk, and asks for a second factor at lower risk", async () => {
    const { inputs } = one(await made(), "aws:cognito/riskConfiguration:RiskConfiguration", "users");
    const secondFactor = { eventAction: "MFA_IF_CONFIGURED", notify: false };
    expect(inputs).to.deep.equal({
      userPoolId: "users-id",
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: secondFactor,
          mediumAction: secondFactor,
          highAction: { eventAction: "BLOCK", notify: false },
        },
      },
    });
  });

  it("demands a second factor, does without the plan Plus, and can be deleted, when it is told so", async () => {
    const resources = await made({ mfaRequired: true, threatProtection: false, deletionProtection: false });
    const { inputs } = one(resources, pool);
    expect(resources.map(({ type }) => type)).not.to.include("aws:cognito/riskConfiguration:RiskConfiguration");
    expect(inputs).to.include({ mfaConfiguration: "ON", userPoolTier: "ESSENTIALS", deletionProtection: "INACTIVE" });
    expect(inputs).not.to.have.property("userPoolAddOns");
  });

  it("has a client without a secret, which tells nobody who has an account, and by which nobody can sign in yet", async () => {
    const { inputs } = one(await made(), client, "users");
    expect(inputs).to.deep.include({
      userPoolId: "users-id",
      generateSecret: false,
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      enableTokenRevocation: true,
      preventUserExistenceErrors: "ENABLED",
    });
    expect(inputs).not.to.have.any.keys(
      "allowedOauthFlows",
      "allowedOauthFlowsUserPoolClient",
      "callbackUrls",
      "logoutUrls",
    );
  });

  it("lets people sign in by the code flow, and by no other, where it knows where they come back to", async () => {
    const logoutUrls = ["http://localhost:5173/bye"];
    expect(one(await made({ callbackUrls, logoutUrls }), client).inputs).to.deep.include({
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", "email"],
      supportedIdentityProviders: ["COGNITO"],
      callbackUrls,
      logoutUrls,
    });
    expect(one(await made({ callbackUrls }), client).inputs).not.to.have.property("logoutUrls");
  });

  it("gives tokens that last an hour and a month, or as long as it is told", async () => {
    const lifetimes = async (args: UserPoolArgs) => one(await made(args), client).inputs;
    const tokenValidityUnits = { accessToken: "minutes", idToken: "minutes", refreshToken: "days" };
    expect(await lifetimes({})).to.deep.include({
      tokenValidityUnits,
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
    });
    expect(await lifetimes({ accessTokenMinutes: 5, idTokenMinutes: 1440, refreshTokenDays: 1 })).to.deep.include({
      tokenValidityUnits,
      accessTokenValidity: 5,
      idTokenValidity: 1440,
      refreshTokenValidity: 1,
    });
  });

  it("has the groups that it is given", async () => {
    const resources = await made({ groups: ["customer", "staff"] });
    for (const group of ["customer", "staff"]) {
      const { inputs } = one(resources, "aws:cognito/userGroup:UserGroup", `users-${group}`);
      expect(inputs).to.include({ userPoolId: "users-id", name: group });
    }
  });

  it("has pages of managed login, in a style, only where it is given a domain prefix", async () => {
    const resources = await made({ callbackUrls, domainPrefix: "example-bookings" });
    expect(one(resources, "aws:cognito/userPoolDomain:UserPoolDomain").inputs).to.include({
      userPoolId: "users-id",
      domain: "example-bookings",
      managedLoginVersion: 2,
    });
    expect(one(resources, "aws:cognito/managedLoginBranding:ManagedLoginBranding").inputs).to.include({
      userPoolId: "users-id",
      clientId: "users-id",
      useCognitoProvidedValues: true,
    });
    expect((await made({ callbackUrls })).map(({ type }) => type)).to.have.members([
      "berth:index:UserPool",
      pool,
      "aws:cognito/riskConfiguration:RiskConfiguration",
      client,
    ]);
  });

  it("takes the signing keys that it is given, and reads them from the pool otherwise", async () => {
    const own = globalThis.fetch;
    const asked: unknown[] = [];
    const published = '{"keys":[{"kid":"published"}]}';
    globalThis.fetch = (url) => {
      asked.push(url);
      return Promise.resolve(new Response(published));
    };
    try {
      await registered(async () => {
        expect(await valueOf(new UserPool("given", { signingKeys }).signingKeys)).to.equal(signingKeys);
        expect(asked).to.deep.equal([]);
        expect(await valueOf(new UserPool("read").signingKeys)).to.equal(published);
        expect(asked).to.have.lengthOf(1);
      });
    } finally {
      globalThis.fetch = own;
    }
  });

  const broken: [string, UserPoolArgs, string][] = [
    ["too short a token", { accessTokenMinutes: 4 }, "accessTokenMinutes is 4, and must be a whole number from 5 to"],
    ["too long a token", { idTokenMinutes: 1441 }, "idTokenMinutes is 1441, and must be a whole number from 5 to 1440"],
    ["no refresh", { refreshTokenDays: 0 }, "refreshTokenDays is 0, and must be a whole number from 1 to 3650"],
    ["a group with a space", { groups: ["our staff"] }, 'groups holds "our staff", and must hold names of 1 to 128'],
    ["a group twice", { groups: ["a", "a"] }, "groups is a, a, and must name each group once"],
    ["an open address", { callbackUrls: ["http://book.example.com"] }, 'callbackUrls holds "http://book.example.com"'],
    [
      "a look-alike of this machine",
      { callbackUrls: ["http://localhost.example.com"] },
      'callbackUrls holds "http://localhost.example.com", and must hold https or http://localhost addresses',
    ],
    ["a fragment", { callbackUrls: ["https://a.example/#here"] }, 'callbackUrls holds "https://a.example/#here"'],
    ["a bad way out", { callbackUrls, logoutUrls: ["bye"] }, 'logoutUrls holds "bye", and must hold https or'],
    [
      "too many addresses",
      { callbackUrls: Array.from({ length: 101 }, (_, index) => `https://${index}.example`) },
      "callbackUrls holds 101 addresses, and must hold 100 at most",
    ],
    ["a way out without a way in", { logoutUrls: callbackUrls }, "logoutUrls is set, and needs callbackUrls"],
    ["pages without a way back", { domainPrefix: "berth" }, 'domainPrefix is "berth", and needs callbackUrls'],
    [
      "a prefix of AWS's",
      { callbackUrls, domainPrefix: "my-aws" },
      'domainPrefix is "my-aws", and must be 1 to 63 lower-case letters, digits and hyphens between them, without aws',
    ],
    ["a prefix that is no label", { callbackUrls, domainPrefix: "a-" }, 'domainPrefix is "a-", and must be 1 to 63'],
  ];
  for (const [what, args, message] of broken) {
    it(`refuses ${what}`, async () => {
      await registered(() => {
        expect(() => new UserPool("users", { signingKeys, ...args })).to.throw(
          InvalidArguments,
          `UserPool "users": ${message}`,
        );
      });
    });
  }
});
