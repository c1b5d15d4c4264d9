import { type EventBus, EventRule, LambdaFunction, TableStream, Topic } from "../components/index.ts";
import type { Environment as PublishEnvironment } from "../functions/booking/publish/environment.ts";
import { recordsToPublish } from "../functions/booking/publish/records.ts";
import { forSupport } from "../functions/events/for-support.ts";
import type { Regional, Variables } from "./regional.ts";
import type { ServiceTable } from "./service-table.ts";

/** Tells what became of bookings: table → publish → bus → support. */
export function bookingEventsOf(
  { config, key, watched, functions, service }: Regional,
  { ledger, bus }: { ledger: ServiceTable; bus: EventBus },
) {
  const { region, supportEmails } = config;

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

  return {
    supportTopicArn: support.arn,
    sections: [
      { title: "Events", alarms: [...bus.alarms, ...publish.alarms, ...stream.alarms] },
      { title: "Support", alarms: [...notices.alarms, ...support.alarms] },
    ],
  };
}
