import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EventRule } from "./event-rule.ts";
import { alarm } from "./internal/alarm.ts";
import { deadLetterRetentionSeconds, deadLetters } from "./internal/dead-letters.ts";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { type Permission, policyDocument, tlsOnly } from "./permission.ts";

/** The function that takes the messages of a {@link Queue}, and how. */
export interface QueueConsumer {
  /** The function. Its `live` alias is called, and its timeout decides the queue's visibility timeout. */
  function: LambdaFunction;
  /** Most messages in one call, 1 to 10,000; above 10 a window is needed. @default 10 */
  batchSize?: number;
  /** Longest wait for a fuller batch, in seconds, 0 to 300. @default 0 */
  batchWindowSeconds?: number;
  /** Most calls at the same time, 2 to 1,000. It keeps a flood in the queue instead of throttling. @default 10 */
  maximumConcurrency?: number;
}

/** Arguments of {@link Queue}. Limits: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html */
export interface QueueArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** Who takes the messages. @default nobody; the queue is then read with {@link Queue.receive} */
  consumer?: QueueConsumer;
  /**
   * Instead of `consumer`: the timeout, in seconds, 1 to 900, of a function that is made later, as it sends to the queue too, and is
   * then given to {@link Queue.consumedBy}. @default none
   */
  consumerTimeoutSeconds?: number;
  /** Rules whose events come into it, and which alone may send besides functions with {@link Queue.send}. @default none */
  eventRules?: EventRule[];
  /** How often a message is tried before it goes to the dead-letter queue, 1 to 1,000. @default 5 */
  maxReceiveCount?: number;
  /** How long a message is kept, in seconds, 60 to 1,209,599: the dead-letter queue keeps 1,209,600. @default 345600 */
  retentionSeconds?: number;
  /** Age of the oldest message that raises an alarm, in seconds, 1 or more. @default 300 */
  ageAlarmSeconds?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * An encrypted SQS queue that answers over TLS only, with a dead-letter queue and alarms.
 *
 * The visibility timeout is derived from the consumer: six times its timeout, and its batch window, as AWS advises
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 *
 * @example
 * const bookings = new Queue("bookings", { consumer: { function: claim, maximumConcurrency: 50 } });
 * new LambdaFunction("accept", { ..., permissions: [bookings.send] });
 *
 * @throws InvalidArguments if an argument is out of its range
 */
export class Queue extends pulumi.ComponentResource {
  /** Its URL, for `SendMessage`. */
  readonly url: pulumi.Output<string>;
  /** Its ARN. */
  readonly arn: pulumi.Output<string>;
  /** URL of the dead-letter queue. */
  readonly deadLetterUrl: pulumi.Output<string>;
  /** Lets a function send messages. */
  readonly send: Permission;
  /** Lets a function ask how the queue is: its attributes, such as how many messages wait. */
  readonly inspect: Permission;
  /** Lets a function receive and delete messages. A consumer has it already. */
  readonly receive: Permission;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];
  readonly #name: string;
  readonly #region: pulumi.Input<string> | undefined;
  /** Timeout of a consumer that is given later. */
  #awaitedTimeoutSeconds: number | undefined;

  constructor(name: string, args: QueueArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { region, consumer, consumerTimeoutSeconds, eventRules = [] } = args;
    const { maxReceiveCount = 5, retentionSeconds = 345_600, ageAlarmSeconds = 300 } = args;
    guard("Queue", name, [
      wholeNumber("maxReceiveCount", maxReceiveCount, 1, 1000),
      wholeNumber("retentionSeconds", retentionSeconds, 60, deadLetterRetentionSeconds - 1),
      wholeNumber("ageAlarmSeconds", ageAlarmSeconds, 1, deadLetterRetentionSeconds),
      wholeNumber("consumerTimeoutSeconds", consumerTimeoutSeconds, 1, 900),
      rule(
        consumer !== undefined && consumerTimeoutSeconds !== undefined,
        "consumer and consumerTimeoutSeconds are both set, and only one can be: the second announces a consumer",
      ),
      ...(consumer ? consumerProblems(consumer) : []),
    ]);
    super("berth:index:Queue", name, {}, opts);
    const child = { parent: this };
    const owner = { ...child, region, actions: args.alarmActions };

    const failed = deadLetters(
      `${name}-dead-letters`,
      { description: `Messages of ${name} failed ${maxReceiveCount} times: read the consumer's log, mend, redrive.` },
      owner,
    );
    const queue = new aws.sqs.Queue(
      name,
      {
        region,
        messageRetentionSeconds: retentionSeconds,
        visibilityTimeoutSeconds: visibilityTimeoutSeconds(consumer, consumerTimeoutSeconds),
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: failed.queue.arn, maxReceiveCount }),
        sqsManagedSseEnabled: true,
      },
      child,
    );
    new aws.sqs.RedriveAllowPolicy(
      `${name}-dead-letters`,
      {
        region,
        queueUrl: failed.queue.url,
        redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
      },
      child,
    );
    const sending = eventRules.map((eventRule) => ({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue.arn,
      Condition: { ArnEquals: { "aws:SourceArn": eventRule.arn } },
    }));
    const statements = [tlsOnly("sqs:*", queue.arn), ...sending];
    const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
    new aws.sqs.QueuePolicy(name, { region, queueUrl: queue.url, policy }, child);
    for (const eventRule of eventRules) eventRule.deliverTo(queue.arn, { ...child, name });

    this.url = queue.url;
    this.arn = queue.arn;
    this.deadLetterUrl = failed.queue.url;
    this.send = { actions: ["sqs:SendMessage"], resources: [queue.arn] };
    this.inspect = { actions: ["sqs:GetQueueAttributes"], resources: [queue.arn] };
    this.receive = {
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [queue.arn],
    };
    this.#name = name;
    this.#region = region;
    this.#awaitedTimeoutSeconds = consumerTimeoutSeconds;
    if (consumer) this.#feed(consumer);

    this.alarms = [
      alarm(
        `${name}-age`,
        {
          description: `Messages wait for more than ${ageAlarmSeconds} s in ${name}: its consumer fails or is too slow.`,
          namespace: "AWS/SQS",
          metric: "ApproximateAgeOfOldestMessage",
          dimensions: { QueueName: queue.name },
          statistic: "Maximum",
          above: ageAlarmSeconds,
        },
        owner,
      ).arn,
      failed.alarm.arn,
    ];
    this.registerOutputs({ url: this.url, arn: this.arn, deadLetterUrl: this.deadLetterUrl });
  }

  /**
   * Gives it the consumer that `consumerTimeoutSeconds` has announced, without a batch window.
   *
   * @throws InvalidArguments if none was announced, or one with another timeout, or an argument is out of its range
   */
  consumedBy(consumer: QueueConsumer): void {
    const { timeoutSeconds } = consumer.function;
    const awaited = this.#awaitedTimeoutSeconds;
    guard("Queue", this.#name, [
      ...consumerProblems(consumer),
      rule(
        (consumer.batchWindowSeconds ?? 0) > 0,
        "consumer.batchWindowSeconds is set, and a consumer that was announced has none",
      ),
      rule(
        awaited !== timeoutSeconds,
        `consumer.function has a timeout of ${timeoutSeconds} s, and consumerTimeoutSeconds is ${awaited ?? "not set"}`,
      ),
    ]);
    this.#awaitedTimeoutSeconds = undefined;
    this.#feed(consumer);
  }

  #feed({
    function: { roleName, liveArn },
    batchSize = 10,
    batchWindowSeconds = 0,
    maximumConcurrency = 10,
  }: QueueConsumer): void {
    const [name, child] = [this.#name, { parent: this }];
    const access = new aws.iam.RolePolicy(
      `${name}-consume`,
      { role: roleName, policy: policyDocument([this.receive]) },
      child,
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        region: this.#region,
        eventSourceArn: this.arn,
        functionName: liveArn,
        batchSize,
        maximumBatchingWindowInSeconds: batchWindowSeconds,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency },
      },
      { ...child, dependsOn: [access] }, // AWS refuses a mapping whose function may not read the queue yet
    );
  }
}

function consumerProblems({
  batchSize,
  batchWindowSeconds,
  maximumConcurrency,
}: QueueConsumer): (string | undefined)[] {
  return [
    wholeNumber("consumer.batchSize", batchSize, 1, 10_000),
    wholeNumber("consumer.batchWindowSeconds", batchWindowSeconds, 0, 300),
    wholeNumber("consumer.maximumConcurrency", maximumConcurrency, 2, 1000),
    rule(
      (batchSize ?? 0) > 10 && (batchWindowSeconds ?? 0) === 0,
      `consumer.batchSize is ${batchSize ?? ""} with consumer.batchWindowSeconds 0, and above 10 needs a window of at least 1`,
    ),
  ];
}

/** Six times the consumer's timeout, and its batch window; undefined without a consumer. */
function visibilityTimeoutSeconds(
  consumer: QueueConsumer | undefined,
  announcedTimeoutSeconds: number | undefined,
): number | undefined {
  const timeoutSeconds = consumer?.function.timeoutSeconds ?? announcedTimeoutSeconds;
  return timeoutSeconds === undefined ? undefined : 6 * timeoutSeconds + (consumer?.batchWindowSeconds ?? 0);
}
