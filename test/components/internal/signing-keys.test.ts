import { expect } from "chai";
import { publishedKeys } from "../../../components/internal/signing-keys.ts";
import { failureOf } from "../../local/resources/region-fixture.ts";

const id = "eu-west-1_aBcDeFgHi";
const address = `https://cognito-idp.eu-west-1.amazonaws.com/${id}/.well-known/jwks.json`;
const [first, second] = ["1", "2"].map((kid) => ({ kid, kty: "RSA", n: "AQAB", e: "AQAB" }));

describe("publishedKeys", () => {
  it("are what the pool publishes, and the same text in whatever order", async () => {
    const asked: string[] = [];
    const published = (...keys: unknown[]) =>
      publishedKeys(id, (url) => {
        asked.push(url);
        return Promise.resolve(new Response(JSON.stringify({ keys }, null, 2)));
      });
    expect(await published(first, second)).to.equal(JSON.stringify({ keys: [first, second] }));
    expect(await published(second, first)).to.equal(JSON.stringify({ keys: [first, second] }));
    expect(asked).to.deep.equal([address, address]);
  });

  const broken: [string, () => Promise<Response>, string][] = [
    ["nobody answers", () => Promise.reject(new TypeError("fetch failed")), "fetch failed"],
    [
      "there is no such pool",
      () => Promise.resolve(new Response("{}", { status: 404 })),
      "the answer has the status 404",
    ],
    ["a proxy answers", () => Promise.resolve(new Response("<html>")), "the answer is no JWK set with keys in it"],
    ["nothing is there", () => Promise.resolve(new Response("null")), "the answer is no JWK set with keys in it"],
    [
      "a key has no id",
      () => Promise.resolve(new Response('{"keys":[{}]}')),
      "the answer is no JWK set with keys in it",
    ],
    ["no key is there", () => Promise.resolve(new Response('{"keys":[]}')), "the answer is no JWK set with keys in it"],
  ];
  for (const [what, get, reason] of broken) {
    it(`are missed, by name, pool and address, when ${what}`, async () => {
      expect((await failureOf(publishedKeys(id, get))).message).to.equal(
        `the signing keys of the user pool ${id} cannot be read from ${address}: ${reason}`,
      );
    });
  }
});
