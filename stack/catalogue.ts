import { type EventBus, EventRule, LambdaFunction, Queue, TableStream } from "../components/index.ts";
import type { Environment as BrowseEnvironment } from "../functions/catalogue/browse/environment.ts";
import type { Environment as FollowEnvironment } from "../functions/catalogue/follow/environment.ts";
import type { Environment as ManageEnvironment } from "../functions/catalogue/manage/environment.ts";
import type { Environment as PublishEnvironment } from "../functions/catalogue/publish/environment.ts";
import { recordsToPublish } from "../functions/catalogue/publish/records.ts";
import { followed } from "../functions/catalogue/follow/events.ts";
import type { Regional, Variables } from "./regional.ts";
import type { ServiceTable } from "./service-table.ts";

/** Keeps what can be booked: manage → table → publish → bus, and bus → follow → table; browse reads it. */
export function catalogueOf(
  { config, watched, functions, functionsBehindApi, service, pages }: Regional,
  { table, bus }: { table: ServiceTable; bus: EventBus },
) {
  const { region, currency } = config;
  const { replica } = table;
  const ofTable = { ...service, TABLE_NAME: replica.tableName };

  const manage = new LambdaFunction("catalogue-manage", {
    ...functionsBehindApi,
    entry: "functions/catalogue/manage/handler.ts",
    environment: { ...ofTable, ...pages } satisfies Variables<ManageEnvironment>,
    permissions: [replica.query, replica.write, replica.remove],
  });
  const browse = new LambdaFunction("catalogue-browse", {
    ...functionsBehindApi,
    entry: "functions/catalogue/browse/handler.ts",
    environment: { ...ofTable, ...pages, CURRENCY: currency } satisfies Variables<BrowseEnvironment>,
    permissions: [replica.query],
  });
  const publish = new LambdaFunction("catalogue-publish", {
    ...functions,
    entry: "functions/catalogue/publish/handler.ts",
    environment: { ...service, BUS_NAME: bus.busName } satisfies Variables<PublishEnvironment>,
    permissions: [bus.put],
    timeoutSeconds: 30,
  });
  const stream = new TableStream("catalogue", {
    ...watched,
    streamArn: table.streamArn,
    consumer: publish,
    filters: recordsToPublish(region),
  });
  const follow = new LambdaFunction("catalogue-follow", {
    ...functions,
    entry: "functions/catalogue/follow/handler.ts",
    environment: ofTable satisfies Variables<FollowEnvironment>,
    permissions: [replica.query, replica.write],
    timeoutSeconds: 60, // the slots of an item that is removed, however many
  });
  const news = new EventRule("catalogue-news", {
    ...watched,
    bus,
    eventPattern: JSON.stringify(followed),
    description: "What is left of slots and which items were removed, for the catalogue",
  });
  const queue = new Queue("catalogue-follow", { ...watched, consumer: { function: follow }, eventRules: [news] });

  return {
    manage,
    browse,
    sections: [
      { title: "Catalogue: manage", alarms: manage.alarms },
      { title: "Catalogue: browse", alarms: browse.alarms },
      { title: "Catalogue: events", alarms: [...publish.alarms, ...stream.alarms] },
      { title: "Catalogue: news", alarms: [...news.alarms, ...queue.alarms, ...follow.alarms] },
      { title: "Catalogue: table", alarms: replica.alarms },
    ],
  };
}
