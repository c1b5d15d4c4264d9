import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { Endpoint } from "../../../../local/endpoint/endpoint.ts";
import type { Credentials } from "../../../../local/services/iam/iam.ts";
import { Iam } from "../../../../local/services/iam/iam.ts";
import { Messaging } from "../../../../local/services/sqs/messaging.ts";
import { Sqs } from "../../../../local/services/sqs/sqs.ts";
import { eventually } from "../../eventually.ts";
import { policy, trust } from "../../iam-documents.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";

const region = "eu-west-1";
const arnOf = (name: string) => `arn:aws:sqs:${region}:000000000000:${name}`;

describe("Sqs behind an endpoint", () => {
  const iam = new Iam();
  const clients: SQSClient[] = [];
  let endpoint: Endpoint;
  let messaging: Messaging;
  let measurements: RecordedMeasurements;
  let sqs: Sqs;
  let operator: SQSClient;

  beforeEach(async () => {
    measurements = new RecordedMeasurements();
    endpoint = await Endpoint.listen({ region, iam });
    messaging = new Messaging(region);
    sqs = new Sqs({ region, messaging, endpointUrl: endpoint.url, measurements });
    endpoint.register(sqs);
    operator = clientOf(iam.operator);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await endpoint.close();
    await sqs.close();
    await messaging.close();
  });

  function clientOf(credentials: Credentials): SQSClient {
    const client = new SQSClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  }

  function roleWith(name: string, ...actions: string[]): SQSClient {
    const role = iam.putRole({ name, assumeRolePolicy: trust });
    iam.putRolePolicy(name, "p", policy("Allow", actions, arnOf("bookings")));
    return clientOf(iam.credentials(role.arn));
  }

  const queue = (name = "bookings", attributes: Record<string, string> = {}) => sqs.queues.create(name, attributes);

  async function failure(call: Promise<unknown>): Promise<Error> {
    return call.then(
      () => Promise.reject(new Error("the call did not fail")),
      (error: unknown) => error as Error,
    );
  }

  const receive = (client: SQSClient, QueueUrl: string, rest: object = {}) =>
    client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...rest }));

  it("has queue URLs on the region's endpoint, where a client finds it by the URL alone too", async () => {
    const { url } = await queue();
    expect(url).to.equal(`${endpoint.url}/000000000000/bookings`);
    const byUrl = new SQSClient({ region, credentials: iam.operator, useQueueUrlAsEndpoint: true });
    clients.push(byUrl);
    await byUrl.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "hello" }));
    const { Messages: messages } = await receive(operator, url);
    expect(messages?.map(({ Body }) => Body)).to.eql(["hello"]);
  });

  it("tells the same URL to every caller who asks", async () => {
    const created = await operator.send(new CreateQueueCommand({ QueueName: "bookings" }));
    const url = `${endpoint.url}/000000000000/bookings`;
    expect(created.QueueUrl).to.equal(url);
    expect((await operator.send(new GetQueueUrlCommand({ QueueName: "bookings" }))).QueueUrl).to.equal(url);
    expect((await operator.send(new ListQueuesCommand({}))).QueueUrls).to.eql([url]);
  });

  it("carries body, attributes and system attributes", async () => {
    const { url } = await queue();
    const MessageAttributes = { correlationId: { DataType: "String", StringValue: "c-1" } };
    await operator.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "é", MessageAttributes }));
    const names = { MessageSystemAttributeNames: ["All" as const], MessageAttributeNames: ["All"] };
    const { Messages: [message] = [] } = await receive(operator, url, names);
    expect(message?.MessageAttributes?.correlationId?.StringValue).to.equal("c-1");
    expect(message?.Attributes).to.include({ ApproximateReceiveCount: "1" });
    expect(Number(message?.Attributes?.SentTimestamp)).to.be.at.most(Date.now());
  });

  it("asks for each operation's permission on the queue, for a batch that of its entries", async () => {
    const { url } = await queue();
    const sender = roleWith("sender", "sqs:SendMessage");
    const entries = [{ Id: "1", MessageBody: "one" }];
    await sender.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
    const error = await failure(receive(sender, url));
    expect(error.name).to.equal("AccessDeniedException");
    expect(error.message).to.include(`sqs:ReceiveMessage on resource: ${arnOf("bookings")}`);
    const { Messages: [message] = [] } = await receive(roleWith("receiver", "sqs:ReceiveMessage"), url);
    const receipt = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle };
    expect((await failure(sender.send(new DeleteMessageCommand(receipt)))).message).to.include("sqs:DeleteMessage");
    const batch = { QueueUrl: url, Entries: [{ Id: "1", ReceiptHandle: message?.ReceiptHandle }] };
    expect((await failure(sender.send(new DeleteMessageBatchCommand(batch)))).message).to.include("sqs:DeleteMessage ");
    const change = new ChangeMessageVisibilityCommand({ ...receipt, VisibilityTimeout: 0 });
    expect((await failure(sender.send(change))).message).to.include("sqs:ChangeMessageVisibility");
  });

  it("asks the queue's policy too: TLS-only lets loopback through, a denial holds", async () => {
    const tls = { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    const { url } = await queue("bookings", { Policy: policy("Deny", "sqs:*", arnOf("bookings"), tls) });
    const sender = roleWith("sender", "sqs:SendMessage");
    await sender.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
    const denial = policy("Deny", "sqs:SendMessage", arnOf("bookings"), { Principal: "*" });
    await operator.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: denial } }));
    const error = await failure(sender.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" })));
    expect(error.message).to.include("with an explicit deny in a resource-based policy");
    await sqs.queues.set("bookings", { Policy: "" });
    await sender.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
  });

  it("refuses the URL of another region's queue, and an operation that it does not know", async () => {
    await queue();
    const foreign = "http://127.0.0.1:1/000000000000/bookings";
    const error = await failure(operator.send(new GetQueueAttributesCommand({ QueueUrl: foreign })));
    expect(error.name).to.match(/QueueDoesNotExist/);
    expect(error.message).to.include(foreign);
    const line = { method: "POST", url: "/", headers: {}, body: Buffer.from("{}") };
    const known = { ...line, operation: "StartMessageMoveTask", region, accessKeyId: "" };
    expect(() => sqs.access({ ...known, signal: new AbortController().signal })).to.throw(
      AwsError,
      /StartMessageMoveTask/,
    );
  });

  it("moves a message to the dead-letter queue after it was received too often", async () => {
    const dead = await queue("dead");
    const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const { url } = await queue("bookings", { RedrivePolicy: redrive });
    await operator.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "poison" }));
    for (const expected of [1, 1, 0]) {
      const { Messages: messages = [] } = await receive(operator, url, { VisibilityTimeout: 0 });
      expect(messages).to.have.length(expected);
    }
    const { Messages: messages } = await receive(operator, dead.url);
    expect(messages?.map(({ Body }) => Body)).to.eql(["poison"]);
  });

  const dead = arnOf("dead");
  const refused: [attributes: Record<string, string>, message: RegExp][] = [
    [{ RedrivePolicy: "{" }, /RedrivePolicy: it is not JSON/],
    [{ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 0 }) }, /maxReceiveCount/],
    [
      { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf("ghost"), maxReceiveCount: 5 }) },
      /ghost does not exist/,
    ],
    [{ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 5 }) }, /dead does not allow it/],
    [{ RedriveAllowPolicy: JSON.stringify({ redrivePermission: "some" }) }, /redrivePermission/],
    [{ Policy: "{}" }, /policy document/],
    [{ VisibilityTimeout: "50000" }, /VisibilityTimeout/],
  ];
  for (const [attributes, message] of refused) {
    it(`refuses ${JSON.stringify(attributes)}`, async () => {
      await queue("dead", {
        RedriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arnOf("other")] }),
      });
      expect((await failure(queue("bookings", attributes))).message).to.match(message);
      await queue();
      const change = new SetQueueAttributesCommand({ QueueUrl: sqs.queues.urlOf("bookings"), Attributes: attributes });
      expect((await failure(operator.send(change))).message).to.match(message);
    });
  }

  it("refuses a second queue of a name, and a name that SQS does not take", async () => {
    await queue();
    expect((await failure(queue())).name).to.equal("QueueNameExists");
    expect((await failure(queue("a b"))).message).to.include("queue a b");
  });

  it("forgets a deleted queue and its policy", async () => {
    const denial = policy("Deny", "sqs:SendMessage", "*", { Principal: "*" });
    const { url } = await queue("bookings", { Policy: denial });
    await operator.send(new DeleteQueueCommand({ QueueUrl: url }));
    expect(await sqs.queues.read("bookings")).to.equal(undefined);
    await queue();
    await roleWith("sender", "sqs:SendMessage").send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
  });

  describe("a long poll", () => {
    it("waits for a message and brings it", async () => {
      const { url } = await queue("bookings", { ReceiveMessageWaitTimeSeconds: "20" });
      const poll = receive(operator, url);
      await operator.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "late" }));
      expect((await poll).Messages?.map(({ Body }) => Body)).to.eql(["late"]);
    });

    it("goes on past the stretches that it is made of, and ends empty", async () => {
      const { url } = await queue();
      const before = performance.now();
      expect((await receive(operator, url, { WaitTimeSeconds: 2 })).Messages).to.equal(undefined);
      expect(performance.now() - before).to.be.at.least(1900);
    });

    it("takes no message along when its caller has left", async () => {
      const { url } = await queue();
      const leaving = new AbortController();
      const poll = failure(
        operator.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
          abortSignal: leaving.signal,
        }),
      );
      const calls = () => endpoint.calls.get("sqs:ReceiveMessage") ?? 0;
      await eventually(() => calls() > 0);
      leaving.abort();
      await poll;
      await clientOf(iam.operator).send(new SendMessageCommand({ QueueUrl: url, MessageBody: "kept" }));
      const { Messages: messages } = await receive(clientOf(iam.operator), url, { WaitTimeSeconds: 20 });
      expect(messages?.map(({ Body }) => Body)).to.eql(["kept"]);
    });
  });

  describe("metrics", () => {
    it("publishes how many messages wait and how old the oldest is, in seconds", async () => {
      const { url } = await queue();
      await sqs.metrics.measure();
      expect(measurements.values("ApproximateNumberOfMessagesVisible")).to.eql([0]);
      expect(measurements.values("ApproximateAgeOfOldestMessage")).to.eql([0]);
      for (const MessageBody of ["1", "2", "3"])
        await operator.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
      await receive(operator, url, { MaxNumberOfMessages: 1 });
      await sqs.metrics.measure();
      expect(measurements.values("ApproximateNumberOfMessagesVisible")).to.eql([0, 2]);
      expect(measurements.all.at(-2)).to.deep.include({ namespace: "AWS/SQS", dimensions: { QueueName: "bookings" } });
    });

    it("counts a message as visible again as soon as its time has come, though nobody asked", async () => {
      const { url } = await queue();
      await operator.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
      await receive(operator, url, { VisibilityTimeout: 1 });
      await sqs.metrics.measure();
      expect(measurements.values("ApproximateNumberOfMessagesVisible")).to.eql([0]);
      while (measurements.values("ApproximateNumberOfMessagesVisible").at(-1) !== 1) await sqs.metrics.measure();
      expect(measurements.values("ApproximateAgeOfOldestMessage").at(-1)).to.be.at.least(1);
    });

    it("measures by itself, as often as it is told, until it is closed", async () => {
      const start = (put: RecordedMeasurements) =>
        new Sqs({ region, messaging, endpointUrl: endpoint.url, measurements: put, measureEveryMilliseconds: 5 });
      await queue();
      const clock = new RecordedMeasurements();
      const [closing, running] = [start(measurements), start(clock)];
      await eventually(() => measurements.all.length >= 4);
      await closing.close();
      const closedWith = measurements.all.length;
      const since = clock.all.length;
      await eventually(() => clock.all.length >= since + 6);
      expect(measurements.all).to.have.length(closedWith);
      await running.close();
    });
  });
});
