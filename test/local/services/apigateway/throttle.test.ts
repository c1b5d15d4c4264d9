import { expect } from "chai";
import fc from "fast-check";
import { accountLimit, Bucket, Throttles } from "../../../../local/services/apigateway/throttle.ts";
import { answer, documentOf, GatewayFixture, integration, withAuthorizer } from "./fixture.ts";

describe("Throttles", () => {
  const throttles = (clock: { now: number }, account = accountLimit) =>
    new Throttles(new Bucket(account, () => clock.now), () => clock.now);
  const taken = (of: Throttles, key: string, times: number) =>
    Array.from({ length: times }, () => of.take(key)).filter(Boolean).length;

  it("lets the burst pass at once and then the rate, exactly", () => {
    const clock = { now: 0 };
    const own = throttles(clock);
    own.set("bookings/POST", { rate: 10, burst: 5 });
    expect(taken(own, "/bookings/POST", 8)).to.equal(5);
    clock.now += 99;
    expect(taken(own, "/bookings/POST", 1)).to.equal(0);
    clock.now += 1;
    expect(taken(own, "/bookings/POST", 2)).to.equal(1);
    clock.now += 1_000_000;
    expect(taken(own, "/bookings/POST", 8), "no more than the burst is saved up").to.equal(5);
  });

  it("gives each method a bucket of its own, by its own limit or by that of all", () => {
    const own = throttles({ now: 0 });
    own.set("*/*", { rate: 1, burst: 2 });
    own.set("~1bookings~1{id}/GET", { rate: 1, burst: 3 });
    expect(taken(own, "/bookings/POST", 5)).to.equal(2);
    expect(taken(own, "/items/GET", 5)).to.equal(2);
    expect(taken(own, "/bookings/{id}/GET", 5)).to.equal(3);
  });

  it("lets nothing pass with a burst of 0, and the account's limit without one", () => {
    const own = throttles({ now: 0 }, { rate: 1, burst: 4 });
    own.set("a/GET", { rate: 5, burst: 0 });
    expect(taken(own, "/a/GET", 5)).to.equal(0);
    own.set("a/GET", undefined);
    expect(taken(own, "/a/GET", 5)).to.equal(4);
  });

  it("takes nothing from the method when the account has none left, nor the other way round", () => {
    const clock = { now: 0 };
    const own = throttles(clock, { rate: 1, burst: 3 });
    own.set("a/GET", { rate: 0, burst: 2 });
    expect(taken(own, "/a/GET", 9)).to.equal(2);
    expect(taken(own, "/b/GET", 9), "refusals of the method cost the account nothing").to.equal(1);
  });

  it("never lets more pass than burst and rate allow, whatever the arrivals", () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (gaps, rate, burst) => {
        const clock = { now: 0 };
        const own = throttles(clock);
        own.set("*/*", { rate, burst });
        let passed = 0;
        for (const gap of gaps) {
          clock.now += gap;
          if (own.take("/a/GET")) passed += 1;
          expect(passed).to.be.at.most(burst + (rate * clock.now) / 1000 + 1e-6);
        }
      }),
    );
  });
});

describe("a throttled stage", () => {
  let fixture: GatewayFixture;
  beforeEach(() => {
    fixture = new GatewayFixture();
  });
  afterEach(() => fixture.close());

  it("answers 429 past the burst, before it asks the authorizer, and 200 when tokens have come", async () => {
    fixture.functions.authorize = () => new Error("Unauthorized");
    const paths = { "/open": { get: { ...integration(), security: [] } }, "/closed": { get: integration() } };
    const url = await fixture.serve(documentOf(paths, withAuthorizer()));
    fixture.gateway.setMethod(fixture.apiId, "live", "*/*", { limit: { rate: 1, burst: 2 } });
    const get = async (path: string) =>
      (await answer(fetch(url + path, { headers: { Authorization: "Bearer a" } })))[0];
    expect([await get("/open"), await get("/open"), await get("/open")]).to.deep.equal([200, 200, 429]);
    expect(await answer(fetch(`${url}/open`))).to.deep.equal([429, '{"message":"Too Many Requests"}']);
    expect([await get("/closed"), await get("/closed"), await get("/closed")]).to.deep.equal([401, 401, 429]);
    fixture.clock.now += 1000;
    expect([await get("/open"), await get("/open")]).to.deep.equal([200, 429]);
  });

  it("says when to come back, if the document says so", async () => {
    const responseParameters = { "gatewayresponse.header.Retry-After": "'1'" };
    const responses = { "x-amazon-apigateway-gateway-responses": { THROTTLED: { responseParameters } } };
    const url = await fixture.serve(documentOf({ "/open": { get: integration() } }, responses));
    fixture.gateway.setMethod(fixture.apiId, "live", "*/*", { limit: { rate: 1, burst: 1 } });
    const [served, refused] = [await fetch(`${url}/open`), await fetch(`${url}/open`)];
    expect([served.status, served.headers.get("retry-after")]).to.deep.equal([200, null]);
    expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "1"]);
  });

  it("is refused for a stage that is not there", () => {
    expect(() => {
      fixture.gateway.setMethod("none", "live", "*/*", { limit: { rate: 1, burst: 1 } });
    }).to.throw("the API none has no stage live");
  });
});
