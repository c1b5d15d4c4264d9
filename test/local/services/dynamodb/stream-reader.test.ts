import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { StreamReader } from "../../../../local/services/dynamodb/stream-reader.ts";
import { eventually } from "../../eventually.ts";

interface Shard {
  readonly parent?: string;
  readonly records: string[];
  closed?: boolean;
}

/** A stream of several shards, as AWS has them: iterators count records, and a closed shard ends. */
class ScriptedStream {
  readonly shards = new Map<string, Shard>();
  readonly failures: string[] = [];
  readonly operations: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      this.operations.push(operation);
      const failure = operation === "GetRecords" ? this.failures.shift() : undefined;
      response.statusCode = failure === undefined ? 200 : 400;
      const answer =
        failure === undefined
          ? this.#answer(operation, JSON.parse(body) as Record<string, string>)
          : { __type: failure };
      response.end(JSON.stringify(answer));
    });
  });

  async listen(): Promise<DynamoDBStreamsClient> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    return new DynamoDBStreamsClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: "eu-west-1",
      credentials,
      maxAttempts: 1,
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(operation: string, body: Record<string, string>): unknown {
    if (operation === "DescribeStream") {
      // One shard a page, so that the reader has to turn pages.
      const ids = [...this.shards.keys()];
      const index = body.ExclusiveStartShardId === undefined ? 0 : ids.indexOf(body.ExclusiveStartShardId) + 1;
      const id = ids[index] ?? "";
      const last = index < ids.length - 1 ? { LastEvaluatedShardId: id } : {};
      return { StreamDescription: { Shards: [{ ShardId: id, ParentShardId: this.shards.get(id)?.parent }], ...last } };
    }
    if (operation === "GetShardIterator") {
      const records = this.shards.get(body.ShardId ?? "")?.records ?? [];
      const after =
        body.ShardIteratorType === "AFTER_SEQUENCE_NUMBER" ? records.indexOf(body.SequenceNumber ?? "") + 1 : 0;
      return { ShardIterator: `${body.ShardId}|${after}` };
    }
    const [id = "", from = "0"] = (body.ShardIterator ?? "").split("|");
    const shard = this.shards.get(id);
    const records = shard?.records.slice(Number(from), Number(from) + 2) ?? [];
    const next = Number(from) + records.length;
    const ended = shard?.closed === true && next === shard.records.length;
    return {
      Records: records.map((SequenceNumber) => ({ dynamodb: { SequenceNumber } })),
      ...(!ended && { NextShardIterator: `${id}|${next}` }),
    };
  }
}

describe("StreamReader", () => {
  let stream: ScriptedStream;
  let client: DynamoDBStreamsClient;
  let reader: StreamReader | undefined;
  let seen: string[];
  let errors: unknown[];

  beforeEach(async () => {
    stream = new ScriptedStream();
    client = await stream.listen();
    seen = [];
    errors = [];
  });

  afterEach(async () => {
    await reader?.stop();
    client.destroy();
    stream.close();
  });

  function start(): StreamReader {
    reader = new StreamReader({
      client,
      streamArn: "arn",
      onError: (error) => errors.push(error),
      onRecords: (records) => {
        seen.push(...records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? ""));
        return Promise.resolve();
      },
    });
    return reader;
  }

  it("reads a shard from its beginning, page by page, and then what comes", async () => {
    stream.shards.set("s1", { records: ["1", "2", "3", "4", "5"] });
    await start().reachedEnd();
    expect(seen).to.eql(["1", "2", "3", "4", "5"]);
    stream.shards.get("s1")?.records.push("6");
    await eventually(() => seen.length === 6);
    expect(errors).to.eql([]);
  });

  it("goes on with the children of a shard that ends, and not before", async () => {
    stream.shards.set("s1", { records: ["1", "2", "3"], closed: true });
    stream.shards.set("s2", { parent: "s1", records: ["4"], closed: true });
    stream.shards.set("s3", { parent: "s2", records: ["5"] });
    stream.shards.set("s4", { parent: "s2", records: ["6"] });
    await start().reachedEnd();
    expect(seen.slice(0, 4)).to.eql(["1", "2", "3", "4"]);
    expect(seen.slice(4).sort()).to.eql(["5", "6"]);
  });

  it("waits for a child that appears later", async () => {
    const shard: Shard = { records: ["1"] };
    stream.shards.set("s1", shard);
    await start().reachedEnd();
    shard.closed = true;
    await eventually(() => stream.operations.filter((each) => each === "DescribeStream").length > 1);
    stream.shards.set("s2", { parent: "s1", records: ["2"] });
    await eventually(() => seen.includes("2"));
    expect(seen).to.eql(["1", "2"]);
  });

  it("starts with a shard whose parent is no longer known", async () => {
    stream.shards.set("s2", { parent: "trimmed", records: ["2"] });
    await start().reachedEnd();
    expect(seen).to.eql(["2"]);
  });

  it("asks for another iterator where its own has expired, and reads nothing twice", async () => {
    stream.shards.set("s1", { records: ["1", "2"] });
    await start().reachedEnd();
    stream.failures.push("ExpiredIteratorException");
    stream.shards.get("s1")?.records.push("3");
    await eventually(() => seen.length >= 3);
    expect(seen).to.eql(["1", "2", "3"]);
    expect(errors).to.eql([]);
  });

  it("asks again where DynamoDB Local refuses an iterator from before the first record", async () => {
    stream.shards.set("s1", { records: ["1"] });
    stream.failures.push("TrimmedDataAccessException");
    await start().reachedEnd();
    expect(seen).to.eql(["1"]);
    expect(errors).to.eql([]);
  });

  it("tells any other error, and goes on from where it was", async () => {
    stream.shards.set("s1", { records: ["1"] });
    await start().reachedEnd();
    stream.failures.push("InternalServerError");
    stream.shards.get("s1")?.records.push("2");
    await eventually(() => seen.length >= 2);
    expect(seen).to.eql(["1", "2"]);
    expect(errors.map((error) => (error as Error).name)).to.eql(["InternalServerError"]);
  });
});
