import { createServer, type AddressInfo } from "node:net";
import { expect } from "chai";
import { MachineError } from "../../../../local/machine-error.ts";
import { eventually } from "../../eventually.ts";
import { rejection } from "../lambda/fixture.ts";
import { answer, anything, documentOf, GatewayFixture, integration } from "./fixture.ts";

describe("stages of an API", () => {
  let fixture: GatewayFixture;
  beforeEach(() => {
    fixture = new GatewayFixture();
  });
  afterEach(() => fixture.close());

  describe("stages", () => {
    it("serve what was deployed, not what was put since, and another deployment without a new address", async () => {
      const { gateway } = fixture;
      const body = (path: string) => JSON.stringify(documentOf({ [path]: { get: integration() } }));
      const { id: apiId } = gateway.createRestApi({ name: "test", body: body("/old") });
      const stageName = "live";
      await gateway.putStage({ apiId, stageName, deploymentId: gateway.createDeployment(apiId).id });
      const url = gateway.urlOf(apiId, stageName) ?? "";
      gateway.updateRestApi(apiId, { name: "test", body: body("/new") });
      expect((await answer(fetch(`${url}/old`)))[0]).to.equal(200);
      expect((await answer(fetch(`${url}/new`)))[0]).to.equal(403);
      await gateway.putStage({ apiId, stageName, deploymentId: gateway.createDeployment(apiId).id });
      expect(gateway.urlOf(apiId, stageName)).to.equal(url);
      expect((await answer(fetch(`${url}/old`)))[0]).to.equal(403);
      expect((await answer(fetch(`${url}/new`)))[0]).to.equal(200);
      await gateway.deleteRestApi(apiId);
      expect(gateway.urlOf(apiId, stageName)).to.equal(undefined);
      expect((await rejection(fetch(`${url}/new`))).message).to.equal("fetch failed");
    });

    it("take the region's port for the first, any free one for the next, and say what to do when it is taken", async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
      const { port } = taken.address() as AddressInfo;
      const regional = new GatewayFixture({ port });
      const error = await rejection(regional.serve(anything));
      expect(error).to.be.instanceOf(MachineError);
      expect(error.message).to.equal(`port ${port} is in use: stop what listens there or set BERTH_PORT to another`);
      await new Promise((resolve) => taken.close(resolve));
      expect(await regional.serve(anything)).to.equal(`http://127.0.0.1:${port}`);
      expect(await regional.serve(anything)).to.not.equal(`http://127.0.0.1:${port}`);
      await regional.close();
    });

    it("refuse a deployment of another API, a log group that is not there, and a format with unknown variables", async () => {
      const accessLog = (format: string, group = "access") => ({ accessLog: { group, format } });
      const refusal = async (stage: object) => (await rejection(fixture.serve(anything, stage))).message;
      fixture.logs.createGroup("access");
      expect(await refusal({ deploymentId: "nodeploy" })).to.match(
        /^stage live: the API \w+ has no deployment nodeploy$/,
      );
      expect(await refusal(accessLog("$context.requestId", "gone"))).to.include("there is no log group gone");
      expect(await refusal(accessLog("$context.requestId $context.nothing"))).to.include(
        "$context.nothing is not known",
      );
      expect(await refusal(accessLog("$context.status"))).to.include("must contain $context.requestId");
      expect(await refusal(accessLog("$context.requestId\n"))).to.include("must be a single line");
    });
  });

  it("writes an access log line a request, with - for what it does not have", async () => {
    fixture.logs.createGroup("access");
    const format =
      '{"id":"$context.requestId","what":"$context.httpMethod $context.resourcePath","status":$context.status,"who":"$context.authorizer.principalId","error":"$context.error.message","length":$context.responseLength}';
    const url = await fixture.serve(anything, { accessLog: { group: "access", format } });
    const first = await fetch(`${url}/bookings/1`);
    await (await fetch(`${url}/nowhere`)).text();
    await eventually(() => fixture.measurements.values("Count").length === 4);
    const lines = (await fixture.lines("access")).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).to.deep.equal({
      id: first.headers.get("x-amzn-requestid"),
      what: "GET /bookings/{bookingId}",
      status: 200,
      who: "-",
      error: "-",
      length: 2,
    });
    expect(lines[1]).to.include({ what: "GET -", status: 403, error: "Missing Authentication Token" });
  });

  it("measures requests, refusals, failures and latency, for the API and its stage", async () => {
    const url = await fixture.serve(anything);
    await (await fetch(`${url}/bookings`)).text();
    await (await fetch(`${url}/nowhere`)).text();
    fixture.functions.f = () => new Error();
    await (await fetch(`${url}/bookings`)).text();
    await eventually(() => fixture.measurements.values("Count").length === 6);
    const staged = (name: string) =>
      fixture.measurements.all
        .filter((each) => each.name === name && each.dimensions.ApiName === "test" && each.dimensions.Stage === "live")
        .map(({ value }) => value);
    expect(staged("Count")).to.deep.equal([1, 1, 1]);
    expect(staged("4XXError")).to.deep.equal([0, 1, 0]);
    expect(staged("5XXError")).to.deep.equal([0, 0, 1]);
    expect(staged("Latency")).to.have.length(3);
    expect(staged("IntegrationLatency")).to.have.length(2);
  });
});
