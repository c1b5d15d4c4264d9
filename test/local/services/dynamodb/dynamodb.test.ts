import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { Endpoint } from "../../../../local/endpoint/endpoint.ts";
import { DynamoDb } from "../../../../local/services/dynamodb/dynamodb.ts";
import type { Engine } from "../../../../local/services/dynamodb/engine.ts";
import { startEngine } from "../../../../local/services/dynamodb/engine.ts";
import { Replication } from "../../../../local/services/dynamodb/replication.ts";
import type { Credentials } from "../../../../local/services/iam/iam.ts";
import { Iam } from "../../../../local/services/iam/iam.ts";
import { policy, trust } from "../../iam-documents.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";
import { replicaDefinition } from "./replicated-fixture.ts";

const region = "eu-west-1";
const arn = `arn:aws:dynamodb:${region}:000000000000:table/tours`;
const key = { pk: { S: "a" }, sk: { S: "0" } };

describe("DynamoDb behind an endpoint", () => {
  const iam = new Iam();
  const measurements = new RecordedMeasurements();
  let engine: Engine;
  let replication: Replication;
  let dynamodb: DynamoDb;
  let elsewhere: DynamoDb;
  let endpoint: Endpoint;
  const clients: { destroy(): void }[] = [];

  before(async () => {
    engine = await startEngine();
    replication = new Replication({ engine });
    dynamodb = new DynamoDb({ region, engine, measurements, replication });
    elsewhere = new DynamoDb({ region: "us-east-1", engine, measurements, replication });
    endpoint = await Endpoint.listen({ region, iam });
    endpoint.register(dynamodb);
    await dynamodb.tables.create(region, { ...replicaDefinition, name: "tours" });
  });

  after(async () => {
    for (const client of clients) client.destroy();
    await endpoint.close();
    dynamodb.close();
    elsewhere.close();
    await replication.stop();
    await engine.stop();
  });

  function configuration(credentials: Credentials) {
    return { endpoint: endpoint.url, region, credentials, maxAttempts: 1 };
  }

  function clientOf(credentials: Credentials): DynamoDBClient {
    const client = new DynamoDBClient(configuration(credentials));
    clients.push(client);
    return client;
  }

  function roleWith(name: string, ...actions: string[]): DynamoDBClient {
    const role = iam.putRole({ name, assumeRolePolicy: trust });
    iam.putRolePolicy(name, "p", policy("Allow", actions, arn));
    return clientOf(iam.credentials(role.arn));
  }

  async function nameOfFailure(call: Promise<unknown>): Promise<string> {
    return call.then(
      () => "none",
      (error: unknown) => (error as Error).name,
    );
  }

  it("lets all roles of a region see one set of tables", async () => {
    const writer = DynamoDBDocumentClient.from(roleWith("writer", "dynamodb:PutItem"));
    const reader = DynamoDBDocumentClient.from(roleWith("reader", "dynamodb:GetItem"));
    const item = { pk: "shared", sk: "0", text: "arn:aws:dynamodb:ddblocal: é", bytes: new Uint8Array([0, 255]) };
    await writer.send(new PutCommand({ TableName: "tours", Item: item }));
    const found = await reader.send(new GetCommand({ TableName: "tours", Key: { pk: "shared", sk: "0" } }));
    expect(found.Item).to.eql(item);
  });

  it("keeps the regions' tables apart", async () => {
    expect(await dynamodb.tables.read(region, "tours")).not.to.equal(undefined);
    expect(await elsewhere.tables.read("us-east-1", "tours")).to.equal(undefined);
  });

  it("refuses a transaction unless the role has the action of each item", async () => {
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: "tours", Item: key } },
        {
          Update: {
            TableName: "tours",
            Key: { pk: { S: "b" }, sk: { S: "0" } },
            UpdateExpression: "SET n = :n",
            ExpressionAttributeValues: { ":n": { N: "1" } },
          },
        },
      ],
    });
    expect(await nameOfFailure(roleWith("put-only", "dynamodb:PutItem").send(transaction))).to.equal(
      "AccessDeniedException",
    );
    expect(await nameOfFailure(roleWith("update-only", "dynamodb:UpdateItem").send(transaction))).to.equal(
      "AccessDeniedException",
    );
    await roleWith("both", "dynamodb:PutItem", "dynamodb:UpdateItem").send(transaction);
  });

  it("passes the engine's errors on as they are", async () => {
    const operator = clientOf(iam.operator);
    const missing = new GetItemCommand({ TableName: "nothing", Key: key });
    expect(await nameOfFailure(operator.send(missing))).to.equal("ResourceNotFoundException");
    const refused = new PutItemCommand({
      TableName: "tours",
      Item: key,
      ConditionExpression: "attribute_exists(ghost)",
    });
    expect(await nameOfFailure(operator.send(refused))).to.equal("ConditionalCheckFailedException");
  });

  it("says the region's name in every ARN, and takes it back", async () => {
    const operator = clientOf(iam.operator);
    const { Table: table } = await operator.send(new DescribeTableCommand({ TableName: "tours" }));
    expect(table?.TableArn).to.equal(arn);
    const streams = new DynamoDBStreamsClient(configuration(iam.operator));
    clients.push(streams);
    const { Streams: [listed] = [] } = await streams.send(new ListStreamsCommand({ TableName: "tours" }));
    expect(listed?.StreamArn)
      .to.equal(table?.LatestStreamArn)
      .and.match(new RegExp(`^${arn}/stream/`));
    const described = await streams.send(new DescribeStreamCommand({ StreamArn: listed?.StreamArn }));
    const { ShardIterator: first } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: listed?.StreamArn,
        ShardId: described.StreamDescription?.Shards?.[0]?.ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    await operator.send(
      new PutItemCommand({ TableName: "tours", Item: { ...key, t: { S: '"awsRegion":"ddblocal"' } } }),
    );
    const page = await streams.send(new GetRecordsCommand({ ShardIterator: first }));
    expect(page.Records?.map(({ awsRegion }) => awsRegion))
      .to.include(region)
      .and.not.include("ddblocal");
    expect(page.Records?.at(-1)?.dynamodb?.NewImage?.t?.S).to.equal('"awsRegion":"ddblocal"');
    const next = await streams.send(new GetRecordsCommand({ ShardIterator: page.NextShardIterator }));
    expect(next.Records).to.eql([]);
  });

  it("needs permission on the stream to read it, told from the iterator", async () => {
    const role = iam.putRole({ name: "stream-less", assumeRolePolicy: trust });
    const streams = new DynamoDBStreamsClient(configuration(iam.credentials(role.arn)));
    clients.push(streams);
    const call = streams.send(new GetRecordsCommand({ ShardIterator: `${arn}/stream/x|1|abc` }));
    const message = await call.then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
    expect(message).to.include(`dynamodb:GetRecords on resource: ${arn}/stream/x`);
  });

  it("measures injected throttles by table and operation", async () => {
    const fault = endpoint.inject({
      action: "dynamodb:TransactWriteItems",
      error: { name: "ProvisionedThroughputExceededException", status: 400 },
    });
    const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: "tours", Item: key } }] });
    const name = await nameOfFailure(clientOf(iam.operator).send(transaction));
    fault.remove();
    expect(name).to.equal("ProvisionedThroughputExceededException");
    const namespace = "AWS/DynamoDB";
    const ofOperation = { TableName: "tours", Operation: "TransactWriteItems" };
    expect(measurements.all).to.eql([
      { namespace, name: "ThrottledRequests", dimensions: ofOperation, value: 1 },
      { namespace, name: "WriteThrottleEvents", dimensions: { TableName: "tours" }, value: 1 },
    ]);
  });

  it("says so when the engine is away", async () => {
    const lost = new DynamoDb({ region, engine: { url: "http://127.0.0.1:1" }, measurements, replication });
    const other = await Endpoint.listen({ region, iam });
    other.register(lost);
    const client = new DynamoDBClient({ ...configuration(iam.operator), endpoint: other.url });
    const call = client.send(new GetItemCommand({ TableName: "tours", Key: key }));
    const message = await call.then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
    expect(message).to.include("the DynamoDB engine at http://127.0.0.1:1 does not answer");
    client.destroy();
    lost.close();
    await other.close();
  });
});
