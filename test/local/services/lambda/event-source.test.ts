import { createServer } from "node:http";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient, CreateQueueCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { expect } from "chai";
import { buildApp } from "fauxqs";
import { SqsPoller, type SqsEventSource } from "../../../../local/services/lambda/event-source.ts";
import type { InvokeResult } from "../../../../local/services/lambda/invocation.ts";
import { eventually } from "../../eventually.ts";

const queueArn = "arn:aws:sqs:eu-west-1:000000000000:bookings";
const credentials = { accessKeyId: "KEY", secretAccessKey: "secret", sessionToken: "token" };
const success: InvokeResult = { requestId: "r", payload: null };

describe("SqsPoller", () => {
  let endpointUrl: string;
  let app: ReturnType<typeof buildApp>;
  let client: SQSClient;
  let pollers: SqsPoller[];
  let lines: string[];
  const QueueUrl = () => `${endpointUrl}/000000000000/bookings`;

  beforeEach(async () => {
    app = buildApp({ defaultRegion: "eu-west-1", logger: false });
    endpointUrl = await app.listen({ host: "127.0.0.1", port: 0 });
    client = new SQSClient({ region: "eu-west-1", endpoint: endpointUrl, credentials });
    await client.send(new CreateQueueCommand({ QueueName: "bookings", Attributes: { VisibilityTimeout: "1" } }));
    pollers = [];
    lines = [];
  });
  afterEach(async () => {
    await Promise.all(pollers.map((poller) => poller.stop()));
    client.destroy();
    await app.close();
  });

  const send = async (...bodies: string[]) => {
    for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody }));
  };
  const left = async () => {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: QueueUrl(), AttributeNames: [...names] });
    const { Attributes = {} } = await client.send(command);
    return names.map((name) => Number(Attributes[name])).reduce((a, b) => a + b);
  };
  const poll = (
    invoke: (event: SQSEvent) => Promise<InvokeResult>,
    source: Partial<SqsEventSource> = {},
    url = endpointUrl,
  ) => {
    const poller = new SqsPoller({
      source: {
        queueArn,
        batchSize: 10,
        batchingWindow: 0,
        maximumConcurrency: 5,
        reportsItemFailures: true,
        ...source,
      },
      region: "eu-west-1",
      endpointUrl: url,
      credentials,
      invoke,
      report: (line) => lines.push(line),
    });
    pollers.push(poller);
    return poller;
  };
  const bodies = ({ Records }: SQSEvent) => Records.map(({ body }) => body);

  it("hands over messages in the shape of the real source, and deletes what succeeded", async () => {
    const events: SQSEvent[] = [];
    await client.send(
      new SendMessageCommand({
        QueueUrl: QueueUrl(),
        MessageBody: '{"a":1}',
        MessageAttributes: {
          correlationId: { DataType: "String", StringValue: "abc" },
          raw: { DataType: "Binary", BinaryValue: Buffer.from("bytes") },
        },
      }),
    );
    poll((event) => {
      events.push(event);
      return Promise.resolve(success);
    });
    await eventually(async () => events.length > 0 && (await left()) === 0);
    const [record] = events[0]?.Records ?? [];
    expect(record).to.include({
      body: '{"a":1}',
      md5OfBody: "bb6cb5c68df4652941caf652a366f2d8",
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: "eu-west-1",
    });
    expect(record?.messageId).to.match(/^[0-9a-f-]{36}$/);
    expect(record?.receiptHandle).to.be.a("string").and.not.equal("");
    expect(record?.messageAttributes).to.deep.equal({
      correlationId: { stringValue: "abc", stringListValues: [], binaryListValues: [], dataType: "String" },
      raw: {
        binaryValue: Buffer.from("bytes").toString("base64"),
        stringListValues: [],
        binaryListValues: [],
        dataType: "Binary",
      },
    });
    expect(record?.attributes).to.include({ ApproximateReceiveCount: "1" });
    expect(Number(record?.attributes.SentTimestamp)).to.be.greaterThan(0);
  });

  it("leaves the messages that failed in the queue, and only those, to be handed over again", async () => {
    const seen: string[][] = [];
    await send("good", "bad", "fine");
    poll((event) => {
      seen.push(bodies(event));
      const failed = event.Records.filter(
        ({ body, attributes }) => body === "bad" && attributes.ApproximateReceiveCount === "1",
      );
      const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return Promise.resolve({ requestId: "r", payload: { batchItemFailures } });
    });
    await eventually(async () => (await left()) === 0);
    expect(seen.flat().toSorted()).to.deep.equal(["bad", "bad", "fine", "good"]);
  });

  it("leaves the whole batch when the function fails, or could not be called", async () => {
    const outcomes: (() => Promise<InvokeResult>)[] = [
      () => Promise.resolve({ requestId: "r", functionError: { errorType: "Error", errorMessage: "x" } }),
      () => Promise.reject(new Error("TooManyRequestsException")),
      () => Promise.resolve(success),
    ];
    const counts: string[] = [];
    await send("a");
    poll((event) => {
      counts.push(event.Records[0]?.attributes.ApproximateReceiveCount ?? "");
      return (outcomes.shift() ?? (() => Promise.resolve(success)))();
    });
    await eventually(async () => (await left()) === 0);
    expect(counts).to.deep.equal(["1", "2", "3"]);
    expect(lines).to.deep.equal([`a batch of ${queueArn} stays in the queue: Error: TooManyRequestsException`]);
  });

  it("takes what a function returns for a success unless failures are reported by it", async () => {
    await send("a");
    const payload = { batchItemFailures: [{ itemIdentifier: "" }] };
    let calls = 0;
    poll(() => Promise.resolve({ requestId: String(++calls), payload }), { reportsItemFailures: false });
    await eventually(async () => calls === 1 && (await left()) === 0);
  });

  it("has no more batches under way than the maximum concurrency", async () => {
    await send(...Array.from({ length: 12 }, (_, index) => String(index)));
    let running = 0;
    let most = 0;
    const handled = new Set<string>();
    poll(
      async (event) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        for (const body of bodies(event)) handled.add(body);
        return success;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );
    await eventually(() => handled.size === 12);
    expect(most).to.equal(2);
  });

  it("takes no more messages into a batch than its size", async () => {
    await send("1", "2", "3", "4", "5");
    const sizes: number[] = [];
    poll(
      (event) => {
        sizes.push(event.Records.length);
        return Promise.resolve(success);
      },
      { batchSize: 2 },
    );
    await eventually(() => sizes.reduce((a, b) => a + b, 0) === 5);
    expect(sizes.every((size) => size <= 2)).to.equal(true);
  });

  it("waits for a batch to fill within the batching window", async () => {
    const batches: string[][] = [];
    poll(
      (event) => {
        batches.push(bodies(event));
        return Promise.resolve(success);
      },
      { batchingWindow: 30, batchSize: 12 },
    );
    await send(...Array.from({ length: 12 }, (_, index) => String(index)));
    await eventually(() => batches.length === 1);
    expect(batches[0]).to.have.length(12);
  });

  it("says once why it cannot read, and reads again when it can", async () => {
    await app.close();
    let calls = 0;
    const poller = poll(() => Promise.resolve({ requestId: String(++calls) }));
    await eventually(() => poller.problem !== undefined);
    expect(poller.problem).to.include(`cannot read ${queueArn}: `);
    const port = Number(new URL(endpointUrl).port);
    app = buildApp({ defaultRegion: "eu-west-1", logger: false });
    await app.listen({ host: "127.0.0.1", port });
    await client.send(new CreateQueueCommand({ QueueName: "bookings" }));
    await send("a");
    await eventually(() => calls === 1);
    expect(poller.problem).to.equal(undefined);
    expect(lines.filter((line) => line.includes("cannot read"))).to.have.length(1);
  });

  it("stops in the midst of a long poll", async () => {
    const poller = poll(() => Promise.resolve(success));
    await poller.stop();
    await send("later");
    expect(await left()).to.equal(1);
  });

  it("reports what the role may not do", async () => {
    const message =
      "User: arn:aws:sts::000000000000:assumed-role/claim/s is not authorized to perform: sqs:ReceiveMessage";
    let tries = 0;
    const server = createServer((_, response) => {
      tries += 1;
      response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const poller = poll(() => Promise.resolve(success), {}, `http://127.0.0.1:${String(port)}`);
    await eventually(() => tries === 2);
    expect(poller.problem).to.include(message);
    expect(lines).to.have.length(1); // once, however often it is tried
    expect(lines[0]).to.include(message);
    await poller.stop();
    server.closeAllConnections();
    server.close();
  });
});
