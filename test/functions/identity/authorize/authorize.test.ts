import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CryptoKey, JWTPayload } from "jose";
import { authorize, TokenRefused } from "../../../../functions/identity/authorize/authorize.ts";
import type { Dependencies } from "../../../../functions/identity/authorize/authorize.ts";
import { tokenVerifier } from "../../../../functions/identity/authorize/verifier.ts";

const userPoolId = "eu-west-1_AbCdEfGhI";
const clientId = "1234567890abcdefghijklmnop";
const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
const methodArn = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/GET/bookings/0123";

const methods = [
  { method: "GET/bookings/*" },
  { method: "POST/items", group: "staff" },
  { method: "POST/bookings/*/prolong" },
];

describe("the authorizer", () => {
  let key: CryptoKey;
  let foreignKey: CryptoKey;
  let dependencies: Dependencies;
  const sockets: unknown[] = [];
  const onSocket = (message: unknown) => sockets.push(message);

  before(async () => {
    const pair = await generateKeyPair("RS256");
    key = pair.privateKey;
    foreignKey = (await generateKeyPair("RS256")).privateKey;
    const { kty = "", n = "", e = "" } = await exportJWK(pair.publicKey);
    const jwks = { keys: [{ kty, n, e, kid: "known", alg: "RS256", use: "sig" }] };
    dependencies = { verify: tokenVerifier({ userPoolId, clientId, jwks }), methods };
    subscribe("net.client.socket", onSocket);
  });
  after(() => {
    unsubscribe("net.client.socket", onSocket);
  });

  const valid: JWTPayload = { token_use: "access", client_id: clientId, sub: "customer-1" };

  function token(payload: JWTPayload = valid, { kid = "known", signedBy = key, from = issuer, expires = "1h" } = {}) {
    return new SignJWT(payload)
      .setProtectedHeader({ alg: "RS256", kid })
      .setIssuer(from)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(signedBy);
  }

  function refusalOf(authorizationToken: string): TokenRefused {
    try {
      authorize({ authorizationToken, methodArn }, dependencies);
    } catch (error) {
      if (error instanceof TokenRefused) return error;
      throw error;
    }
    throw new Error("the token was taken");
  }

  it("lets the bearer of a valid token call every method that is nobody's, and says who it is", async () => {
    expect(authorize({ authorizationToken: `Bearer ${await token()}`, methodArn }, dependencies)).to.deep.equal({
      principalId: "customer-1",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Action: "execute-api:Invoke",
            Effect: "Allow",
            Resource: [
              "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/GET/bookings/*",
              "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/POST/bookings/*/prolong",
            ],
          },
        ],
      },
      context: { customerId: "customer-1", group: "customer" },
    });
  });

  for (const [memberOf, group] of [
    [["customer"], "customer"],
    [["staff"], "staff"],
    [["customer", "staff"], "staff"],
    [["eu-west-1_Google"], "customer"],
    [[], "customer"],
  ] as const) {
    it(`takes a member of ${JSON.stringify(memberOf)} for ${group}`, async () => {
      const authorizationToken = `Bearer ${await token({ ...valid, "cognito:groups": memberOf })}`;
      expect(authorize({ authorizationToken, methodArn }, dependencies).context).to.have.property("group", group);
    });
  }

  it("takes the scheme in any case", async () => {
    expect(authorize({ authorizationToken: `bearer ${await token()}`, methodArn }, dependencies).principalId).to.equal(
      "customer-1",
    );
  });

  const refused: [string, () => Promise<string>, RegExp][] = [
    ["that has expired", () => token(valid, { expires: "-1s" }), /expired/],
    ["of another client", () => token({ ...valid, client_id: "another" }), /Client ID/i],
    ["of another user pool", () => token(valid, { from: `${issuer}x` }), /Issuer/i],
    ["signed with a foreign key under a known name", () => token(valid, { signedBy: foreignKey }), /signature/i],
    [
      "signed with a key that is not known",
      () => token(valid, { kid: "unknown", signedBy: foreignKey }),
      /kid unknown not found/,
    ],
    ["that is no access token", () => token({ ...valid, token_use: "id" }), /Token use/i],
    ["without a subject", () => token({ ...valid, sub: "" }), /sub/],
    ["that was tampered with", async () => tampered(await token()), /signature/i],
    ["with no signature at all", () => Promise.resolve(unsigned()), /./],
    ["that is no token", () => Promise.resolve("abc.def"), /./],
  ];
  for (const [name, make, reason] of refused) {
    it(`refuses a token ${name}, and says why without the token`, async () => {
      const made = await make();
      const { message } = refusalOf(`Bearer ${made}`);
      expect(message).to.match(reason);
      expect(message).not.to.include(made);
    });
  }

  for (const header of ["", "Bearer", "Bearer ", "Basic abc", "Bearer a b"]) {
    it(`refuses the header ${JSON.stringify(header)}`, () => {
      expect(refusalOf(header).message).to.equal("the Authorization header is not of the form: Bearer <token>");
    });
  }

  it("refuses a token that never ends", () => {
    const endless = { verify: () => ({ sub: "customer-1" }), methods };
    expect(() => authorize({ authorizationToken: "Bearer token", methodArn }, endless)).to.throw(TokenRefused, "exp");
  });

  it("never opens a connection, not even to look an unknown key up", async () => {
    refusalOf(`Bearer ${await token(valid, { kid: "unknown", signedBy: foreignKey })}`);
    await setImmediate();
    expect(sockets).to.deep.equal([]);
  });

  it("is not made with keys that are no JWK set", () => {
    expect(() => tokenVerifier({ userPoolId, clientId, jwks: { keys: [{ kid: "no type" }] } })).to.throw("JWK kty");
  });

  /** The same signature over another subject. */
  function tampered(made: string): string {
    const [header = "", payload = "", signature = ""] = made.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as JWTPayload;
    return [header, base64url({ ...claims, sub: "customer-2" }), signature].join(".");
  }

  function unsigned(): string {
    const seconds = Math.floor(Date.now() / 1_000);
    return [
      base64url({ alg: "none", kid: "known" }),
      base64url({ ...valid, iss: issuer, exp: seconds + 60 }),
      "AA",
    ].join(".");
  }

  function base64url(value: object): string {
    return Buffer.from(JSON.stringify(value)).toString("base64url");
  }
});
