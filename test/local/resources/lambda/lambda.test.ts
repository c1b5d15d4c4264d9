import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { alias } from "../../../../local/resources/lambda/alias.ts";
import { eventSourceMapping } from "../../../../local/resources/lambda/event-source-mapping.ts";
import { functionEventInvokeConfig } from "../../../../local/resources/lambda/function-event-invoke-config.ts";
import { lambdaFunction } from "../../../../local/resources/lambda/function.ts";
import { permission } from "../../../../local/resources/lambda/permission.ts";
import { provisionedConcurrencyConfig } from "../../../../local/resources/lambda/provisioned-concurrency-config.ts";
import { InvalidInputs } from "../../../../local/resources/resource-type.ts";
import { LambdaFixture, rejection } from "../../services/lambda/fixture.ts";

const { AssetArchive, FileArchive, FileAsset, StringAsset } = pulumi.asset;
const archive = (code: string) =>
  new AssetArchive(Promise.resolve({ "index.js": new StringAsset(Promise.resolve(code)) }));
const inputs = {
  role: "arn:aws:iam::000000000000:role/f",
  handler: "index.handler",
  runtime: "nodejs24.x",
  architectures: ["arm64"],
  code: archive("exports.handler = async () => 1;"),
  publish: true,
};
const arn = "arn:aws:lambda:eu-west-1:000000000000:function:f";
const uri = (functionArn: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

describe("resources/lambda", () => {
  let fixture: LambdaFixture;
  let here: { region: Region; autoName: string };
  beforeEach(() => {
    fixture = new LambdaFixture();
    const region: Pick<Region, "name" | "lambda"> = { name: "eu-west-1", lambda: fixture.lambda };
    here = { region: region as Region, autoName: "f" };
  });
  afterEach(() => fixture.close());
  const makeFunction = () => lambdaFunction.create(here, inputs);

  it("makes, reads, changes and removes a function, from the archive that would be deployed", async () => {
    const { id, outputs } = await lambdaFunction.create(here, {
      ...inputs,
      environment: { variables: { TABLE: "1" } },
      loggingConfig: { logFormat: "JSON", logGroup: "f-log" },
      tracingConfig: { mode: "Active" },
      reservedConcurrentExecutions: 5,
    });
    expect(id).to.equal("f");
    expect(outputs).to.deep.include({
      name: "f",
      arn,
      version: "1",
      qualifiedArn: `${arn}:1`,
      invokeArn: uri(arn),
      qualifiedInvokeArn: uri(`${arn}:1`),
      environment: { variables: { TABLE: "1" } },
      loggingConfig: { logFormat: "JSON", logGroup: "f-log" },
      reservedConcurrentExecutions: 5,
      timeout: 3,
      memorySize: 128,
      architectures: ["arm64"],
    });
    expect((await fixture.invoke()).payload).to.equal(1);

    const changed = await lambdaFunction.update(here, id, {
      ...inputs,
      code: archive("exports.handler = async () => 2;"),
    });
    expect(changed.outputs).to.include({ version: "2", reservedConcurrentExecutions: -1 });
    expect(changed.outputs.codeSha256).to.not.equal(outputs.codeSha256);
    expect((await fixture.invoke()).payload).to.equal(2);
    expect((await lambdaFunction.read(here, id))?.outputs).to.include({ version: "2", qualifiedArn: `${arn}:2`, arn });

    await lambdaFunction.delete(here, id);
    expect(await lambdaFunction.read(here, id)).to.equal(undefined);
  });

  it("takes files from disk, and refuses zip files, unknown inputs and values that Lambda refuses", async () => {
    const folder = mkdtempSync(join(fixture.folder, "berth-asset-"));
    writeFileSync(join(folder, "code.js"), "exports.handler = async () => 'file';");
    const code = new AssetArchive({ "index.js": new FileAsset(join(folder, "code.js")) });
    await lambdaFunction.create(here, { ...inputs, code });
    expect((await fixture.invoke()).payload).to.equal("file");

    const refused = async (change: object) =>
      await rejection(lambdaFunction.create(here, { ...inputs, name: "g", ...change }));
    expect(await refused({ code: new FileArchive("code.zip") })).to.be.instanceOf(InvalidInputs);
    expect((await refused({ vpcConfig: {} })).message).to.include("does not know the input vpcConfig");
    expect((await refused({ layers: [] })).message).to.include("does not know the input layers");
    expect((await refused({ timeout: 1000 })).message).to.include("timeout is 1000");
  });

  it("makes, reads, changes and removes an alias", async () => {
    await makeFunction();
    const { id, outputs } = await alias.create(here, { name: "live", functionName: "f", functionVersion: "1" });
    expect(id).to.equal(`${arn}:live`);
    expect(outputs).to.include({ arn: `${arn}:live`, invokeArn: uri(`${arn}:live`), functionVersion: "1" });
    expect((await fixture.invoke({}, `${arn}:live`)).payload).to.equal(1);
    await alias.update(here, id, { name: "live", functionName: "f", functionVersion: "$LATEST" });
    expect((await alias.read(here, id))?.outputs).to.include({ functionVersion: "$LATEST", name: "live" });
    await alias.delete(here, id);
    expect(await alias.read(here, id)).to.equal(undefined);
    const weighted = { name: "live", functionName: "f", functionVersion: "1", routingConfig: {} };
    expect((await rejection(alias.create(here, weighted))).message).to.include("does not know the input routingConfig");
  });

  it("makes, reads and removes a permission, which then holds or not", async () => {
    await makeFunction();
    const invokedBy = { service: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-west-1:000000000000:rule/r" };
    const call = () => fixture.lambda.invoke({ functionArn: "f:1", payload: {}, invokedBy });
    const statement = {
      action: "lambda:InvokeFunction",
      function: "f",
      qualifier: "1",
      principal: "events.amazonaws.com",
    };
    const { id, outputs } = await permission.create(here, { ...statement, statementId: "s" });
    expect(outputs).to.include({ statementId: "s", function: "f", qualifier: "1" });
    expect((await call()).payload).to.equal(1);
    expect((await permission.read(here, id))?.outputs).to.include(statement);
    await permission.delete(here, id);
    expect(await permission.read(here, id)).to.equal(undefined);
    expect((await rejection(call())).name).to.equal("AccessDeniedException");
    const unknown = await rejection(permission.create(here, { ...statement, principalOrgId: "o" }));
    expect(unknown.message).to.include("does not know the input principalOrgId");
  });

  it("makes, reads, changes and removes an event source mapping", async () => {
    await makeFunction();
    const mapping = {
      eventSourceArn: "arn:aws:sqs:eu-west-1:000000000000:q",
      functionName: `${arn}:1`,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 2 },
      enabled: false,
    };
    const { id, outputs } = await eventSourceMapping.create(here, mapping);
    expect(outputs).to.deep.include({
      ...mapping,
      uuid: id,
      functionArn: `${arn}:1`,
      batchSize: 10,
      state: "Disabled",
    });
    const changed = await eventSourceMapping.update(here, id, { ...mapping, batchSize: 5 });
    expect(changed.outputs).to.include({ batchSize: 5 });
    expect((await eventSourceMapping.read(here, id))?.outputs).to.include({ batchSize: 5, uuid: id });
    await eventSourceMapping.delete(here, id);
    expect(await eventSourceMapping.read(here, id)).to.equal(undefined);
    const filterCriteria = { filters: [{ pattern: "{}" }] };
    const filtered = await rejection(
      eventSourceMapping.create(here, { ...mapping, functionName: "f:1", filterCriteria }),
    );
    expect(filtered.message).to.equal("filterCriteria is for streams only");
  });

  it("makes and reads a mapping of a table's stream", async () => {
    await makeFunction();
    const mapping = {
      eventSourceArn: "arn:aws:dynamodb:eu-west-1:000000000000:table/tours/stream/2026-11-21T00:00:00.000",
      functionName: "f",
      startingPosition: "TRIM_HORIZON",
      parallelizationFactor: 2,
      destinationConfig: { onFailure: { destinationArn: "arn:aws:sqs:eu-west-1:000000000000:discarded" } },
      filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
      enabled: false,
    };
    const { id } = await eventSourceMapping.create(here, mapping);
    expect((await eventSourceMapping.read(here, id))?.outputs).to.deep.include({
      ...mapping,
      batchSize: 100,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: -1,
      bisectBatchOnFunctionError: false,
    });
    expect(eventSourceMapping.replaceOn).to.deep.equal(["eventSourceArn", "startingPosition"]);
    const tumbling = await rejection(eventSourceMapping.create(here, { ...mapping, tumblingWindowInSeconds: 5 }));
    expect(tumbling.message).to.include("does not know the input tumblingWindowInSeconds");
  });

  it("makes, reads, changes and removes provisioned concurrency", async () => {
    await makeFunction();
    await alias.create(here, { name: "live", functionName: "f", functionVersion: "1" });
    const config = { functionName: "f", qualifier: "live", provisionedConcurrentExecutions: 1 };
    const { id } = await provisionedConcurrencyConfig.create(here, config);
    expect((await provisionedConcurrencyConfig.read(here, id))?.outputs).to.include(config);
    await provisionedConcurrencyConfig.update(here, id, { ...config, provisionedConcurrentExecutions: 2 });
    expect(fixture.lambda.provisioned("f", "live")).to.equal(2);
    await provisionedConcurrencyConfig.delete(here, id);
    expect(await provisionedConcurrencyConfig.read(here, id)).to.equal(undefined);
    const unknown = await rejection(provisionedConcurrencyConfig.create(here, { ...config, minimum: 1 }));
    expect(unknown.message).to.include("does not know the input minimum");
  });

  it("makes, reads, changes and removes what becomes of asynchronous calls", async () => {
    await makeFunction();
    const config = { functionName: "f", qualifier: "1", maximumRetryAttempts: 0 };
    const { id } = await functionEventInvokeConfig.create(here, config);
    expect((await functionEventInvokeConfig.read(here, id))?.outputs).to.include(config);
    await functionEventInvokeConfig.update(here, id, { ...config, maximumRetryAttempts: 1 });
    expect((await functionEventInvokeConfig.read(here, id))?.outputs).to.include({ maximumRetryAttempts: 1 });
    await functionEventInvokeConfig.delete(here, id);
    expect(await functionEventInvokeConfig.read(here, id)).to.equal(undefined);
    const unknown = await rejection(functionEventInvokeConfig.create(here, { ...config, maximumConcurrency: 1 }));
    expect(unknown.message).to.include("does not know the input maximumConcurrency");
    expect((await rejection(functionEventInvokeConfig.create(here, { functionName: "g" }))).message).to.include(
      "Function not found",
    );
  });
});
