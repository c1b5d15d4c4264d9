import { rm } from "node:fs/promises";
import { expect } from "chai";
import { base64url, type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { Machine } from "../../local/machine.ts";
import { Project } from "../../local/project.ts";

const region = "eu-west-1";
const folder = `.berth/test-${process.pid}-tokens`;

/** What is different in a token from one that is valid. */
interface Difference {
  readonly header?: Record<string, string>;
  readonly claims?: JWTPayload;
  readonly key?: CryptoKey | Uint8Array;
}

describe("a token over HTTP", () => {
  let machine: Machine;
  let api: string;
  let key: CryptoKey;
  let foreignKey: CryptoKey;
  let publicPem: string;
  let valid: JWTPayload & { client_id: string; iat: number };

  before(async () => {
    const pair = await generateKeyPair("RS256", { extractable: true });
    key = pair.privateKey;
    foreignKey = (await generateKeyPair("RS256")).privateKey;
    publicPem = await exportSPKI(pair.publicKey);
    const keys = [{ ...(await exportJWK(pair.publicKey)), kid: "known", alg: "RS256", use: "sig" }];
    machine = await Machine.start({ regions: [region], folder, port: 0, print: () => undefined });
    const config = { "berth:regions": [region], "berth:userPoolKeys": { keys } };
    const outputs = await machine.deploy(new Project(".").program(`local-${region}`, config));
    api = String(outputs.apiUrl);
    const now = Math.floor(Date.now() / 1000);
    valid = {
      iss: `https://cognito-idp.${region}.amazonaws.com/${String(outputs.userPoolId)}`,
      client_id: String(outputs.userPoolClientId),
      sub: "customer-1",
      token_use: "access",
      iat: now,
      exp: now + 3600,
    };
  });
  after(async () => {
    await machine.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const signed = ({ header, claims, key: signedBy = key }: Difference = {}) =>
    new SignJWT({ ...valid, ...claims }).setProtectedHeader({ alg: "RS256", kid: "known", ...header }).sign(signedBy);
  const unsigned = (alg: string, signature = "") =>
    `${base64url.encode(JSON.stringify({ alg, kid: "known" }))}.${base64url.encode(JSON.stringify(valid))}.${signature}`;
  const hour = (hours: number) => valid.iat + hours * 3600;

  /** Asks for what is kept for all callers, and for what is not. */
  async function answers(authorization: string | undefined): Promise<Response[]> {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    return await Promise.all(["/items", "/bookings"].map((path) => fetch(api + path, { headers })));
  }

  it("is taken if everything about it is right", async () => {
    const statuses = (await answers(`Bearer ${await signed()}`)).map(({ status }) => status);
    expect(statuses).to.deep.equal([200, 200]);
  });

  const refused: [string, () => string | undefined | Promise<string>][] = [
    ["of another issuer", () => signed({ claims: { iss: `${String(valid.iss)}x` } })],
    ["of no issuer", () => signed({ claims: { iss: undefined } })],
    ["for another client", () => signed({ claims: { client_id: "another" } })],
    ["for an audience instead of a client", () => signed({ claims: { client_id: undefined, aud: valid.client_id } })],
    ["signed with another key under a known name", () => signed({ key: foreignKey })],
    ["signed with a key of another name", () => signed({ header: { kid: "another" } })],
    ["signed with a key of no name", () => signed({ header: { kid: "" } })],
    ["that is an id token", () => signed({ claims: { token_use: "id", aud: valid.client_id, client_id: undefined } })],
    ["that says that it is an id token", () => signed({ claims: { token_use: "id" } })],
    ["that has expired", () => signed({ claims: { exp: hour(-1) } })],
    ["that never expires", () => signed({ claims: { exp: undefined } })],
    ["that is not valid yet", () => signed({ claims: { nbf: hour(1), exp: hour(2) } })],
    ["of nobody", () => signed({ claims: { sub: "" } })],
    ["with alg none and no signature", () => unsigned("none")],
    ["with alg none and a signature", async () => unsigned("none", (await signed()).split(".")[2])],
    ["with alg None", () => unsigned("None")],
    [
      "signed by HS256 with the public key",
      () => signed({ header: { alg: "HS256" }, key: new TextEncoder().encode(publicPem) }),
    ],
    ["whose claims were changed", async () => withClaims(await signed(), { ...valid, sub: "somebody else" })],
    ["without its signature", async () => (await signed()).replace(/[^.]+$/, "")],
    ["with a part too many", async () => `${await signed()}.e30`],
    ["that is garbage", () => "garbage"],
    ["that is three times garbage", () => "a.b.c"],
    ["that is empty", () => ""],
  ];
  for (const [what, make] of refused) {
    it(`${what} is refused`, async () => {
      for (const answer of await answers(`Bearer ${String(await make())}`)) await expectUnauthorized(answer);
    });
  }

  const headers: [string, (token: string) => string | undefined][] = [
    ["without a header", () => undefined],
    ["in an empty header", () => ""],
    ["after two spaces", (token) => `Bearer  ${token}`],
    ["with a word behind it", (token) => `Bearer ${token} ${token}`],
    ["alone", (token) => token],
    ["as a password", (token) => `Basic ${token}`],
    ["twice, with a comma", (token) => `Bearer ${token}, Bearer ${token}`],
  ];
  for (const [how, header] of headers) {
    it(`${how} is refused`, async () => {
      for (const answer of await answers(header(await signed()))) await expectUnauthorized(answer);
    });
  }
});

async function expectUnauthorized(answer: Response): Promise<void> {
  expect(answer.headers.get("content-type")).to.match(/^application\/problem\+json/);
  const problem: unknown = await answer.json();
  expect(problem).to.include({ type: "urn:berth:problem:unauthorized", status: 401 });
  expect(answer.status).to.equal(401);
}

/** The same header and signature over other claims. */
function withClaims(token: string, claims: JWTPayload): string {
  const [header = "", , signature = ""] = token.split(".");
  return [header, base64url.encode(JSON.stringify(claims)), signature].join(".");
}
