import { expect } from "chai";
import { readDocument } from "../../../../local/services/apigateway/document.ts";
import { eventually } from "../../eventually.ts";
import { documentOf, GatewayFixture, integration, withAuthorizer } from "./fixture.ts";

const parameter = (name: string, place: string) => ({ name, in: place, schema: { type: "string" } });
const kept = (cacheKeyParameters: readonly string[] = [], more: object = {}) => ({
  ...integration("f", { cacheKeyParameters, ...more }),
  parameters: [
    { ...parameter("itemId", "path"), required: true },
    parameter("limit", "query"),
    parameter("If-None-Match", "header"),
  ],
});
const byAll = ["method.request.path.itemId", "method.request.querystring.limit", "method.request.header.If-None-Match"];
const paths = { "/items/{itemId}": { get: kept(byAll), post: kept(byAll) }, "/sales/{itemId}": { get: kept(byAll) } };

describe("a stage that keeps answers", () => {
  let fixture: GatewayFixture;
  let answered: number;
  beforeEach(() => {
    fixture = new GatewayFixture();
    answered = 0;
    fixture.functions.f = () => {
      answered += 1;
      return { statusCode: 200, headers: { "x-answer": String(answered) }, body: `answer ${answered}` };
    };
  });
  afterEach(() => fixture.close());

  const caching = { enabled: true, ttlSeconds: 5, encrypted: true };
  const limit = { rate: Infinity, burst: Infinity };
  const serve = async (document: object = documentOf(paths), methodPath = "items/{itemId}/GET") => {
    const url = await fixture.serve(document, { cacheGigabytes: 0.5 });
    fixture.gateway.setMethod(fixture.apiId, "live", methodPath, { limit, caching });
    return url;
  };
  const ask = async (url: string, headers: Record<string, string> = {}, method = "GET") => {
    const response = await fetch(url, { method, headers });
    return `${response.status} ${response.headers.get("x-answer") ?? ""} ${await response.text()}`;
  };

  it("gives them with status and headers until their time is over, under a request id of the asker's own", async () => {
    const url = `${await serve()}/items/7`;
    expect(await ask(url)).to.equal("200 1 answer 1");
    fixture.clock.now += 4_999;
    expect(await ask(url)).to.equal("200 1 answer 1");
    const [first, second] = [await fetch(url), await fetch(url)];
    expect(first.headers.get("x-amzn-requestid")).not.to.equal(second.headers.get("x-amzn-requestid"));
    fixture.clock.now += 1;
    expect(await ask(url)).to.equal("200 2 answer 2");
  });

  it("tells them apart by the parameters of the key, and by no other", async () => {
    const url = `${await serve()}/items`;
    const different = ["/7", "/8", "/7?limit=1", "/7?limit=2", "/7?limit="];
    for (const [index, path] of different.entries()) expect(await ask(url + path)).to.include(`answer ${index + 1}`);
    for (const [index, path] of different.entries()) expect(await ask(url + path)).to.include(`answer ${index + 1}`);
    expect(await ask(`${url}/7`, { "If-None-Match": '"x"' })).to.include("answer 6");
    expect(await ask(`${url}/7`, { "if-none-match": '"x"' })).to.include("answer 6");
    expect(await ask(`${url}/7?other=1`, { "X-Other": "1" })).to.include("answer 1");
  });

  it("takes the last value of a parameter that stands twice, which the function is given too", async () => {
    const url = `${await serve()}/items/7`;
    expect(await ask(`${url}?limit=1&limit=2`)).to.include("answer 1");
    expect(await ask(`${url}?limit=2`)).to.include("answer 1");
    expect(await ask(`${url}?limit=1`)).to.include("answer 2");
    const { queryStringParameters } = fixture.calls[0]?.payload as { queryStringParameters: unknown };
    expect(queryStringParameters).to.deep.equal({ limit: "2" });
  });

  it("keeps nothing of other methods and resources, and answers of different namespaces apart", async () => {
    const url = await serve();
    const both = async (path: string, method = "GET") => [
      await ask(url + path, {}, method),
      await ask(url + path, {}, method),
    ];
    expect(new Set(await both("/items/7", "POST"))).to.have.length(2);
    expect(new Set(await both("/sales/7"))).to.have.length(2);
    fixture.gateway.setMethod(fixture.apiId, "live", "sales/{itemId}/GET", { limit, caching });
    const [sales] = await both("/sales/7");
    const [items] = await both("/items/7");
    expect(sales).not.to.equal(items);
  });

  it("gives answers of one namespace to each other's requests", async () => {
    const shared = { get: kept(byAll, { cacheNamespace: "shared" }) };
    const url = await serve(documentOf({ "/items/{itemId}": shared, "/sales/{itemId}": shared }), "*/*");
    expect(await ask(`${url}/items/7`)).to.equal(await ask(`${url}/sales/7`));
  });

  it("gives the answer of one caller to the next, whom the authorizer is asked for all the same", async () => {
    const allow = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
    fixture.functions.authorize = (event) => {
      const { authorizationToken: token } = event as { authorizationToken: string };
      return token === "Bearer bad" ? new Error("Unauthorized") : { principalId: token, policyDocument: allow };
    };
    const url = `${await serve(documentOf(paths, withAuthorizer()))}/items/7`;
    const as = (name: string) => ask(url, { Authorization: `Bearer ${name}` });
    expect(await as("ana")).to.include("200 1");
    expect(await as("bruno")).to.include("200 1");
    expect(await as("bad")).to.match(/^401/);
  });

  it("keeps answers to errors too, but not what the gateway itself says", async () => {
    const url = `${await serve()}/items/7`;
    fixture.functions.f = () => new Error("broken");
    expect(await ask(url)).to.match(/^502/);
    fixture.functions.f = () => ({ statusCode: 404, body: "gone" });
    expect(await ask(url)).to.include("404  gone");
    fixture.functions.f = () => ({ statusCode: 200, body: "there" });
    expect(await ask(url)).to.include("404  gone");
  });

  it("ignores that a client wants another answer", async () => {
    const url = `${await serve()}/items/7`;
    await ask(url);
    for (const wish of ["no-cache", "max-age=0", "no-store"]) {
      expect(await ask(url, { "Cache-Control": wish })).to.include("answer 1");
    }
  });

  it("counts hits and misses, of methods that keep answers only", async () => {
    const url = await serve();
    for (const path of ["/items/7", "/items/7", "/items/7", "/sales/7"]) await ask(url + path);
    expect(fixture.measurements.values("CacheHitCount").filter((_, index) => index % 2 === 0)).to.deep.equal([0, 1, 1]);
    expect(fixture.measurements.values("CacheMissCount").filter((_, index) => index % 2 === 0)).to.deep.equal([
      1, 0, 0,
    ]);
  });

  it("keeps no answer above 1 MiB, and forgets all when its region goes dark", async () => {
    const url = `${await serve()}/items`;
    fixture.functions.f = () => {
      answered += 1;
      return { statusCode: 200, body: "a".repeat(answered < 3 ? 1_048_577 : 1_048_576) };
    };
    for (let call = 1; call <= 4; call += 1) await ask(`${url}/7`);
    expect(answered).to.equal(3);
    await fixture.gateway.suspend();
    await fixture.gateway.resume();
    await eventually(() => ask(`${url}/7`).then(Boolean, () => false)); // an old connection may still be tried
    expect(answered).to.equal(4);
  });

  it("is not made with a key of parameters that the method has not", () => {
    for (const name of ["method.request.querystring.none", "method.request.header.limit", "context.identity.user"]) {
      const document = documentOf({ "/items/{itemId}": { get: kept([name]) } });
      expect(() => readDocument(JSON.stringify(document))).to.throw(
        `${name} in cacheKeyParameters is no parameter of the method`,
      );
    }
  });
});
