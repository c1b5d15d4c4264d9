import { Archive, Bucket, type EventBus, EventRule } from "../components/index.ts";
import type { Regional } from "./regional.ts";

/** Keeps every event of the bus, and what is put to it besides. Who reads it is logged in a bucket that takes others' logs too. */
export function archiveOf({ config, key, watched }: Regional, bus: EventBus) {
  const { region, deletionProtection, logRetentionDays } = config;
  const forceDestroy = !deletionProtection;
  const everything = new EventRule("archive", {
    ...watched,
    bus,
    eventPattern: JSON.stringify({ source: [{ prefix: "berth." }] }),
    description: "Every event of Berth, for the archive",
  });
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
  return { archive, accessLogs, section: { title: "Archive", alarms: [...everything.alarms, ...archive.alarms] } };
}
