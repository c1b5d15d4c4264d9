import { expect } from "chai";
import { stringify } from "yaml";
import { type Registered, one, registered } from "./registered.ts";
import { api, body, document, operation } from "./rest-api-fixture.ts";

const header = (name: string) => ({ name, in: "header", schema: { type: "string" } });
const cached = (operationId: string, more: object = {}) =>
  operation(operationId, {
    "x-berth-cache": { ttlSeconds: 60, sharedByCallers: true },
    parameters: [
      { name: "tourId", in: "path", required: true, schema: { type: "string" } },
      { name: "limit", in: "query", schema: { type: "integer" } },
      header("X-Correlation-Id"),
      header("If-None-Match"),
    ],
    ...more,
  });
const withCache = stringify({
  ...document,
  paths: { ...document.paths, "/tours/{tourId}": { get: cached("readTour") } },
});

const settingsOf = (resources: Registered[], name: string) =>
  one(resources, "aws:apigateway/methodSettings:MethodSettings", name).inputs;

describe("the cache of RestApi", () => {
  it("is not there unless it is asked for, and then no method keeps an answer", async () => {
    const resources = await registered(() => api("tours", { document: withCache }));
    const stage = one(resources, "aws:apigateway/stage:Stage").inputs;
    expect(stage).to.include({ cacheClusterEnabled: false });
    expect(stage).not.to.have.property("cacheClusterSize");
    for (const name of ["tours", "tours-createTour", "tours-readTour"]) {
      expect(settingsOf(resources, name).settings, name).to.include({ cachingEnabled: false });
    }
  });

  it("keeps answers of methods that say so, encrypted, whatever a client wishes, and of no other", async () => {
    const resources = await registered(() => api("tours", { document: withCache, cacheGigabytes: 1.6 }));
    const stage = one(resources, "aws:apigateway/stage:Stage").inputs;
    expect(stage).to.include({ cacheClusterEnabled: true, cacheClusterSize: "1.6" });
    expect(settingsOf(resources, "tours-readTour")).to.deep.include({
      methodPath: "tours/{tourId}/GET",
      settings: {
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        metricsEnabled: true,
        cachingEnabled: true,
        cacheTtlInSeconds: 60,
        cacheDataEncrypted: true,
        requireAuthorizationForCacheControl: true,
        unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITHOUT_RESPONSE_HEADER",
      },
    });
    for (const name of ["tours", "tours-createTour"]) {
      expect(settingsOf(resources, name).settings, name).to.include({ cachingEnabled: false });
    }
  });

  it("tells answers apart by path, query and If-None-Match, and those of one operation from all others", async () => {
    const { paths } = body(await registered(() => api("tours", { document: withCache, cacheGigabytes: 0.5 })));
    expect(paths["/tours/{tourId}"]?.get?.["x-amazon-apigateway-integration"]).to.deep.include({
      cacheNamespace: "readTour",
      cacheKeyParameters: [
        "method.request.path.tourId",
        "method.request.querystring.limit",
        "method.request.header.If-None-Match",
      ],
    });
    const { post } = paths["/tours"] ?? {};
    expect(post?.["x-amazon-apigateway-integration"]).not.to.have.any.keys("cacheNamespace", "cacheKeyParameters");
    expect(JSON.stringify(paths)).not.to.include("x-berth");
  });

  it("takes a method that nobody needs a token for without more ado", async () => {
    const health = cached("readHealth", { security: [], "x-berth-cache": { ttlSeconds: 1 } });
    const open = stringify({ ...document, paths: { ...document.paths, "/health": { get: health } } });
    const resources = await registered(() => api("tours", { document: open, cacheGigabytes: 0.5 }));
    expect(settingsOf(resources, "tours-readHealth").settings).to.include({ cacheTtlInSeconds: 1 });
  });
});
