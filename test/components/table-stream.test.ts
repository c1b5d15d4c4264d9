import { expect } from "chai";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { TableStream, type TableStreamArgs } from "../../components/table-stream.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const entry = "test/components/fixtures/handler.ts";
const streamArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/ledger/stream/2026-01-01T00:00:00.000";
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

function tableStream(name: string, args: Partial<TableStreamArgs> = {}) {
  const consumer = new LambdaFunction(`${name}-consumer`, { region: args.region, entry });
  return new TableStream(name, { streamArn, consumer, ...args });
}

describe("TableStream", () => {
  itIsAComponent((name, region) => tableStream(name, { region }));

  it("bounds what a record that fails can do, and names it in a queue in the end", async () => {
    const resources = await registered(() => tableStream("ledger"));
    const { inputs } = one(resources, mapping);
    expect(inputs).to.deep.include({
      eventSourceArn: streamArn,
      startingPosition: "TRIM_HORIZON",
      batchSize: 100,
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: 86_400,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: {
        onFailure: { destinationArn: "arn:aws:made-up:eu-west-1:123456789012:ledger-failures" },
      },
    });
    expect(inputs).not.to.have.property("filterCriteria");
    expect(one(resources, "aws:sqs/queue:Queue", "ledger-failures").inputs).to.include({
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 1_209_600,
    });
  });

  it("takes only the records that a filter lets through", async () => {
    const filters = ['{"eventName":["INSERT"]}', '{"eventName":["MODIFY"]}'];
    const resources = await registered(() => tableStream("ledger", { filters }));
    expect(one(resources, mapping).inputs.filterCriteria).to.deep.equal({
      filters: filters.map((pattern) => ({ pattern })),
    });
  });

  it("lets the function read that stream, and send to that queue", async () => {
    const resources = await registered(() => tableStream("ledger"));
    const { policy } = one(resources, "aws:iam/rolePolicy:RolePolicy", "ledger-consume").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: object[] };
    expect(statements).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        Resource: [streamArn],
      },
      { Effect: "Allow", Action: ["dynamodb:ListStreams"], Resource: ["*"] },
      {
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: ["arn:aws:made-up:eu-west-1:123456789012:ledger-failures"],
      },
    ]);
  });

  it("rings when the consumer falls behind, and when records were given up", async () => {
    const resources = await registered(() => tableStream("ledger", { ageAlarmSeconds: 30, alarmActions: ["arn:t"] }));
    expect(one(resources, alarm, "ledger-age").inputs).to.deep.include({
      metricName: "IteratorAge",
      threshold: 30_000,
      alarmActions: ["arn:t"],
    });
    expect(one(resources, alarm, "ledger-failures").inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "ledger-failures" },
      threshold: 0,
      alarmActions: ["arn:t"],
    });
  });

  for (const [args, problem] of [
    [{ batchSize: 0 }, "batchSize is 0, and must be a whole number from 1 to 10000"],
    [{ parallelizationFactor: 11 }, "parallelizationFactor is 11, and must be a whole number from 1 to 10"],
    [{ maximumRetries: -1 }, "maximumRetries is -1, and must be a whole number from 0 to 10000"],
    [{ maximumAgeSeconds: 59 }, "maximumAgeSeconds is 59, and must be a whole number from 60 to 86400"],
    [{ ageAlarmSeconds: 0 }, "ageAlarmSeconds is 0, and must be a whole number from 1 to 86400"],
    [{ filters: Array.from({ length: 6 }, () => "{}") }, "filters holds 6 patterns, and must hold 5 at most"],
  ] as const) {
    it(`refuses: ${problem}`, async () => {
      await registered(() => {
        expect(() => tableStream("ledger", args)).to.throw(InvalidArguments, `TableStream "ledger": ${problem}`);
      });
    });
  }
});
