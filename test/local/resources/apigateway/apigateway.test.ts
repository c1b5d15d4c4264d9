import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { account } from "../../../../local/resources/apigateway/account.ts";
import { deployment } from "../../../../local/resources/apigateway/deployment.ts";
import { methodSettings } from "../../../../local/resources/apigateway/method-settings.ts";
import { restApi } from "../../../../local/resources/apigateway/rest-api.ts";
import { stage } from "../../../../local/resources/apigateway/stage.ts";
import { answer, documentOf, GatewayFixture, integration } from "../../services/apigateway/fixture.ts";
import { rejection } from "../../services/lambda/fixture.ts";

const body = JSON.stringify(documentOf({ "/a": { get: integration() } }));

describe("resources/apigateway", () => {
  let fixture: GatewayFixture;
  let here: { region: Region; autoName: string };
  beforeEach(() => {
    fixture = new GatewayFixture();
    const region: Pick<Region, "name" | "apigateway"> = { name: "eu-west-1", apigateway: fixture.gateway };
    here = { region: region as Region, autoName: "api-1a2b3c4" };
  });
  afterEach(() => fixture.close());
  const makeStage = async (stageName = "live") => {
    const api = await restApi.create(here, { body });
    const { id } = await deployment.create(here, { restApi: api.id, triggers: { body: "1" } });
    return { apiId: api.id, ...(await stage.create(here, { restApi: api.id, deployment: id, stageName })) };
  };

  it("makes, reads, changes and removes an API", async () => {
    const given = { body, endpointConfiguration: { types: "REGIONAL" }, failOnWarnings: true };
    const { id, outputs } = await restApi.create(here, given);
    expect(id).to.match(/^[a-z0-9]{10}$/);
    expect(outputs).to.deep.include({
      ...given,
      name: "api-1a2b3c4",
      arn: `arn:aws:apigateway:eu-west-1::/restapis/${id}`,
      executionArn: `arn:aws:execute-api:eu-west-1:000000000000:${id}`,
    });
    expect(outputs.rootResourceId).to.match(/^[a-z0-9]{10}$/);
    await restApi.update(here, id, { ...given, description: "changed" });
    expect((await restApi.read(here, id))?.outputs).to.include({ description: "changed", name: "api-1a2b3c4" });
    await restApi.delete(here, id);
    expect(await restApi.read(here, id)).to.equal(undefined);
    expect((await rejection(restApi.create(here, { body: "{}" }))).message).to.include("the API's body");
    const unknown = await rejection(restApi.create(here, { body, binaryMediaTypes: ["image/png"] }));
    expect(unknown.message).to.include(
      "aws:apigateway/restApi:RestApi: this machine does not know the input binaryMediaTypes",
    );
  });

  it("makes, reads, changes and removes a deployment, and another for other triggers", async () => {
    const { id: api } = await restApi.create(here, { body });
    const { id, outputs } = await deployment.create(here, { restApi: api, triggers: { body: "1" } });
    expect(outputs).to.deep.include({ restApi: api, triggers: { body: "1" } });
    await deployment.update(here, id, { restApi: api, description: "first" });
    expect((await deployment.read(here, id))?.outputs).to.include({ description: "first", restApi: api });
    expect(deployment.replaceOn).to.include("triggers");
    await deployment.delete(here, id);
    expect(await deployment.read(here, id)).to.equal(undefined);
    const unknown = await rejection(deployment.create(here, { restApi: api, variables: {} }));
    expect(unknown.message).to.include("does not know the input variables");
    expect((await rejection(deployment.create(here, { restApi: "gone" }))).message).to.include("there is no API gone");
  });

  it("makes, reads, changes and removes a stage, which listens", async () => {
    fixture.logs.createGroup("access");
    const { apiId, id, outputs } = await makeStage("live-1");
    expect(id).to.equal(`ags-${apiId}-live-1`);
    expect(outputs).to.include({
      arn: `arn:aws:apigateway:eu-west-1::/restapis/${apiId}/stages/live-1`,
      executionArn: `arn:aws:execute-api:eu-west-1:000000000000:${apiId}/live-1`,
      xrayTracingEnabled: false,
    });
    expect(await answer(fetch(`${String(outputs.invokeUrl)}/a`))).to.deep.equal([200, "ok"]);
    const accessLogSettings = {
      destinationArn: "arn:aws:logs:eu-west-1:000000000000:log-group:access",
      format: "$context.requestId",
    };
    const changed = { restApi: apiId, deployment: outputs.deployment, stageName: "live-1", accessLogSettings };
    expect((await stage.update(here, id, changed)).outputs).to.include({ invokeUrl: outputs.invokeUrl });
    expect((await stage.read(here, id))?.outputs).to.deep.include({ accessLogSettings, stageName: "live-1" });
    await stage.delete(here, id);
    expect(await stage.read(here, id)).to.equal(undefined);
    expect((await rejection(fetch(String(outputs.invokeUrl)))).message).to.equal("fetch failed");
    const unknown = await rejection(stage.create(here, { ...changed, canarySettings: {} }));
    expect(unknown.message).to.include("does not know the input canarySettings");
  });

  it("makes, reads, changes and removes throttles of methods, also of a stage with a hyphen in its name", async () => {
    const { apiId, outputs } = await makeStage("live-1");
    const get = async () => (await answer(fetch(`${String(outputs.invokeUrl)}/a`)))[0];
    const given = { restApi: apiId, stageName: "live-1", methodPath: "a/GET" };
    const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 1, metricsEnabled: true, loggingLevel: "ERROR" };
    const { id } = await methodSettings.create(here, { ...given, settings });
    expect(id).to.equal(`${apiId}-live-1-a/GET`);
    expect([await get(), await get()]).to.deep.equal([200, 429]);
    await methodSettings.update(here, id, { ...given, settings: { ...settings, throttlingBurstLimit: 2 } });
    expect((await methodSettings.read(here, id))?.outputs.settings).to.include({
      throttlingBurstLimit: 2,
      throttlingRateLimit: 1,
    });
    expect([await get(), await get(), await get()]).to.deep.equal([200, 200, 429]);
    await methodSettings.delete(here, id);
    expect(await methodSettings.read(here, id)).to.equal(undefined);
    expect(await get()).to.equal(200);
    const unknown = await rejection(methodSettings.create(here, { ...given, settings, cacheTtl: 1 }));
    expect(unknown.message).to.include("does not know the input cacheTtl");
  });

  it("makes, reads, changes and removes the cache of a stage and what methods keep in it", async () => {
    const { apiId, id, outputs } = await makeStage();
    const url = String(outputs.invokeUrl);
    const calls = async () => {
      const before = fixture.calls.length;
      await fetch(`${url}/a`);
      await fetch(`${url}/a`);
      return fixture.calls.length - before;
    };
    const given = { restApi: apiId, deployment: outputs.deployment, stageName: "live" };
    const cache = { cacheClusterEnabled: true, cacheClusterSize: "1.6" };
    const whole = { restApi: apiId, stageName: "live", methodPath: "*/*" };
    const settings = { cachingEnabled: true, cacheTtlInSeconds: 60, cacheDataEncrypted: true };
    const { id: all } = await methodSettings.create(here, { ...whole, settings });
    expect((await methodSettings.read(here, all))?.outputs.settings).to.include(settings);
    expect(await calls(), "a stage without a cache").to.equal(2);

    expect((await stage.update(here, id, { ...given, ...cache })).outputs).to.include(cache);
    expect((await stage.read(here, id))?.outputs).to.include(cache);
    expect(await calls(), "every GET").to.equal(1);

    const { id: own } = await methodSettings.create(here, {
      ...whole,
      methodPath: "a/GET",
      settings: { cachingEnabled: false },
    });
    expect(await calls(), "a method that keeps nothing").to.equal(2);
    await methodSettings.delete(here, own);
    expect(await calls(), "what was kept before").to.equal(0);
    await stage.update(here, id, { ...given, ...cache, cacheClusterSize: "0.5" });
    expect(await calls(), "another cache").to.equal(1);
    await methodSettings.delete(here, all);
    expect(await calls(), "settings that are gone").to.equal(2);
    expect((await stage.update(here, id, given)).outputs).to.include({ cacheClusterEnabled: false });
    expect((await rejection(stage.update(here, id, { ...given, cacheClusterSize: "1" }))).message).to.include(
      "cacheClusterSize",
    );
  });

  it("takes no settings by which clients could renew what is kept", async () => {
    const { apiId } = await makeStage();
    const refusal = async (settings: object) => {
      const given = { restApi: apiId, stageName: "live", methodPath: "a/GET", settings };
      return (await rejection(methodSettings.create(here, given))).message;
    };
    expect(await refusal({ requireAuthorizationForCacheControl: false })).to.include(
      "settings.requireAuthorizationForCacheControl: this machine lets no client renew a kept answer",
    );
    expect(await refusal({ unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403" })).to.include(
      "settings.unauthorizedCacheControlHeaderStrategy: this machine ignores it if a client asks for a new answer",
    );
    expect(await refusal({ cacheTtlInSeconds: 3601 })).to.include("settings.cacheTtlInSeconds");
  });

  it("has no limit but the account's by -1", async () => {
    const { apiId, outputs } = await makeStage();
    const settings = { throttlingRateLimit: -1, throttlingBurstLimit: -1 };
    const { id } = await methodSettings.create(here, {
      restApi: apiId,
      stageName: "live",
      methodPath: "*/*",
      settings,
    });
    expect((await methodSettings.read(here, id))?.outputs.settings).to.include(settings);
    expect((await answer(fetch(`${String(outputs.invokeUrl)}/a`)))[0]).to.equal(200);
  });

  it("makes, reads, changes and removes the account's settings", async () => {
    const { id, outputs } = await account.create(here, { cloudwatchRoleArn: "arn:aws:iam::000000000000:role/logs" });
    expect(outputs.throttleSettings).to.deep.equal([{ burstLimit: 5000, rateLimit: 10_000 }]);
    await account.update(here, id, { cloudwatchRoleArn: "arn:aws:iam::000000000000:role/other" });
    expect((await account.read(here, id))?.outputs).to.include({
      cloudwatchRoleArn: "arn:aws:iam::000000000000:role/other",
    });
    await account.delete(here, id);
    expect(await account.read(here, id)).to.equal(undefined);
    expect((await rejection(account.create(here, { resetOnDelete: true }))).message).to.include(
      "does not know the input resetOnDelete",
    );
  });
});
