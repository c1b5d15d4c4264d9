import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { Machine } from "../../../../../local/machine.ts";
import type { CapacitySnapshot } from "../../../../../local/services/dynamodb/capacity/capacity.ts";
import { replicaDefinition } from "../replicated-fixture.ts";

const [here, there] = ["eu-west-1", "us-east-1"];
const filler = (bytes: number) => "x".repeat(bytes);

describe("capacity units at a region's endpoint", () => {
  let machine: Machine;
  let documents: DynamoDBDocumentClient;
  let TableName: string;
  let marked: CapacitySnapshot;
  let count = 0;

  before(async () => {
    const folder = ".berth/test-capacity";
    machine = await Machine.start({ regions: [here, there], folder, port: 0, print: () => undefined });
    const { endpoint } = machine.region(here);
    const credentials = machine.iam.operator;
    documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: here, endpoint: endpoint.url, credentials }));
  });

  after(async () => {
    documents.destroy();
    await machine.stop();
  });

  beforeEach(async () => {
    count += 1;
    TableName = `tours-${count}`;
    await machine.region(here).dynamodb.tables.create(here, { ...replicaDefinition, name: TableName });
    mark();
  });

  const capacity = () => machine.region(here).dynamodb.capacity;
  /** What was consumed since the last call. */
  const mark = () => (marked = capacity().snapshot());
  const used = () => {
    const since = capacity().snapshot().since(marked);
    mark();
    return since;
  };
  const key = (pk: string) => ({ pk, sk: "0" });
  const item = (pk: string) => ({ pk: { S: pk }, sk: { S: "0" } });
  const put = (pk: string, rest: object = {}) =>
    documents.send(new PutCommand({ TableName, Item: { ...key(pk), ...rest } }));
  const writes = () => used().ofTable(TableName).write;
  const reads = () => used().ofTable(TableName).read;

  it("take the larger of an item before and after, a unit a kB", async () => {
    await put("a", { text: filler(1500) });
    expect(writes()).to.equal(2);
    await put("a", { text: filler(5) });
    expect(writes()).to.equal(2);
    await put("a", { text: filler(4000) });
    expect(writes()).to.equal(4);
    await documents.send(new DeleteCommand({ TableName, Key: key("a") }));
    expect(writes()).to.equal(4);
    await documents.send(new DeleteCommand({ TableName, Key: key("a") }));
    expect(writes()).to.equal(1);
  });

  it("of updates are exact, whatever the update does", async () => {
    const update = async (UpdateExpression: string, values?: Record<string, unknown>) => {
      await documents.send(
        new UpdateCommand({ TableName, Key: key("a"), UpdateExpression, ExpressionAttributeValues: values }),
      );
      return writes();
    };
    expect(await update("SET units = :n", { ":n": 10 })).to.equal(1);
    expect(await update("SET body = :s", { ":s": filler(2500) })).to.equal(3);
    expect(await update("SET copied = body")).to.equal(5);
    expect(await update("SET units = units - :n", { ":n": 1 })).to.equal(5);
    expect(await update("REMOVE copied, body")).to.equal(5);
    for (let turn = 0; turn < 40; turn += 1) {
      expect(await update("SET units = units - :n", { ":n": 1 }), String(turn)).to.equal(1);
    }
  });

  it("of updates are exact where each adds to what the last one left", async () => {
    for (let turn = 1; turn <= 30; turn += 1) {
      const UpdateExpression = "SET notes = list_append(if_not_exists(notes, :none), :note)";
      const ExpressionAttributeValues = { ":none": [], ":note": [filler(90)] };
      await documents.send(
        new UpdateCommand({ TableName, Key: key("a"), UpdateExpression, ExpressionAttributeValues }),
      );
      const size = 2 + 1 + 2 + 1 + 5 + 3 + 91 * turn;
      expect(writes(), String(turn)).to.equal(Math.ceil(size / 1024));
    }
  });

  it("count double in a transaction, conditions too, each for its item", async () => {
    await put("allotment", { units: 10 });
    await put("checked", { text: filler(2000) });
    mark();
    const claim = (pk: string) =>
      documents.send(
        new TransactWriteCommand({
          ReturnConsumedCapacity: "TOTAL",
          TransactItems: [
            {
              Update: {
                TableName,
                Key: key("allotment"),
                UpdateExpression: "SET units = units - :n",
                ConditionExpression: "units >= :n",
                ExpressionAttributeValues: { ":n": 10 },
              },
            },
            { Put: { TableName, Item: { ...key(pk), text: filler(1100) } } },
            { ConditionCheck: { TableName, Key: key("checked"), ConditionExpression: "attribute_exists(pk)" } },
          ],
        }),
      );
    const { ConsumedCapacity: answered } = await claim("claim");
    expect(answered).to.deep.equal([{ TableName, CapacityUnits: 10, WriteCapacityUnits: 10 }]);
    const done = used();
    expect(done.ofTable(TableName)).to.deep.equal({ write: 10, replicatedWrite: 0, read: 0 });
    const each = ["allotment", "claim", "checked", "other"].map((pk) => done.ofItem(TableName, item(pk)).write);
    expect(each).to.deep.equal([2, 4, 4, 0]);

    const failure = await claim("another").catch((error: unknown) => (error as Error).name);
    expect(failure).to.equal("TransactionCanceledException");
    expect(used().ofItem(TableName, item("allotment")).write).to.equal(2);
  });

  it("are consumed by conditions that fail, by the item that is there", async () => {
    const refused = async (pk: string) => {
      const condition = { ConditionExpression: "attribute_exists(nothing)" };
      const sent = documents.send(
        new PutCommand({ TableName, Item: { ...key(pk), text: filler(9000) }, ...condition }),
      );
      expect(await sent.catch((error: unknown) => (error as Error).name)).to.equal("ConditionalCheckFailedException");
      return writes();
    };
    expect(await refused("a")).to.equal(1);
    await put("a", { text: filler(2500) });
    mark();
    expect(await refused("a")).to.equal(3);
  });

  it("count each item of a batch, and nothing that was refused", async () => {
    const RequestItems = {
      [TableName]: [
        { PutRequest: { Item: { ...key("a"), text: filler(1100) } } },
        { DeleteRequest: { Key: key("b") } },
      ],
    };
    await documents.send(new BatchWriteCommand({ RequestItems }));
    expect(writes()).to.equal(3);
    const invalid = documents.send(new PutCommand({ TableName, Item: { pk: "a" } })).catch(() => "refused");
    expect(await invalid).to.equal("refused");
    const nowhere = documents.send(new PutCommand({ TableName: "nowhere", Item: key("a") }));
    expect(await nowhere.catch((error: unknown) => (error as Error).name)).to.equal("ResourceNotFoundException");
    expect(writes()).to.equal(0);
  });

  it("of reads take 4 kB, half if they may be stale, double in a transaction; answers look as they would", async () => {
    await put("a", { text: filler(5000), ConsumedCapacity: { TableName: "mine", CapacityUnits: 7 } });
    mark();
    const get = (ConsistentRead: boolean) =>
      documents.send(new GetCommand({ TableName, Key: key("a"), ConsistentRead }));
    const answer = await get(true);
    expect(answer).to.not.have.property("ConsumedCapacity");
    expect(answer.Item?.ConsumedCapacity).to.deep.equal({ TableName: "mine", CapacityUnits: 7 });
    const consistent = used();
    expect(consistent.ofTable(TableName).read).to.equal(2);
    expect(consistent.ofItem(TableName, item("a")).read).to.equal(2);
    await get(false);
    expect(reads()).to.equal(1);
    const asked = await documents.send(
      new GetCommand({ TableName, Key: key("none"), ReturnConsumedCapacity: "TOTAL" }),
    );
    expect(asked.ConsumedCapacity?.CapacityUnits).to.equal(0.5);
    expect(reads()).to.equal(0.5);
    const query = { TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": "a" } };
    expect((await documents.send(new QueryCommand({ ...query, Select: "COUNT" }))).Count).to.equal(1);
    expect(reads()).to.equal(1);
    await documents.send(
      new ScanCommand({ TableName, FilterExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": "b" } }),
    );
    expect(reads()).to.equal(1);
    await documents.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [key("a")] } } }));
    expect(reads()).to.equal(1);
    const TransactItems = ["a", "none"].map((pk) => ({ Get: { TableName, Key: key(pk) } }));
    await documents.send(new TransactGetCommand({ TransactItems }));
    expect(reads()).to.equal(6);
  });

  it("of indexes are added, as far as an item is in them and changes there", async () => {
    const indexed = `indexed-${count}`;
    await machine.region(here).dynamodb.tables.create(here, {
      ...replicaDefinition,
      name: indexed,
      attributes: [...replicaDefinition.attributes, { name: "kind", type: "S" }],
      globalSecondaryIndexes: [{ name: "byKind", hashKey: "kind", projectionType: "KEYS_ONLY" }],
    });
    const write = async (Item: Record<string, unknown>) => {
      await documents.send(new PutCommand({ TableName: indexed, Item: { ...key("a"), ...Item } }));
      return used().ofTable(indexed).write;
    };
    expect(await write({})).to.equal(1);
    expect(await write({ kind: "tour" })).to.equal(2);
    expect(await write({ kind: "tour", title: "t" })).to.equal(1);
    expect(await write({ kind: "room", text: filler(1500) })).to.equal(4);
    const Put = { TableName: indexed, Item: { ...key("a"), kind: "tour" } };
    await documents.send(new TransactWriteCommand({ TransactItems: [{ Put }] }));
    expect(used().ofTable(indexed).write).to.equal(8);
  });

  it("of replicated writes count in the region that receives them, apart from its own", async () => {
    await machine.region(here).dynamodb.tables.create(there, { ...replicaDefinition, name: TableName });
    await machine.replication.addTable({ tableName: TableName, regions: [here, there] });
    const Put = { TableName, Item: { ...key("a"), text: filler(1500) } };
    await documents.send(new TransactWriteCommand({ TransactItems: [{ Put }] }));
    await machine.replication.settled();
    const received = machine.region(there).dynamodb.capacity.snapshot();
    expect(received.ofTable(TableName)).to.deep.equal({ write: 0, replicatedWrite: 2, read: 0 });
    expect(received.ofItem(TableName, item("a")).replicatedWrite).to.equal(2);
    expect(used().ofTable(TableName)).to.deep.equal({ write: 4, replicatedWrite: 0, read: 0 });
    await machine.replication.removeTable(TableName);
  });

  it("begin at 0 after a reset", async () => {
    await put("a");
    capacity().reset();
    expect(capacity().snapshot().ofTable(TableName).write).to.equal(0);
  });
});
