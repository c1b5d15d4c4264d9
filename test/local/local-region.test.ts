import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Machine } from "../../local/machine.ts";
import { eventually } from "./eventually.ts";
import { failureOf } from "./resources/region-fixture.ts";

const here = "eu-west-1";
const there = "us-east-1";
const table = "tours";

/** Writes each message that it takes into the table; one that says `hang` it never finishes at the first time. */
const handler = `
const { AWS_ACCESS_KEY_ID: key, AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = process.env;
const put = (pk) =>
  fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: \`AWS4-HMAC-SHA256 Credential=\${key}/20260101/\${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0\`,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.PutItem",
    },
    body: JSON.stringify({ TableName: "${table}", Item: { pk: { S: pk }, sk: { S: "0" } } }),
  });
exports.handler = async ({ Records = [] }) => {
  for (const { body: text, attributes } of Records) {
    const body = text.replaceAll('"', "");
    if (body === "hang" && attributes.ApproximateReceiveCount === "1") {
      await put("begun");
      await new Promise((resolve) => setTimeout(resolve, 1e6));
    }
    await put(body);
  }
  return { statusCode: 200, body: "here" };
};`;

const document = (uri: string) => ({
  openapi: "3.0.1",
  info: { title: "t", version: "1" },
  paths: {
    "/": {
      get: {
        responses: { 200: { description: "here" } },
        "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri },
      },
    },
  },
});

/** A table in both regions; here a queue, a function that it feeds, and an API. */
function program() {
  const attributes = ["pk", "sk"].map((name) => ({ name, type: "S" }));
  new aws.dynamodb.Table(table, {
    name: table,
    attributes,
    hashKey: "pk",
    rangeKey: "sk",
    billingMode: "PAY_PER_REQUEST",
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
    replicas: [{ regionName: there }],
  });
  const queue = new aws.sqs.Queue("letters", { name: "letters", visibilityTimeoutSeconds: 2 });
  const statement = (Service: string) => ({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });
  const role = new aws.iam.Role("f", {
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement("lambda.amazonaws.com")] }),
  });
  const allow = (Action: string[], Resource: string) => ({ Effect: "Allow", Action, Resource });
  new aws.iam.RolePolicy("f", {
    role: role.name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "*"),
        allow(["dynamodb:PutItem"], "*"),
      ],
    }),
  });
  const take = new aws.lambda.Function("f", {
    name: "f",
    role: role.arn,
    handler: "index.handler",
    runtime: "nodejs24.x",
    timeout: 900,
    memorySize: 512,
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(handler) }),
  });
  const bus = new aws.cloudwatch.EventBus("news", { name: "news" });
  const rule = new aws.cloudwatch.EventRule("news", {
    eventBusName: bus.name,
    eventPattern: JSON.stringify({ source: ["test"] }),
  });
  const send = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };
  const Condition = { ArnEquals: { "aws:SourceArn": rule.arn } };
  new aws.sqs.QueuePolicy("letters", {
    queueUrl: queue.url,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ ...send, Resource: queue.arn, Condition }],
    }),
  });
  new aws.cloudwatch.EventTarget("news", {
    rule: rule.name,
    eventBusName: bus.name,
    arn: queue.arn,
    inputPath: "$.detail-type",
  });
  new aws.lambda.EventSourceMapping("f", { eventSourceArn: queue.arn, functionName: take.name });
  const api = new aws.apigateway.RestApi("api", { body: take.invokeArn.apply((uri) => JSON.stringify(document(uri))) });
  const permission = new aws.lambda.Permission("f", {
    action: "lambda:InvokeFunction",
    principal: "apigateway.amazonaws.com",
    function: take.name,
  });
  const deployment = new aws.apigateway.Deployment("api", { restApi: api.id }, { dependsOn: permission });
  const stage = new aws.apigateway.Stage("api", { restApi: api.id, deployment: deployment.id, stageName: "live" });
  return Promise.resolve({ url: stage.invokeUrl, queueUrl: queue.url });
}

/** Makes a stream that delivers to the bucket without waiting. */
function deliver(machine: Machine, bucket: string): void {
  const arn = `arn:aws:s3:::${bucket}`;
  const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const trust = { Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
  const role = machine.iam.putRole({ name: "to-kept", assumeRolePolicy: document({ Effect: "Allow", ...trust }) });
  const write = { Effect: "Allow", Action: "s3:PutObject", Resource: `${arn}/*` };
  machine.iam.putRolePolicy(role.name, "write", document(write));
  machine.region(here).firehose.create({
    name: "to-kept",
    roleArn: role.arn,
    bucketArn: arn,
    prefix: "delivered/",
    errorOutputPrefix: "",
    bufferMebibytes: 1,
    bufferSeconds: 0,
    compression: "UNCOMPRESSED",
    isPartitioned: false,
    appendsDelimiter: false,
  });
}

describe("LocalRegion", () => {
  let machine: Machine;
  let url: string;
  let QueueUrl: string;
  const clients: { destroy(): void }[] = [];

  before(async () => {
    machine = await Machine.start({
      regions: [here, there],
      folder: ".berth/test-dark",
      port: 0,
      print: () => undefined,
    });
    const config = { "aws:region": here };
    const outputs = await machine.deploy({ project: "test", stack: "dark-eu-west-1", config, run: program });
    [url, QueueUrl] = [String(outputs.url), String(outputs.queueUrl)];
  });

  after(async () => {
    for (const client of clients) client.destroy();
    await machine.stop();
  });

  function configurationOf(region: string) {
    const credentials = machine.iam.operator;
    return { region, endpoint: machine.region(region).endpoint.url, credentials, maxAttempts: 1 };
  }

  function documents(region: string): DynamoDBDocumentClient {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(configurationOf(region)));
    clients.push(client);
    return client;
  }

  const put = (region: string, pk: string) =>
    documents(region).send(new PutCommand({ TableName: table, Item: { pk, sk: "0" } }));
  const holds = async (region: string, pk: string) =>
    (await documents(region).send(new GetCommand({ TableName: table, Key: { pk, sk: "0" } }))).Item !== undefined;
  const send = async (MessageBody: string) => {
    const client = new SQSClient(configurationOf(here));
    clients.push(client);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  };
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => "answered",
      () => "refused",
    );

  it("goes dark, cuts off what runs, and comes back on the same ports with what it held", async () => {
    const region = machine.region(here);
    const ports = [url, region.endpoint.url];
    expect((await fetch(url)).status).to.equal(200);
    await put(here, "before");
    await send("hang");
    await eventually(() => holds(here, "begun"));

    await region.stop();
    expect(region.isRunning).to.equal(false);
    expect(await refused(fetch(url))).to.equal("refused");
    expect(await refused(put(here, "meanwhile"))).to.equal("refused");
    const invoked = await failureOf(region.lambda.invoke({ functionArn: "f", payload: {} }));
    expect(invoked.message).to.equal("Lambda of eu-west-1 is not running");

    await region.start();
    expect(region.isRunning).to.equal(true);
    expect([url, region.endpoint.url]).to.deep.equal(ports);
    expect((await fetch(url)).status).to.equal(200);
    expect(await holds(here, "before")).to.equal(true);
    expect(await holds(here, "meanwhile")).to.equal(false);
    await eventually(() => holds(here, "hang")); // the message that was cut off came again
  });

  it("gets what others wrote when it is back, and they what it wrote before", async () => {
    await machine.replication.settled();
    machine.replication.setLag(50);
    await put(here, "late");
    await machine.region(here).stop();
    machine.replication.setLag(0);
    await put(there, "from-there");
    await eventually(() => holds(there, "from-there"));
    expect(machine.replication.isSettled() && (await holds(there, "late"))).to.equal(false);
    machine.replication.heal(here, there); // which is not what is the matter
    expect(await holds(there, "late")).to.equal(false);
    await machine.region(here).start();
    await machine.replication.settled();
    expect(await holds(here, "from-there")).to.equal(true);
    expect(await holds(there, "late")).to.equal(true);
    expect(machine.replication.conflicts).to.deep.equal([]);
  });

  it("delivers an event that was on its way when it went dark", async () => {
    const region = machine.region(here);
    region.events.inject({ action: "deliver:*", latencyMs: 2 ** 30, times: 1 });
    const answer = await fetch(region.endpoint.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${machine.iam.operator.accessKeyId}/20260101/${here}/events/aws4_request, SignedHeaders=host, Signature=0`,
        "x-amz-target": "AWSEvents.PutEvents",
      },
      body: JSON.stringify({ Entries: [{ Source: "test", DetailType: "kept", Detail: "{}", EventBusName: "news" }] }),
    });
    expect(answer.status).to.equal(200);
    await region.stop();
    expect(region.events.pending).to.equal(1);
    await region.start();
    await eventually(() => holds(here, "kept"));
    expect(region.events.pending).to.equal(0);
  });

  it("keeps what lies in buckets and what waits to be delivered to one, and delivers it when it is back", async () => {
    const region = machine.region(here);
    const { firehose, s3 } = region;
    const bucket = "kept";
    await s3.buckets.create({ name: bucket, forceDestroy: true, objectLockEnabled: false });
    await s3.put(machine.iam.operator.accessKeyId, {
      bucket,
      key: "a",
      body: Buffer.from("a"),
      contentType: "text/plain",
    });
    const read = async () => {
      const client = new S3Client(configurationOf(here));
      clients.push(client);
      return (await client.send(new GetObjectCommand({ Bucket: bucket, Key: "a" }))).Body?.transformToString();
    };
    deliver(machine, bucket);
    await region.stop();
    expect(await refused(read())).to.equal("refused");
    firehose.put("to-kept", [Buffer.from("b")]);
    expect(await s3.buckets.keys(bucket)).to.deep.equal(["a"]);
    await region.start();
    expect(await read()).to.equal("a");
    await eventually(async () => (await s3.buckets.keys(bucket)).length === 2);
  });

  it("may be stopped and started twice, and ended while it is dark", async () => {
    const region = machine.region(there);
    await Promise.all([region.stop(), region.stop(), region.start(), region.start()]);
    expect(region.isRunning).to.equal(true);
    await region.stop();
  });
});
