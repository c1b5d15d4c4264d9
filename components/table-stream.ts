import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "./internal/alarm.ts";
import { deadLetters } from "./internal/dead-letters.ts";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { policyDocument } from "./permission.ts";

/** Arguments of {@link TableStream}. Limits: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export interface TableStreamArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** ARN of the stream, in the same region. */
  streamArn: pulumi.Input<string>;
  /** The function that takes the records. Its `live` alias is called. */
  consumer: LambdaFunction;
  /** Patterns in JSON, of which a record must match one; at most 5. @default every record */
  filters?: string[];
  /** Most records in one call, 1 to 10,000. @default 100 */
  batchSize?: number;
  /** Batches of a shard in work at the same time, 1 to 10; the order of each partition key is kept. @default 1 */
  parallelizationFactor?: number;
  /** How often a batch is tried again, 0 to 10,000. @default 10 */
  maximumRetries?: number;
  /** Age at which a record is given up, in seconds, 60 to 86,400: the stream keeps it that long. @default 86400 */
  maximumAgeSeconds?: number;
  /** Age of the last record read that raises an alarm, in seconds, 1 or more. @default 60 */
  ageAlarmSeconds?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * Feeds a function from the stream of a table. A batch that fails is halved and tried again, and what fails for good is
 * named in a queue of failures: who mends the cause reads the records from the table.
 *
 * @example
 * new TableStream("ledger", { streamArn: table.streamArns["eu-west-1"], consumer: settle });
 *
 * @throws InvalidArguments if an argument is out of its range, or there are too many filters
 */
export class TableStream extends pulumi.ComponentResource {
  /** URL of the queue of failures. */
  readonly failuresUrl: pulumi.Output<string>;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: TableStreamArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, streamArn, consumer, filters = [], batchSize = 100, parallelizationFactor = 1 } = args;
    const { maximumRetries = 10, maximumAgeSeconds = 86_400, ageAlarmSeconds = 60, alarmActions } = args;
    guard("TableStream", name, [
      wholeNumber("batchSize", batchSize, 1, 10_000),
      wholeNumber("parallelizationFactor", parallelizationFactor, 1, 10),
      wholeNumber("maximumRetries", maximumRetries, 0, 10_000),
      wholeNumber("maximumAgeSeconds", maximumAgeSeconds, 60, 86_400),
      wholeNumber("ageAlarmSeconds", ageAlarmSeconds, 1, 86_400),
      rule(filters.length > 5, `filters holds ${filters.length} patterns, and must hold 5 at most`),
    ]);
    super("berth:index:TableStream", name, {}, opts);
    const child = { parent: this };
    const owner = { ...child, region, actions: alarmActions };

    const failures = deadLetters(
      `${name}-failures`,
      { description: `${name} gave records of the stream up: read the consumer's log, mend, settle them again.` },
      owner,
    );
    const access = new aws.iam.RolePolicy(
      `${name}-consume`,
      {
        role: consumer.roleName,
        policy: policyDocument([
          {
            actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
            resources: [streamArn],
          },
          { actions: ["dynamodb:ListStreams"], resources: ["*"] }, // AWS knows no narrower resource for it
          { actions: ["sqs:SendMessage"], resources: [failures.queue.arn] },
        ]),
      },
      child,
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        region,
        eventSourceArn: streamArn,
        functionName: consumer.liveArn,
        startingPosition: "TRIM_HORIZON", // a stream that is new holds nothing that is not to be seen
        batchSize,
        parallelizationFactor,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: maximumRetries,
        maximumRecordAgeInSeconds: maximumAgeSeconds,
        functionResponseTypes: ["ReportBatchItemFailures"],
        destinationConfig: { onFailure: { destinationArn: failures.queue.arn } },
        filterCriteria: filters.length === 0 ? undefined : { filters: filters.map((pattern) => ({ pattern })) },
      },
      { ...child, dependsOn: [access] }, // AWS refuses a mapping whose function may not read the stream yet
    );

    this.failuresUrl = failures.queue.url;
    this.alarms = [
      alarm(
        `${name}-age`,
        {
          description: `What ${name} reads is more than ${ageAlarmSeconds} s old: its consumer fails or is too slow.`,
          namespace: "AWS/Lambda",
          metric: "IteratorAge",
          dimensions: { FunctionName: consumer.functionName },
          statistic: "Maximum",
          above: 1000 * ageAlarmSeconds,
        },
        owner,
      ).arn,
      failures.alarm.arn,
    ];
    this.registerOutputs({ failuresUrl: this.failuresUrl });
  }
}
