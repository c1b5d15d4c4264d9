import { type EventBus, EventRule, LambdaFunction, Queue, TableStream } from "../components/index.ts";
import type { Environment as EditEnvironment } from "../functions/basket/edit/environment.ts";
import type { Environment as FollowEnvironment } from "../functions/basket/follow/environment.ts";
import type { Environment as PublishEnvironment } from "../functions/basket/publish/environment.ts";
import { recordsToPublish } from "../functions/basket/publish/records.ts";
import type { Environment as ReadEnvironment } from "../functions/basket/read/environment.ts";
import { type CatalogueEventType, catalogueSource } from "../functions/events/catalogue.ts";
import type { Regional, Variables } from "./regional.ts";
import type { ServiceTable } from "./service-table.ts";

/** Keeps baskets, and the prices that the catalogue has told of; what is checked out goes to the bus. */
export function basketsOf(
  { config, watched, functions, functionsBehindApi, service, pages }: Regional,
  { baskets, bus }: { baskets: ServiceTable; bus: EventBus },
) {
  const { region, currency } = config;
  const { replica } = baskets;
  const table = { ...service, TABLE_NAME: replica.tableName };
  const priced = { ...table, ...pages, CURRENCY: currency };

  const edit = new LambdaFunction("basket-edit", {
    ...functionsBehindApi,
    entry: "functions/basket/edit/handler.ts",
    environment: priced satisfies Variables<EditEnvironment>,
    permissions: [replica.query, replica.write],
  });
  const read = new LambdaFunction("basket-read", {
    ...functionsBehindApi,
    entry: "functions/basket/read/handler.ts",
    environment: priced satisfies Variables<ReadEnvironment>,
    permissions: [replica.query],
  });

  const offers = new EventRule("basket-offers", {
    ...watched,
    bus,
    eventPattern: JSON.stringify({
      source: [catalogueSource],
      "detail-type": ["SlotOffered", "SlotWithdrawn"] satisfies CatalogueEventType[],
    }),
    description: "Which slots can be booked, and their prices, for the baskets",
  });
  const follow = new LambdaFunction("basket-follow", {
    ...functions,
    entry: "functions/basket/follow/handler.ts",
    environment: table satisfies Variables<FollowEnvironment>,
    permissions: [replica.write],
  });
  const queue = new Queue("basket-slots", { ...watched, consumer: { function: follow }, eventRules: [offers] });

  const publish = new LambdaFunction("basket-publish", {
    ...functions,
    entry: "functions/basket/publish/handler.ts",
    environment: { ...service, BUS_NAME: bus.busName } satisfies Variables<PublishEnvironment>,
    permissions: [bus.put],
    timeoutSeconds: 30,
  });
  const stream = new TableStream("basket-events", {
    ...watched,
    streamArn: baskets.streamArn,
    consumer: publish,
    filters: recordsToPublish(region),
  });

  return {
    edit,
    read,
    sections: [
      { title: "Baskets", alarms: [...edit.alarms, ...read.alarms, ...replica.alarms] },
      { title: "Prices in baskets", alarms: [...offers.alarms, ...queue.alarms, ...follow.alarms] },
      { title: "Checkouts", alarms: [...publish.alarms, ...stream.alarms] },
    ],
  };
}
