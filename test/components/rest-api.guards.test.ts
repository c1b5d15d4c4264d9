import { expect } from "chai";
import { stringify } from "yaml";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import type { RestApiArgs } from "../../components/rest-api.ts";
import { registered } from "./registered.ts";
import { api, document, entry, operation } from "./rest-api-fixture.ts";

describe("the guards of RestApi", () => {
  /** The document with another path, or another item at a path. */
  const changed = (path: string, item: object): Partial<RestApiArgs> => ({
    document: stringify({ ...document, paths: { ...document.paths, [path]: item } }),
  });

  const conditional = { name: "If-None-Match", in: "header", schema: { type: "string" } };
  const cached = (operationId: string, cache: object, parameters: object[] = [conditional]) =>
    operation(operationId, { "x-berth-cache": cache, parameters });

  const broken: [string, (fn: LambdaFunction) => Partial<RestApiArgs>, string][] = [
    [
      "a document of another version",
      () => ({ document: stringify({ ...document, openapi: "3.1.0" }) }),
      "must be 3.0.x",
    ],
    [
      "an operation without an id",
      () => ({ document: stringify({ ...document, paths: { "/tours": { get: { responses: {} } } } }) }),
      "document: paths./tours.get.operationId",
    ],
    [
      "an id that stands twice",
      () => ({
        document: stringify({
          ...document,
          paths: { ...document.paths, "/again": { get: operation("readTour") } },
        }),
      }),
      "the operationId readTour stands twice, and must be unique",
    ],
    [
      "functions and operations that differ",
      (fn) => ({ functions: { createTour: fn, readHealth: fn, bookTour: fn } }),
      "functions lacks readTour, an operation of the document; functions holds bookTour, which is no operation",
    ],
    [
      "a missing authorizer",
      () => ({ authorizer: undefined }),
      "operation createTour needs bearer, and has no authorizer",
    ],
    [
      "an authorizer for a scheme that is not there",
      (fn) => ({ authorizer: { function: fn, scheme: "cookie" } }),
      "authorizer.scheme is cookie, and must be a security scheme of the document",
    ],
    [
      "an answer kept for too long",
      (fn) => ({ authorizer: { function: fn, cacheSeconds: 3601 } }),
      "authorizer.cacheSeconds is 3601, and must be a whole number from 0 to 3600",
    ],
    [
      "a method of a group without authorizer",
      () => changed("/health", { get: operation("readHealth", { security: [], "x-berth-group": "staff" }) }),
      "operation readHealth is for the group staff, and needs a security scheme with an authorizer",
    ],
    [
      "a method of a group that lies within a wildcard of others",
      (fn) => ({
        ...changed("/tours/{tourId}/sales", { get: operation("readSales", { "x-berth-group": "staff" }) }),
        functions: { createTour: fn, readTour: fn, readHealth: fn, readSales: fn },
      }),
      "operation readSales is for the group staff, and who may call readTour could call it: " +
        "a policy's wildcard crosses slashes, so GET/tours/* must not reach GET/tours/*/sales",
    ],
    [
      "a method of a group that a slash at its end would take from it",
      (fn) => ({
        ...changed("/tours", {
          ...document.paths["/tours"],
          get: operation("listTours", { "x-berth-group": "staff" }),
        }),
        functions: { createTour: fn, readTour: fn, readHealth: fn, listTours: fn },
      }),
      "who may call readTour could call it",
    ],
    [
      "a group without a name",
      () => changed("/health", { get: operation("readHealth", { "x-berth-group": "" }) }),
      "document: paths./health.get.x-berth-group",
    ],
    [
      "kept answers of a method that changes something",
      () => changed("/tours", { post: cached("createTour", { ttlSeconds: 5, sharedByCallers: true }) }),
      "operation createTour is a POST, and x-berth-cache is for a GET only",
    ],
    [
      "answers kept for all callers, unless the document says that they are for all",
      () => changed("/tours/{tourId}", { get: cached("readTour", { ttlSeconds: 5 }) }),
      "operation readTour has x-berth-cache and needs bearer: every caller gets the answer to the first, which sharedByCallers",
    ],
    [
      "kept answers that a condition of one caller would change for the next",
      () => changed("/tours/{tourId}", { get: cached("readTour", { ttlSeconds: 5, sharedByCallers: true }, []) }),
      "operation readTour has x-berth-cache, and needs the header If-None-Match as a parameter",
    ],
    [
      "answers kept for longer than API Gateway can",
      () => changed("/tours/{tourId}", { get: cached("readTour", { ttlSeconds: 3601, sharedByCallers: true }) }),
      "document: paths./tours/{tourId}.get.x-berth-cache.ttlSeconds",
    ],
    [
      "a cache between sizes",
      () => ({ cacheGigabytes: 1 }),
      "cacheGigabytes is 1, and must be one of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237",
    ],
    ["a rate of 0", () => ({ ratePerSecond: 0 }), "ratePerSecond is 0, and must be above 0"],
    ["a burst of 0", () => ({ burst: 0 }), "burst is 0, and must be a whole number from 1 to 5000"],
    ["a retention between steps", () => ({ logRetentionDays: 31 }), "logRetentionDays is 31, and must be one of"],
    ["a latency beyond the limit", () => ({ latencyAlarmMilliseconds: 29_001 }), "latencyAlarmMilliseconds is 29001"],
  ];
  for (const [what, change, message] of broken) {
    it(`refuses ${what}, before it registers anything`, async () => {
      const resources = await registered(() => {
        const fn = new LambdaFunction("other", { entry });
        expect(() => api("tours", change(fn))).to.throw(InvalidArguments, message);
      });
      expect(resources.map(({ name }) => name)).not.to.include("tours");
    });
  }
});
