import { expect } from "chai";
import { answer, documentOf, GatewayFixture, integration } from "./fixture.ts";

const validators = {
  "x-amazon-apigateway-request-validators": {
    all: { validateRequestBody: true, validateRequestParameters: true },
    body: { validateRequestBody: true, validateRequestParameters: false },
  },
  "x-amazon-apigateway-request-validator": "all",
};
const booking = {
  type: "object",
  required: ["slots"],
  additionalProperties: false,
  properties: { slots: { type: "array", minItems: 1, maxItems: 2, items: { $ref: "#/components/schemas/Slot" } } },
};
const slot = {
  type: "object",
  required: ["slotId", "units"],
  properties: { slotId: { type: "string", pattern: "^[a-z]+$" }, units: { type: "integer", minimum: 1 } },
};
const operation = {
  parameters: [
    { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", pattern: "^x$" } },
    { name: "X-Correlation-Id", in: "header", required: false, schema: { type: "string" } },
  ],
  requestBody: {
    required: true,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Booking" } } },
  },
};
const components = { components: { schemas: { Booking: booking, Slot: slot } } };
const document = (more: object = {}, integrationMore: object = {}) =>
  documentOf(
    { "/bookings": { post: { ...operation, ...integration("f", integrationMore), ...more } } },
    { ...validators, ...components },
  );

describe("request validation", () => {
  let fixture: GatewayFixture;
  beforeEach(() => {
    fixture = new GatewayFixture();
  });
  afterEach(() => fixture.close());
  const post = (url: string, body: string | undefined, headers: Record<string, string> = {}) =>
    answer(
      fetch(`${url}/bookings`, {
        method: "POST",
        body,
        headers: { "Idempotency-Key": "any", "Content-Type": "application/json", ...headers },
      }),
    );
  const good = JSON.stringify({ slots: [{ slotId: "a", units: 1 }] });

  it("lets a good request through, whatever a parameter holds", async () => {
    const url = await fixture.serve(document());
    expect(await post(url, good)).to.deep.equal([200, "ok"]);
    expect(await post(url, good, { "Content-Type": "application/json; charset=utf-8" })).to.deep.equal([200, "ok"]);
  });

  for (const [what, body] of Object.entries({
    "is not JSON": "{",
    "is empty": "",
    "lacks a property": "{}",
    "has one that is not allowed": JSON.stringify({ slots: [], other: 1 }),
    "has one of another type, which is not converted": JSON.stringify({ slots: [{ slotId: "a", units: "1" }] }),
    "breaks a rule of a model that its model refers to": JSON.stringify({ slots: [{ slotId: "A", units: 1 }] }),
    "is another kind of JSON": "[]",
  })) {
    it(`refuses a body that ${what}`, async () => {
      const url = await fixture.serve(document());
      expect(await post(url, body)).to.deep.equal([400, '{"message":"Invalid request body"}']);
      expect(fixture.calls).to.have.length(0);
    });
  }

  it("does not look at minItems and maxItems, as API Gateway does not in imported models", async () => {
    const url = await fixture.serve(document());
    expect((await post(url, '{"slots":[]}'))[0]).to.equal(200);
    const three = Array.from({ length: 3 }, () => ({ slotId: "a", units: 1 }));
    expect((await post(url, JSON.stringify({ slots: three })))[0]).to.equal(200);
  });

  it("does not look at a body of another media type, which passes", async () => {
    const url = await fixture.serve(document());
    expect((await post(url, "anything", { "Content-Type": "text/plain" }))[0]).to.equal(200);
    expect(fixture.calls[0]?.payload).to.include({ body: "anything" });
  });

  it("takes a body without a media type for JSON", async () => {
    const url = await fixture.serve(document());
    const body = new Blob(["{}"]); // fetch sends no Content-Type for it
    const headers = { "Idempotency-Key": "any" };
    expect((await answer(fetch(`${url}/bookings`, { method: "POST", body, headers })))[0]).to.equal(400);
  });

  it("refuses another media type with passthroughBehavior never", async () => {
    const url = await fixture.serve(document({}, { passthroughBehavior: "never" }));
    expect(await post(url, good, { "Content-Type": "text/plain" })).to.deep.equal([
      415,
      '{"message":"Unsupported Media Type"}',
    ]);
    expect((await post(url, good))[0]).to.equal(200);
  });

  it("names the required parameters that are missing or blank, before it looks at the body", async () => {
    const url = await fixture.serve(document());
    const expected = [400, '{"message":"Missing required request parameters: [Idempotency-Key]"}'];
    expect(await post(url, "{", { "Idempotency-Key": " " })).to.deep.equal(expected);
    expect(await answer(fetch(`${url}/bookings`, { method: "POST", body: good }))).to.deep.equal(expected);
  });

  it("looks for parameters in the query too, and in those that all methods of a path share", async () => {
    const shared = [{ name: "itemId", in: "path", required: true }, { $ref: "#/components/parameters/limit" }];
    const paths = { "/items/{itemId}": { parameters: shared, get: integration() } };
    const parameters = { limit: { name: "limit", in: "query", required: true, schema: { type: "integer" } } };
    const url = await fixture.serve(documentOf(paths, { ...validators, components: { parameters } }));
    expect(await answer(fetch(`${url}/items/1`))).to.deep.equal([
      400,
      '{"message":"Missing required request parameters: [limit]"}',
    ]);
    expect((await answer(fetch(`${url}/items/1?limit=none`)))[0]).to.equal(200);
  });

  it("does only what the method's validator says", async () => {
    const url = await fixture.serve(document({ "x-amazon-apigateway-request-validator": "body" }));
    expect((await answer(fetch(`${url}/bookings`, { method: "POST", body: good })))[0]).to.equal(200);
    expect((await post(url, "{}"))[0]).to.equal(400);
  });

  it("refuses a body of more than 10 MB, and takes one of exactly that", async () => {
    const url = await fixture.serve(documentOf({ "/bookings": { post: integration() } }));
    const limit = 10 * 1024 * 1024;
    expect((await post(url, "x".repeat(limit)))[0]).to.equal(200);
    expect(await post(url, "x".repeat(limit + 1))).to.deep.equal([413, '{"message":"Request Too Long"}']);
  });
});
