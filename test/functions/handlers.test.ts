import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CryptoKey } from "jose";
import { bundle, run } from "./function.ts";
import type { Bundle, RunningFunction } from "./function.ts";

const names = {
  authorize: "identity/authorize",
  accept: "booking/accept",
  claim: "booking/claim",
  read: "booking/read",
  health: "booking/health",
  settle: "booking/settle",
  publish: "booking/publish",
  offer: "booking/offer",
  manage: "catalogue/manage",
  browse: "catalogue/browse",
  "publish of the catalogue": "catalogue/publish",
  follow: "catalogue/follow",
  editBasket: "basket/edit",
  readBasket: "basket/read",
  followSlots: "basket/follow",
  publishCheckouts: "basket/publish",
  reportFollow: "reports/follow",
  reportAsk: "reports/ask",
  reportWork: "reports/work",
  reportRead: "reports/read",
};
const userPoolId = "eu-west-1_AbCdEfGhI";
const clientId = "1234567890abcdefghijklmnop";

describe("the functions as they are deployed", () => {
  const bundles: Record<string, Bundle> = {};
  let key: CryptoKey;

  before(async () => {
    const pair = await generateKeyPair("RS256");
    key = pair.privateKey;
    const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "known", alg: "RS256", use: "sig" }] };
    const files = { "jwks.json": JSON.stringify(jwks), "methods.json": JSON.stringify([{ method: "GET/items" }]) };
    for (const [name, folder] of Object.entries(names)) {
      bundles[name] = await bundle(folder, name === "authorize" ? files : {});
    }
  });
  after(() => Promise.all(Object.values(bundles).map((built) => built.remove())));

  function bundled(name: keyof typeof names): Bundle {
    const built = bundles[name];
    if (built === undefined) throw new Error(`${name} is not bundled`);
    return built;
  }

  const pages = { PAGE_ORIGINS: "[]" };
  const environments: Record<keyof typeof names, Record<string, string>> = {
    authorize: { USER_POOL_ID: userPoolId, USER_POOL_CLIENT_ID: clientId },
    accept: { TABLE_NAME: "berth", QUEUE_URL: "http://127.0.0.1:9/000000000000/bookings", ...pages },
    claim: {
      TABLE_NAME: "berth",
      REGIONS: "eu-west-1,us-east-1",
      MAXIMUM_RECEIVES: "5",
      BUS_NAME: "berth",
      ARCHIVE_STREAM: "archive",
    },
    read: { TABLE_NAME: "berth", ...pages },
    health: { TABLE_NAME: "berth", QUEUE_URL: "http://127.0.0.1:9/000000000000/bookings", ...pages },
    publish: { BUS_NAME: "berth" },
    offer: { TABLE_NAME: "berth" },
    manage: { TABLE_NAME: "berth", ...pages },
    browse: { TABLE_NAME: "berth", CURRENCY: "EUR", ...pages },
    "publish of the catalogue": { BUS_NAME: "berth" },
    follow: { TABLE_NAME: "berth" },
    editBasket: { TABLE_NAME: "baskets", CURRENCY: "EUR", ...pages },
    readBasket: { TABLE_NAME: "baskets", CURRENCY: "EUR", ...pages },
    followSlots: { TABLE_NAME: "baskets" },
    publishCheckouts: { BUS_NAME: "berth" },
    reportFollow: { TABLE_NAME: "reports" },
    reportAsk: { TABLE_NAME: "reports", QUEUE_URL: "http://127.0.0.1:9/000000000000/steps", ...pages },
    reportWork: {
      ...{ TABLE_NAME: "reports", BUCKET_NAME: "reports" },
      ...{ QUEUE_URL: "http://127.0.0.1:9/000000000000/steps", MAXIMUM_RECEIVES: "5", CURRENCY: "EUR" },
    },
    reportRead: { TABLE_NAME: "reports", BUCKET_NAME: "reports", ...pages },
    settle: {
      TABLE_NAME: "berth",
      REGIONS: "eu-west-1,us-east-1",
      QUEUE_URL: "http://127.0.0.1:9/000000000000/bookings",
    },
  };
  for (const name of Object.keys(names) as (keyof typeof names)[]) {
    it(`${name} loads from its one file, exports a handler, and stays under 1 MB`, async () => {
      await (await run(bundled(name), environments[name])).stop();
      expect(bundled(name).bytes).to.be.below(1_000_000);
    });

    it(`${name} does not load without its environment, and says what is missing`, async () => {
      const variables = Object.keys(environments[name]).join(", ");
      const error = await run(bundled(name), {}).catch((reason: unknown) => reason);
      expect(error).to.have.property("message", `environment variables are missing or empty: ${variables}`);
    });
  }

  const answering = [
    "authorize",
    "accept",
    "claim",
    "read",
    "health",
    "manage",
    "browse",
    "editBasket",
    "readBasket",
    "reportAsk",
    "reportRead",
  ] as const;
  for (const name of answering) {
    it(`${name}, for which somebody may be waiting, answers a warm-up, which leaves no line`, async () => {
      const running = await run(bundled(name), environments[name]);
      try {
        expect(await running.invoke({ warmUp: true })).to.equal(undefined);
        expect(running.log()).to.deep.equal([]);
      } finally {
        await running.stop();
      }
    });
  }

  describe("authorize", () => {
    const methodArn = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/GET/items";
    let authorize: RunningFunction;
    before(async () => {
      authorize = await run(bundled("authorize"), environments.authorize);
    });
    after(() => authorize.stop());

    it("allows the bearer of a token that the bundled keys verify", async () => {
      const token = await new SignJWT({ token_use: "access", client_id: clientId, sub: "customer-1" })
        .setProtectedHeader({ alg: "RS256", kid: "known" })
        .setIssuer(`https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`)
        .setExpirationTime("1h")
        .sign(key);
      const answer = await authorize.invoke({ type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn });
      expect(answer).to.deep.include({
        principalId: "customer-1",
        context: { customerId: "customer-1", group: "customer" },
      });
    });

    it("throws exactly Unauthorized for any other, and logs why without the token", async () => {
      const event = { type: "TOKEN", authorizationToken: "Bearer secret.secret.secret", methodArn };
      const error = await authorize.invoke(event).catch((reason: unknown) => reason);
      expect(error).to.include({ name: "Error", message: "Unauthorized" });
      expect(await authorize.line(({ message }) => message === "token refused")).to.have.property("reason");
      expect(JSON.stringify(authorize.log())).not.to.include("secret.secret");
    });

    for (const file of ["jwks.json", "methods.json"]) {
      it(`does not load without ${file} beside it`, async () => {
        const { folder } = bundled("authorize");
        await rename(join(folder, file), join(folder, `${file}.gone`));
        try {
          const error = await run(bundled("authorize"), environments.authorize).catch((reason: unknown) => reason);
          expect(error).to.be.instanceOf(Error).with.property("message").that.includes(file);
        } finally {
          await rename(join(folder, `${file}.gone`), join(folder, file));
        }
      });
    }
  });
});
