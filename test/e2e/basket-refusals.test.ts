import { expect } from "chai";
import type { components } from "../../api/generated/types.ts";
import { priced } from "./catalogue-events.ts";
import { call, customer, stopped } from "./running.ts";

type Schemas = components["schemas"];

const eu = "eu-west-1";

after(stopped);

describe("what is refused of a basket", () => {
  const slot = "/basket/slots/some-slot";
  const body = JSON.stringify({ units: 1 });
  const headers = { "Content-Type": "application/json", "Idempotency-Key": "key" };
  const operations: [string, string, RequestInit][] = [
    ["reading", "/basket", {}],
    ["a change", slot, { method: "PUT", body, headers }],
    ["a removal", slot, { method: "DELETE" }],
    ["a checkout", "/basket/checkout", { method: "POST", headers }],
  ];
  for (const [what, path, init] of operations) {
    it(`is ${what} without a token, or with a bad one`, async () => {
      for (const token of [undefined, "nonsense", `${await customer()}x`]) {
        const { status, body: problem } = await call(eu, path, { ...init, ...(token !== undefined && { token }) });
        expect(status).to.equal(401);
        expect(problem).to.include({ type: "urn:berth:problem:unauthorized" });
      }
    });
  }

  it("is a body that is not as documented", async () => {
    const [token, { slotId }] = [await customer(), await priced(eu, 1)];
    const path = `/basket/slots/${slotId}`;
    const refusals: [string, string, number][] = [
      ['{"units":0}', "application/json", 400],
      ['{"units":"1"}', "application/json", 400],
      ['{"units":1,"unitPrice":1}', "application/json", 400],
      ["{}", "application/json", 400],
      ["{", "application/json", 400],
      ["[".repeat(20_000), "application/json", 400],
      ["<units>1</units>", "application/xml", 415],
      [`{"units":1,"x":"${"x".repeat(70_000)}"}`, "application/json", 413],
    ];
    for (const [text, type, expected] of refusals) {
      const answer = await call(eu, path, { method: "PUT", token, body: text, headers: { "Content-Type": type } });
      expect(answer.status, text.slice(0, 30)).to.equal(expected);
    }
    expect((await call(eu, "/basket", { token })).body).to.deep.include({ lines: [] });
    const { status } = await call(eu, "/basket/slots/no-such-slot", { method: "PUT", token, body, headers });
    expect(status).to.equal(404);
  });

  it("is a checkout without a key, or with a price of the client's", async () => {
    const token = await customer();
    const post = async (given: Record<string, string>, text?: string) =>
      await call(eu, "/basket/checkout", {
        method: "POST",
        token,
        headers: given,
        ...(text !== undefined && { body: text }),
      });
    expect((await post({})).status).to.equal(400);
    expect((await post({ "Idempotency-Key": "k".repeat(256) })).status).to.equal(400);
    expect((await post(headers, "{}")).body).to.include({ type: "urn:berth:problem:basket-empty" });
    expect((await post({ "Idempotency-Key": "key", "Content-Type": "text/plain" }, "{}")).status).to.equal(415);
    const { status, body: problem } = await post(headers, '{"total":1}');
    expect(status).to.equal(400);
    expect((problem as Schemas["Problem"]).errors).to.deep.equal([{ field: "total", rule: "no-such-field" }]);
  });
});
