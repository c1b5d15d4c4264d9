import { Archive, Bucket, type EventBus, EventRule, LambdaFunction, TableStream, Topic } from "../components/index.ts";
import type { Environment as PublishEnvironment } from "../functions/booking/publish/environment.ts";
import { recordsToPublish } from "../functions/booking/publish/records.ts";
import { forSupport } from "../functions/events/for-support.ts";
import type { Ledger } from "./ledger.ts";
import type { Regional, Variables } from "./regional.ts";

/** Tells what became of bookings: table → publish → bus → support and archive. */
export function bookingEventsOf(
  { config, key, watched, functions, service }: Regional,
  { ledger, bus }: { ledger: Ledger; bus: EventBus },
) {
  const { region, deletionProtection, logRetentionDays, supportEmails } = config;

  const publish = new LambdaFunction("publish", {
    ...functions,
    entry: "functions/booking/publish/handler.ts",
    environment: { ...service, BUS_NAME: bus.busName } satisfies Variables<PublishEnvironment>,
    permissions: [bus.put],
    timeoutSeconds: 30,
  });
  const stream = new TableStream("events", {
    ...watched,
    streamArn: ledger.streamArn,
    consumer: publish,
    filters: recordsToPublish(region),
    parallelizationFactor: 4,
  });

  const notices = new EventRule("notices", {
    ...watched,
    bus,
    eventPattern: JSON.stringify(forSupport),
    description: "What customer support is told of",
  });
  const support = new Topic("support", { ...watched, keyArn: key.arn, eventRules: [notices], emails: supportEmails });

  const everything = new EventRule("archive", {
    ...watched,
    bus,
    eventPattern: JSON.stringify({ source: [{ prefix: "berth." }] }),
    description: "Every event of Berth, for the archive",
  });
  const forceDestroy = !deletionProtection;
  const accessLogs = new Bucket("access-logs", { region, takesAccessLogs: true, expirationDays: 365, forceDestroy });
  const archive = new Archive("archive", {
    ...watched,
    keyArn: key.arn,
    accessLog: { bucketName: accessLogs.bucketName },
    kindPath: '."detail-type"',
    eventRules: [everything],
    logRetentionDays,
    forceDestroy,
  });

  return {
    archiveBucketName: archive.bucket.bucketName,
    supportTopicArn: support.arn,
    sections: [
      { title: "Events", alarms: [...bus.alarms, ...publish.alarms, ...stream.alarms] },
      { title: "Support", alarms: [...notices.alarms, ...support.alarms] },
      { title: "Archive", alarms: [...everything.alarms, ...archive.alarms] },
    ],
  };
}
