import { expect } from "chai";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { Queue, type QueueArgs } from "../../components/queue.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const entry = "test/components/fixtures/handler.ts";
const queue = "aws:sqs/queue:Queue";
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";

function consumedQueue(name: string, region?: string, timeoutSeconds = 7) {
  const consumer = new LambdaFunction(`${name}-consumer`, { region, entry, timeoutSeconds });
  return new Queue(name, { region, consumer: { function: consumer } });
}

describe("Queue", () => {
  itIsAComponent((name, region) => consumedQueue(name, region));

  it("encrypts both queues and keeps dead letters longer than the source keeps messages", async () => {
    const resources = await registered(() => new Queue("orders"));
    const source = one(resources, queue, "orders").inputs;
    const deadLetters = one(resources, queue, "orders-dead-letters").inputs;
    expect(source).to.include({ sqsManagedSseEnabled: true, messageRetentionSeconds: 345_600 });
    expect(deadLetters).to.include({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
    expect(source).not.to.have.property("visibilityTimeoutSeconds");
  });

  it("moves a message to the dead-letter queue after five tries, and lets no other queue use it", async () => {
    const resources = await registered(() => new Queue("orders"));
    expect(JSON.parse(one(resources, queue, "orders").inputs.redrivePolicy as string)).to.deep.equal({
      deadLetterTargetArn: "arn:aws:made-up:eu-west-1:123456789012:orders-dead-letters",
      maxReceiveCount: 5,
    });
    const allowed = one(resources, "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").inputs;
    expect(JSON.parse(allowed.redriveAllowPolicy as string)).to.deep.equal({
      redrivePermission: "byQueue",
      sourceQueueArns: ["arn:aws:made-up:eu-west-1:123456789012:orders"],
    });
  });

  it("refuses what does not come over TLS, on both queues", async () => {
    const resources = await registered(() => new Queue("orders"));
    for (const name of ["orders", "orders-dead-letters"]) {
      const { policy } = one(resources, "aws:sqs/queuePolicy:QueuePolicy", name).inputs;
      expect(JSON.parse(policy as string))
        .to.have.nested.property("Statement[0]")
        .that.deep.includes({
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        });
    }
  });

  it("hides a message for six times the consumer's timeout, and its batch window", async () => {
    const resources = await registered(() => {
      const consumer = new LambdaFunction("consumer", { entry, timeoutSeconds: 7 });
      new Queue("orders", { consumer: { function: consumer, batchSize: 50, batchWindowSeconds: 3 } });
    });
    expect(one(resources, queue, "orders").inputs.visibilityTimeoutSeconds).to.equal(45);
    expect(one(resources, mapping).inputs).to.include({ batchSize: 50, maximumBatchingWindowInSeconds: 3 });
  });

  it("hands its messages to the consumer's alias with partial failures and a bounded concurrency", async () => {
    const resources = await registered(() => consumedQueue("orders"));
    expect(one(resources, mapping).inputs).to.deep.include({
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 10 },
      batchSize: 10,
    });
    const access = one(resources, "aws:iam/rolePolicy:RolePolicy", "orders-consume").inputs;
    expect(access.role).to.equal("orders-consumer-role");
    expect(JSON.parse(access.policy as string))
      .to.have.nested.property("Statement[0]")
      .that.deep.equals({
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: ["arn:aws:made-up:eu-west-1:123456789012:orders"],
      });
  });

  it("takes a consumer that is made after it, as it sends to the queue itself", async () => {
    const resources = await registered(() => {
      const steps = new Queue("steps", { region: "eu-west-1", consumerTimeoutSeconds: 7 });
      const environment = { QUEUE_URL: steps.url };
      const work = new LambdaFunction("work", { entry, timeoutSeconds: 7, environment, permissions: [steps.send] });
      steps.consumedBy({ function: work, batchSize: 1 });
    });
    expect(one(resources, queue, "steps").inputs.visibilityTimeoutSeconds).to.equal(42);
    expect(one(resources, mapping).inputs).to.include({ batchSize: 1, region: "eu-west-1" });
    expect(one(resources, mapping).urn).to.include("berth:index:Queue$aws:lambda");
    expect(one(resources, "aws:iam/rolePolicy:RolePolicy", "steps-consume").inputs.role).to.equal("work-role");
  });

  it("refuses a consumer that it does not expect", async () => {
    await registered(() => {
      const consumer = new LambdaFunction("consumer", { entry, timeoutSeconds: 7 });
      const consumed = new Queue("consumed", { consumer: { function: consumer } });
      const refused =
        (of: Queue, settings: object = {}) =>
        () => {
          of.consumedBy({ function: consumer, ...settings });
        };
      const unexpected = "consumer.function has a timeout of 7 s, and consumerTimeoutSeconds is not set";
      expect(refused(consumed)).to.throw(InvalidArguments, `Queue "consumed": ${unexpected}`);
      const awaiting = (consumerTimeoutSeconds: number) =>
        new Queue(`awaiting-${consumerTimeoutSeconds}`, { consumerTimeoutSeconds });
      expect(refused(awaiting(8))).to.throw(InvalidArguments, "a timeout of 7 s, and consumerTimeoutSeconds is 8");
      const once = awaiting(7);
      expect(refused(once, { maximumConcurrency: 1, batchWindowSeconds: 1 })).to.throw(
        InvalidArguments,
        "consumer.maximumConcurrency is 1, and must be a whole number from 2 to 1000; " +
          "consumer.batchWindowSeconds is set, and a consumer that was announced has none",
      );
      refused(once)();
      expect(refused(once)).to.throw(InvalidArguments, unexpected);
      expect(() => new Queue("both", { consumer: { function: consumer }, consumerTimeoutSeconds: 7 })).to.throw(
        InvalidArguments,
        "consumer and consumerTimeoutSeconds are both set, and only one can be",
      );
      expect(() => new Queue("long", { consumerTimeoutSeconds: 901 })).to.throw(
        InvalidArguments,
        "consumerTimeoutSeconds is 901",
      );
    });
  });

  it("rings when messages wait, and when one is dead", async () => {
    const resources = await registered(() => new Queue("orders", { ageAlarmSeconds: 60, alarmActions: ["arn:topic"] }));
    const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    expect(one(resources, alarm, "orders-age").inputs).to.deep.include({
      metricName: "ApproximateAgeOfOldestMessage",
      threshold: 60,
      dimensions: { QueueName: "orders" },
      alarmActions: ["arn:topic"],
    });
    expect(one(resources, alarm, "orders-dead-letters").inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      threshold: 0,
      dimensions: { QueueName: "orders-dead-letters" },
    });
  });

  it("reports every argument that breaks a rule, and registers nothing", async () => {
    const args: QueueArgs = { maxReceiveCount: 0, retentionSeconds: 1_209_600, ageAlarmSeconds: 1.5 };
    const resources = await registered(() => {
      expect(() => new Queue("orders", args)).to.throw(
        InvalidArguments,
        'Queue "orders": maxReceiveCount is 0, and must be a whole number from 1 to 1000; ' +
          "retentionSeconds is 1209600, and must be a whole number from 60 to 1209599; " +
          "ageAlarmSeconds is 1.5, and must be a whole number from 1 to 1209600",
      );
    });
    expect(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).to.be.empty;
  });

  it("refuses a consumer out of range, and a large batch without a window", async () => {
    await registered(() => {
      const consumer = new LambdaFunction("consumer", { entry });
      const consumed = (settings: object) => () =>
        new Queue("orders", { consumer: { function: consumer, ...settings } });
      expect(consumed({ maximumConcurrency: 1 })).to.throw(InvalidArguments, "consumer.maximumConcurrency is 1");
      expect(consumed({ batchSize: 0 })).to.throw(InvalidArguments, "consumer.batchSize is 0");
      expect(consumed({ batchWindowSeconds: 301 })).to.throw(InvalidArguments, "consumer.batchWindowSeconds is 301");
      expect(consumed({ batchSize: 11 })).to.throw(InvalidArguments, "above 10 needs a window of at least 1");
    });
  });
});
