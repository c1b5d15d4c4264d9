import { Bucket, type EventBus, EventRule, LambdaFunction, Queue } from "../components/index.ts";
import type { Environment as AskEnvironment } from "../functions/reports/ask/environment.ts";
import type { Environment as FollowEnvironment } from "../functions/reports/follow/environment.ts";
import { followed } from "../functions/reports/follow/events.ts";
import type { Environment as ReadEnvironment } from "../functions/reports/read/environment.ts";
import { daysKept } from "../functions/reports/report.ts";
import type { Environment as WorkEnvironment } from "../functions/reports/work/environment.ts";
import type { Regional, Variables } from "./regional.ts";
import type { ServiceTable } from "./service-table.ts";

const maxReceiveCount = 5;
const stepTimeoutSeconds = 10;

/** Writes down what reports are made of: bus → queue → follow → table. Makes them: ask → queue ⇄ work → bucket, and reads them. */
export function reportsOf(
  { config, key, watched, functions, functionsBehindApi, service, pages }: Regional,
  { reports, bus, accessLogs }: { reports: ServiceTable; bus: EventBus; accessLogs: Bucket },
) {
  const { region, currency, deletionProtection } = config;
  const { replica } = reports;
  const table = { ...service, TABLE_NAME: replica.tableName };

  const follow = new LambdaFunction("report-follow", {
    ...functions,
    entry: "functions/reports/follow/handler.ts",
    environment: table satisfies Variables<FollowEnvironment>,
    permissions: [replica.write],
  });
  const heard = new EventRule("report-events", {
    ...watched,
    bus,
    eventPattern: JSON.stringify(followed),
    description: "What reports are made of: items, slots, and what became of bookings",
  });
  const facts = new Queue("report-facts", { ...watched, eventRules: [heard], consumer: { function: follow } });

  const bucket = new Bucket("reports", {
    region,
    keyArn: key.arn,
    accessLog: { bucketName: accessLogs.bucketName },
    expirationDays: daysKept,
    oldVersionDays: 1,
    forceDestroy: !deletionProtection,
  });
  const steps = new Queue("report-steps", { ...watched, consumerTimeoutSeconds: stepTimeoutSeconds, maxReceiveCount });
  const work = new LambdaFunction("report-work", {
    ...functions,
    entry: "functions/reports/work/handler.ts",
    environment: {
      ...table,
      BUCKET_NAME: bucket.bucketName,
      QUEUE_URL: steps.url,
      MAXIMUM_RECEIVES: String(maxReceiveCount),
      CURRENCY: currency,
    } satisfies Variables<WorkEnvironment>,
    permissions: [replica.get, replica.query, replica.write, bucket.read, bucket.write, steps.send],
    timeoutSeconds: stepTimeoutSeconds,
    memoryMegabytes: 1_769, // a whole core: a step adds up tens of thousands of sales
  });
  // One step a call, as each has the time of one; few at once, as reports can wait and bookings use the same account.
  steps.consumedBy({ function: work, batchSize: 1, maximumConcurrency: 5 });

  const ask = new LambdaFunction("report-ask", {
    ...functionsBehindApi,
    entry: "functions/reports/ask/handler.ts",
    environment: { ...table, ...pages, QUEUE_URL: steps.url } satisfies Variables<AskEnvironment>,
    permissions: [replica.write, steps.send],
  });
  const read = new LambdaFunction("report-read", {
    ...functionsBehindApi,
    entry: "functions/reports/read/handler.ts",
    environment: { ...table, ...pages, BUCKET_NAME: bucket.bucketName } satisfies Variables<ReadEnvironment>,
    permissions: [replica.query, bucket.read],
  });

  return {
    ask,
    read,
    sections: [
      { title: "Report facts", alarms: [...heard.alarms, ...facts.alarms, ...follow.alarms, ...replica.alarms] },
      { title: "Reports", alarms: [...ask.alarms, ...read.alarms, ...steps.alarms, ...work.alarms] },
    ],
  };
}
