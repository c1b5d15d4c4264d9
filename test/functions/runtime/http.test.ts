import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { expect } from "chai";
import { bodyOf, customerOf, headerOf, httpHandler, json, maximumBodyBytes } from "../../../functions/runtime/http.ts";
import type { HttpRequest } from "../../../functions/runtime/http.ts";
import { ContentTooLarge, invalidField, InvalidRequest } from "../../../functions/runtime/problem.ts";
import { apiEvent } from "../events.ts";

const context = { awsRequestId: "request-1" } as Context;

describe("the HTTP handler", () => {
  let seen: HttpRequest[];
  let answer: (request: HttpRequest) => Promise<Response>;
  let logged: string[];

  beforeEach(() => {
    seen = [];
    logged = [];
    answer = () => Promise.resolve(json(200, { done: true }));
  });

  const handle = httpHandler(
    [],
    [
      ["GET", "/things", (request) => operation(request)],
      ["GET", "/things/:thingId", (request) => operation(request)],
      ["POST", "/things", (request) => operation(request)],
    ],
  );
  function operation(request: HttpRequest): Promise<Response> {
    seen.push(request);
    return answer(request);
  }
  /** Calls the handler and keeps what it writes to the log. */
  async function call(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write.bind(stream) }));
    for (const { stream } of streams) stream.write = (chunk) => logged.push(String(chunk)) > 0;
    try {
      return await handle(event, context);
    } finally {
      for (const { stream, write } of streams) stream.write = write;
    }
  }
  function problem(result: APIGatewayProxyResult): unknown {
    expect(result.headers).to.have.property("content-type", "application/problem+json");
    return JSON.parse(result.body);
  }

  it("routes by method and path, and decodes the path's parameters and the query", async () => {
    const result = await call(apiEvent("GET", "/things/a%20b", { query: { limit: "5 %" } }));
    expect(result).to.deep.include({ statusCode: 200, body: '{"done":true}' });
    expect(result.headers).to.have.property("content-type", "application/json");
    expect(seen[0]?.parameters).to.deep.equal({ thingId: "a b" });
    expect(seen[0]?.query.get("limit")).to.equal("5 %");
  });

  it("passes on the status and the headers of an answer", async () => {
    answer = () => Promise.resolve(json(202, {}, { location: "/things/1" }));
    const result = await call(apiEvent("POST", "/things", { body: "{}" }));
    expect(result.statusCode).to.equal(202);
    expect(result.headers).to.have.property("location", "/things/1");
  });

  for (const [fault, event] of [
    ["a path that leads nowhere", apiEvent("GET", "/nothing")],
    ["a method that leads nowhere", apiEvent("DELETE", "/things")],
    ["a path that cannot be decoded", apiEvent("GET", "/things/%E0%A4%A")],
    ["an empty parameter", apiEvent("GET", "/things/%20")],
  ] as const) {
    it(`answers 404 for ${fault}`, async () => {
      const result = await call(event);
      expect(result.statusCode).to.equal(404);
      expect(problem(result)).to.include({ type: "urn:berth:problem:not-found", status: 404 });
    });
  }

  it("answers a client's fault with its problem details", async () => {
    const errors = [invalidField("limit", "integer", "x")];
    answer = () => Promise.reject(new InvalidRequest(errors));
    const result = await call(apiEvent("GET", "/things"));
    expect(result.statusCode).to.equal(400);
    expect(problem(result)).to.deep.include({ type: "urn:berth:problem:invalid-request", errors });
  });

  it("answers 500 to any other error; the cause goes to the log, not to the client", async () => {
    answer = () => Promise.reject(new TypeError("secret"));
    const result = await call(apiEvent("GET", "/things", { headers: { "X-Correlation-Id": "correlation-1" } }));
    expect(result.statusCode).to.equal(500);
    expect(result.body).not.to.include("secret");
    expect(problem(result)).to.include({ type: "urn:berth:problem:internal-error" });
    const line = logged.find((text) => text.includes("secret")) ?? "";
    expect(JSON.parse(line)).to.include({ level: "ERROR", correlationId: "correlation-1" });
  });

  it("takes a GET with a body, as the API lets it through", async () => {
    expect((await call(apiEvent("GET", "/things", { body: "useless" }))).statusCode).to.equal(200);
  });

  it("takes whatever a client writes into Host and X-Forwarded-Proto", async () => {
    const headers = { Host: "not a host", "X-Forwarded-Proto": "no protocol" };
    expect((await call(apiEvent("GET", "/things", { headers }))).statusCode).to.equal(200);
  });

  it("answers 500, with the correlation id, to a request that the router cannot read", async () => {
    const result = await call(apiEvent("GET", "//"));
    expect(problem(result)).to.include({ type: "urn:berth:problem:internal-error" });
    expect(result.headers).to.have.property("x-correlation-id");
  });

  describe("the correlation id", () => {
    const requestId = "0f6b4c1e-5d3a-4c55-9c5e-0a4a6d1d2f10";
    for (const [given, used] of [
      ["abcd-1234", "abcd-1234"],
      ["a".repeat(64), "a".repeat(64)],
      ["short", requestId],
      ["a".repeat(65), requestId],
      ["with space", requestId],
    ] as const) {
      it(`is ${used === given ? "the client's" : "the API's"} for ${JSON.stringify(given)}`, async () => {
        await call(apiEvent("GET", "/things", { headers: { "x-correlation-id": given } }));
        expect(seen[0]?.correlationId ?? requestId).to.equal(used);
      });
    }

    it("is the API's own request id if the client sends none, and goes back with every answer", async () => {
      for (const event of [apiEvent("GET", "/things"), apiEvent("GET", "/nothing")]) {
        expect((await call(event)).headers).to.have.property("x-correlation-id", requestId);
      }
      answer = () => Promise.reject(new Error("fails"));
      expect((await call(apiEvent("GET", "/things"))).headers).to.have.property("x-correlation-id", requestId);
    });

    it("is on every line that an operation logs", async () => {
      answer = (request) => {
        request.logger.info("working");
        return Promise.resolve(json(200, {}));
      };
      await call(apiEvent("GET", "/things", { headers: { "X-Correlation-Id": "correlation-2" } }));
      const line = logged.find((text) => text.includes("working")) ?? "{}";
      expect(JSON.parse(line)).to.include({ correlationId: "correlation-2" });
    });
  });

  it("knows the customer from the authorizer, and answers 401 where there was none", async () => {
    answer = (request) => Promise.resolve(json(200, { customer: customerOf(request) }));
    expect((await call(apiEvent("GET", "/things", { customerId: "c9" }))).body).to.equal('{"customer":"c9"}');
    const anonymous = apiEvent("GET", "/things");
    anonymous.requestContext.authorizer = null;
    expect(problem(await call(anonymous))).to.include({ status: 401, type: "urn:berth:problem:unauthorized" });
  });

  it("reads a header whatever the case of its name, and joins several", () => {
    const event = apiEvent("GET", "/things", { headers: { "IDEMPOTENCY-key": "k1" } });
    expect(headerOf(event, "Idempotency-Key")).to.equal("k1");
    expect(headerOf({ ...event, multiValueHeaders: { "idempotency-key": ["k1", "k2"] } }, "Idempotency-Key")).to.equal(
      "k1, k2",
    );
    expect(headerOf({ ...event, multiValueHeaders: {} }, "Idempotency-Key")).to.equal("k1");
    expect(headerOf(event, "X-Other")).to.equal(undefined);
  });

  it("decodes a body that the API encoded", async () => {
    const event = {
      ...apiEvent("POST", "/things", { body: Buffer.from("é").toString("base64") }),
      isBase64Encoded: true,
    };
    await call(event);
    expect(seen[0] && bodyOf(seen[0])).to.equal("é");
  });

  it("takes a body of 64 KiB, counted in bytes, and none of a byte more", async () => {
    const sent = async (body: string) => {
      await call(apiEvent("POST", "/things", { body }));
      return seen.at(-1);
    };
    const largest = await sent("é".repeat(maximumBodyBytes / 2));
    expect(largest && bodyOf(largest)).to.have.lengthOf(maximumBodyBytes / 2);
    const larger = await sent(`${"é".repeat(maximumBodyBytes / 2)}x`);
    expect(() => larger && bodyOf(larger)).to.throw(ContentTooLarge, "the body has 65537 bytes, and may have 65536");
  });
});
