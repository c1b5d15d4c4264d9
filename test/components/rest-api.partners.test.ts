import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { stringify } from "yaml";
import { InvalidArguments } from "../../components/internal/guard.ts";
import type { RestApiArgs, RestApiPartner } from "../../components/rest-api.ts";
import { one, registered } from "./registered.ts";
import { api, body, document, operation } from "./rest-api-fixture.ts";

const acme: RestApiPartner = { name: "acme-travel", requestsPerSecond: 5, burst: 20, requestsPerDay: 10_000 };
const open = stringify({
  ...document,
  paths: {
    ...document.paths,
    "/tours/{tourId}": {
      get: operation("readTour", { "x-berth-partners": true, "x-berth-throttle": { ratePerSecond: 7, burst: 8 } }),
    },
  },
});
const withPartners = (...partners: RestApiPartner[]): Partial<RestApiArgs> => ({ document: open, partners });

describe("partners of a RestApi", () => {
  it("are none by itself: no path of theirs, no plan, and no key is asked for", async () => {
    const resources = await registered(() => api("tours", { document: open }));
    expect(resources.filter(({ type }) => /UsagePlan|ApiKey/.test(type))).to.deep.equal([]);
    expect(JSON.stringify(body(resources))).not.to.match(/partner|x-api-key/i);
  });

  it("call operations for them at a path of their own, with a key and no token; nobody else needs one", async () => {
    const resources = await registered(() => api("tours", withPartners(acme)));
    const { paths, components } = body(resources);
    expect(Object.keys(paths).filter((path) => path.startsWith("/partners"))).to.deep.equal([
      "/partners/tours/{tourId}",
    ]);
    const { get } = paths["/partners/tours/{tourId}"] ?? {};
    expect(get).to.deep.include({ operationId: "readTourForPartners", security: [{ partnerKey: [] }] });
    const own = paths["/tours/{tourId}"]?.get;
    expect(get?.["x-amazon-apigateway-integration"]).to.deep.equal(own?.["x-amazon-apigateway-integration"]);
    expect(own).not.to.have.property("security");
    expect(components.securitySchemes).to.deep.include({
      partnerKey: { type: "apiKey", in: "header", name: "x-api-key" },
    });
    const { sourceArn } = one(resources, "aws:lambda/permission:Permission", "tours-readTourForPartners").inputs;
    expect(sourceArn).to.match(/\/\*\/GET\/partners\/tours\/\*$/);
    const { methodPath, settings } = one(
      resources,
      "aws:apigateway/methodSettings:MethodSettings",
      "tours-readTourForPartners",
    ).inputs;
    expect(methodPath).to.equal("partners/tours/{tourId}/GET");
    expect(settings).to.include({ throttlingRateLimit: 7, throttlingBurstLimit: 8 });
  });

  it("have a plan and a key each, in the API's region, and the key's value is a secret", async () => {
    const given = { name: "bay-tours", requestsPerSecond: 0.5, burst: 1, requestsPerDay: 1, keyValue: "k".repeat(20) };
    let isSecret: Promise<boolean> | undefined;
    const resources = await registered(() => {
      const made = api("tours", withPartners(acme, given), "us-east-1");
      expect(Object.keys(made.partnerKeys)).to.deep.equal(["acme-travel", "bay-tours"]);
      isSecret = pulumi.isSecret(made.partnerKeys["acme-travel"] ?? pulumi.output(""));
    });
    expect(await isSecret).to.equal(true);
    expect(one(resources, "aws:apigateway/usagePlan:UsagePlan", "tours-acme-travel").inputs).to.deep.include({
      region: "us-east-1",
      apiStages: [{ apiId: "tours-id", stage: "live" }],
      throttleSettings: { rateLimit: 5, burstLimit: 20 },
      quotaSettings: { limit: 10_000, period: "DAY" },
    });
    const key = (name: string) => one(resources, "aws:apigateway/apiKey:ApiKey", name).inputs;
    expect(key("tours-acme-travel")).not.to.have.property("value");
    expect(key("tours-bay-tours")).to.include({ region: "us-east-1" });
    expect(key("tours-bay-tours").value).to.include({ value: given.keyValue }); // as a secret
    expect(one(resources, "aws:apigateway/usagePlanKey:UsagePlanKey", "tours-bay-tours").inputs).to.deep.include({
      keyId: "tours-bay-tours-id",
      usagePlanId: "tours-bay-tours-id",
      keyType: "API_KEY",
    });
  });

  for (const [what, change, message] of [
    ["partners without an operation", { partners: [acme] }, "no operation of the document has x-berth-partners: true"],
    ["a partner twice", withPartners(acme, acme), "partners holds acme-travel twice, and must name each once"],
    [
      "a name with blanks",
      withPartners({ ...acme, name: "Acme Inc" }),
      "partners holds Acme Inc, and must name them by",
    ],
    [
      "a plan that allows nothing",
      withPartners({ ...acme, requestsPerSecond: 0, burst: 0, requestsPerDay: 0 }),
      "requestsPerSecond of acme-travel is 0, and must be above 0; " +
        "burst of acme-travel is 0, and must be a whole number from 1 to 5000; " +
        "requestsPerDay of acme-travel is 0, and must be a whole number from 1",
    ],
    [
      "a document that has their path",
      {
        partners: [acme],
        document: stringify({
          ...document,
          paths: { ...document.paths, "/partners/{id}": { get: operation("readTour", { "x-berth-partners": true }) } },
        }),
      },
      "the document has paths under /partners",
    ],
  ] as const satisfies [string, Partial<RestApiArgs>, string][]) {
    it(`refuse ${what}`, async () => {
      await registered(() => {
        expect(() => api("tours", change)).to.throw(InvalidArguments, message);
      });
    });
  }
});
