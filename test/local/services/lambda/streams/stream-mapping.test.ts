import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { expect } from "chai";
import type { LocalRegion } from "../../../../../local/local-region.ts";
import { Machine } from "../../../../../local/machine.ts";
import type { InvokeResult } from "../../../../../local/services/lambda/invocation.ts";
import type { MappingDefinition } from "../../../../../local/services/lambda/mapping.ts";
import { Checkpoints } from "../../../../../local/services/lambda/streams/checkpoints.ts";
import { StreamMapping } from "../../../../../local/services/lambda/streams/stream-mapping.ts";
import { eventually } from "../../../eventually.ts";
import { trust } from "../../../iam-documents.ts";
import { replicaDefinition } from "../../dynamodb/replicated-fixture.ts";

const functionArn = "arn:aws:lambda:eu-west-1:000000000000:function:settle:live";
const handled: InvokeResult = { requestId: "r", payload: null };
const failed: InvokeResult = { requestId: "r", functionError: { errorType: "Error", errorMessage: "poison" } };

describe("StreamMapping", () => {
  let machine: Machine;
  let region: LocalRegion;
  let documents: DynamoDBDocumentClient;
  let queues: SQSClient;
  let table: string;
  let eventSourceArn: string;
  let count = 0;
  let running: StreamMapping[];
  let records: DynamoDBRecord[];
  let lines: string[];
  let measured: [string, number][];

  before(async () => {
    machine = await Machine.start({
      regions: ["eu-west-1"],
      folder: ".berth/test-streams",
      port: 0,
      print: () => undefined,
    });
    region = machine.region("eu-west-1");
    machine.iam.putRole({ name: "settle", assumeRolePolicy: trust });
    const configuration = { region: "eu-west-1", endpoint: region.endpoint.url, credentials: machine.iam.operator };
    documents = DynamoDBDocumentClient.from(new DynamoDBClient(configuration));
    queues = new SQSClient(configuration);
  });

  after(async () => {
    documents.destroy();
    queues.destroy();
    await machine.stop();
  });

  beforeEach(async () => {
    count += 1;
    table = `tours-${count}`;
    await region.dynamodb.tables.create("eu-west-1", { ...replicaDefinition, name: table, ttlAttribute: "expiresAt" });
    eventSourceArn = (await region.dynamodb.tables.read("eu-west-1", table))?.streamArn ?? "";
    allow({ read: eventSourceArn });
    [running, records, lines, measured] = [[], [], [], []];
  });

  afterEach(async () => {
    await Promise.all(running.map((mapping) => mapping.stop()));
  });

  function allow({ read, tell = "arn:aws:sqs:eu-west-1:000000000000:none" }: { read: string; tell?: string }): void {
    const stream = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
    const statement = (Action: string | string[], Resource: string) => ({ Effect: "Allow", Action, Resource });
    const Statement = [
      statement(stream, read),
      statement("dynamodb:ListStreams", "*"),
      statement(["sqs:SendMessage", "sns:Publish"], tell),
    ];
    machine.iam.putRolePolicy("settle", "settle", JSON.stringify({ Version: "2012-10-17", Statement }));
  }

  function start(
    definition: Partial<MappingDefinition> = {},
    answer: (event: DynamoDBStreamEvent) => InvokeResult | Promise<InvokeResult> = () => handled,
    checkpoints = new Checkpoints(),
  ): StreamMapping {
    const mapping = new StreamMapping({
      region: "eu-west-1",
      endpointUrl: region.endpoint.url,
      credentials: machine.iam.credentials("arn:aws:iam::000000000000:role/settle"),
      definition: { eventSourceArn, functionName: "settle", startingPosition: "TRIM_HORIZON", ...definition },
      functionArn,
      executedVersion: "3",
      checkpoints,
      invoke: async (event) => {
        records.push(...event.Records);
        return await answer(event);
      },
      measure: (name, value) => measured.push([name, value]),
      report: (line) => lines.push(line),
    });
    running.push(mapping);
    return mapping;
  }

  async function put(pk: string, rest: object = {}): Promise<void> {
    await documents.send(new PutCommand({ TableName: table, Item: { pk, sk: "0", ...rest } }));
  }

  const keys = () => records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S);

  it("hands over records in the shape of the real source", async () => {
    await put("a", { units: 1, raw: Buffer.from("bytes"), nested: { list: [Buffer.from("x")] } });
    await put("a", { units: 2 });
    await documents.send(new DeleteCommand({ TableName: table, Key: { pk: "a", sk: "0" } }));
    start();
    await eventually(() => records.length === 3);
    const [insert, modify, remove] = records;
    expect(records.map(({ eventName }) => eventName)).to.deep.equal(["INSERT", "MODIFY", "REMOVE"]);
    expect(insert).to.include({ eventSource: "aws:dynamodb", awsRegion: "eu-west-1", eventSourceARN: eventSourceArn });
    expect(insert?.eventID).to.be.a("string").and.not.equal(modify?.eventID);
    expect(insert?.dynamodb).to.deep.include({
      Keys: { pk: { S: "a" }, sk: { S: "0" } },
      NewImage: {
        pk: { S: "a" },
        sk: { S: "0" },
        units: { N: "1" },
        raw: { B: Buffer.from("bytes").toString("base64") },
        nested: { M: { list: { L: [{ B: Buffer.from("x").toString("base64") }] } } },
      },
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
    expect(insert?.dynamodb).to.not.have.property("OldImage");
    expect(insert?.dynamodb?.ApproximateCreationDateTime).to.be.closeTo(Date.now() / 1000, 120);
    expect(insert?.dynamodb?.SequenceNumber).to.match(/^\d+$/);
    expect(modify?.dynamodb?.OldImage?.units).to.deep.equal({ N: "1" });
    expect(remove?.dynamodb?.OldImage?.units).to.deep.equal({ N: "2" });
    expect(remove).to.not.have.property("userIdentity");
    expect(measured.map(([name]) => name)).to.include("IteratorAge");
  });

  it("tells deletions of what has expired by their user", async () => {
    await put("a", { expiresAt: Math.floor(Date.now() / 1000) - 3600 });
    await documents.send(new DeleteCommand({ TableName: table, Key: { pk: "a", sk: "0" } }));
    start();
    await eventually(() => records.length === 2);
    expect(records[1]?.userIdentity).to.deep.equal({ type: "Service", principalId: "dynamodb.amazonaws.com" });
  });

  it("reads from LATEST what comes after its start only", async () => {
    await put("before");
    const mapping = start({ startingPosition: "LATEST" });
    await mapping.started;
    await put("after");
    await eventually(() => records.length > 0);
    expect(keys()).to.deep.equal(["after"]);
  });

  it("passes over what no filter wants", async () => {
    const pattern = JSON.stringify({ eventName: ["INSERT"], dynamodb: { Keys: { pk: { S: [{ prefix: "SLOT#" }] } } } });
    const checkpoints = new Checkpoints();
    start({ filterPatterns: [pattern] }, undefined, checkpoints);
    await put("CUSTOMER#1");
    await put("SLOT#1");
    await put("SLOT#1", { units: 1 });
    await put("SLOT#2");
    await eventually(() => records.length === 2);
    expect(keys()).to.deep.equal(["SLOT#1", "SLOT#2"]);
  });

  it("works on several keys at a time, and on each in order", async () => {
    for (let version = 1; version <= 6; version += 1) for (const pk of ["a", "b", "c", "d"]) await put(pk, { version });
    let busy = 0;
    let most = 0;
    start({ parallelizationFactor: 4, batchSize: 1 }, async () => {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy -= 1;
      return handled;
    });
    await eventually(() => records.length === 24);
    for (const pk of ["a", "b", "c", "d"]) {
      const own = records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S === pk);
      expect(own.map(({ dynamodb }) => dynamodb?.NewImage?.version?.N)).to.deep.equal(["1", "2", "3", "4", "5", "6"]);
    }
    expect(most).to.be.greaterThan(1).and.at.most(4);
  });

  it("fills a batch within the batching window, and none over its size", async () => {
    const sizes: number[] = [];
    start({ batchSize: 3, maximumBatchingWindowInSeconds: 300 }, ({ Records }) => {
      sizes.push(Records.length);
      return handled;
    });
    for (const pk of ["a", "b", "c", "d", "e", "f"]) await put(pk);
    await eventually(() => records.length === 6);
    expect(sizes).to.deep.equal([3, 3]);
  });

  it("goes on where another left off, with what that had not finished", async () => {
    const checkpoints = new Checkpoints();
    const first = start({ batchSize: 1, startingPosition: "LATEST" }, () => handled, checkpoints);
    await first.started;
    await put("a");
    await eventually(() => checkpoints.after.size === 1 && records.length === 1);
    await first.stop();
    await put("b");
    start({ batchSize: 1, startingPosition: "LATEST" }, () => handled, checkpoints);
    await eventually(() => records.length === 2);
    expect(keys()).to.deep.equal(["a", "b"]);
  });

  it("tells a queue and a topic of what it gives up, in AWS's shape", async () => {
    const queue = await region.sqs.queues.create(`discarded-${count}`, {});
    const told = async () => {
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
      return Messages.map(({ Body = "" }) => JSON.parse(Body) as Record<string, Record<string, unknown>>);
    };
    allow({ read: eventSourceArn, tell: queue.arn });
    await put("a");
    const giveUp = { maximumRetryAttempts: 0, onFailureArn: queue.arn };
    start(giveUp, () => failed);
    let messages: Awaited<ReturnType<typeof told>> = [];
    await eventually(async () => (messages = await told()).length === 1);
    const [message] = messages;
    const number = records[0]?.dynamodb?.SequenceNumber;
    expect(message?.requestContext).to.deep.equal({
      requestId: "r",
      functionArn,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 1,
    });
    expect(message?.responseContext).to.deep.equal({
      statusCode: 200,
      executedVersion: "3",
      functionError: "Unhandled",
    });
    expect(message?.version).to.equal("1.0");
    expect(message?.DDBStreamBatchInfo).to.deep.include({
      startSequenceNumber: number,
      endSequenceNumber: number,
      batchSize: 1,
      streamArn: eventSourceArn,
    });
    expect(message?.DDBStreamBatchInfo?.approximateArrivalOfFirstRecord).to.match(/^\d{4}-.*:\d{2}Z$/);
  });

  it("says so when a destination cannot be told, and goes on", async () => {
    const topic = await region.sns.createTopic(`discarded-${count}`, {});
    await put("a");
    const checkpoints = new Checkpoints();
    start({ maximumRetryAttempts: 0, onFailureArn: topic }, () => failed, checkpoints);
    await eventually(() => checkpoints.after.size === 1);
    expect(lines.join()).to.include(`${topic} could not be told`).and.include("sns:Publish");
    expect(measured.map(([name]) => name)).to.include("DestinationDeliveryFailures");
  });

  it("says once what the role may not do, and reads when it may", async () => {
    allow({ read: "arn:aws:dynamodb:eu-west-1:000000000000:table/other/stream/*" });
    await put("a");
    const mapping = start();
    await mapping.started;
    expect(mapping.problem).to.include("is not authorized to perform: dynamodb:DescribeStream");
    allow({ read: eventSourceArn });
    await eventually(() => records.length === 1);
    expect(mapping.problem).to.equal(undefined);
    expect(lines).to.have.length(1);
  });
});
