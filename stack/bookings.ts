import {
  type Archive,
  type EventBus,
  EventRule,
  LambdaFunction,
  Queue,
  Schedule,
  TableStream,
} from "../components/index.ts";
import type { Environment as AcceptEnvironment } from "../functions/booking/accept/environment.ts";
import type { Environment as ClaimEnvironment } from "../functions/booking/claim/environment.ts";
import type { Environment as HealthEnvironment } from "../functions/booking/health/environment.ts";
import type { Environment as OfferEnvironment } from "../functions/booking/offer/environment.ts";
import { followed } from "../functions/booking/offer/events.ts";
import type { Environment as ReadEnvironment } from "../functions/booking/read/environment.ts";
import type { Environment as SettleEnvironment } from "../functions/booking/settle/environment.ts";
import { basketSource } from "../functions/events/basket.ts";
import type { BasketEventType } from "../functions/events/basket.ts";
import { recordsToSettle } from "../functions/booking/settle/records.ts";
import type { Regional, Variables } from "./regional.ts";
import type { ServiceTable } from "./service-table.ts";

const maxReceiveCount = 5;

/**
 * Takes bookings: accept or a checkout on the bus → queue → claim → table → settle, and reads them; what there is to book comes
 * from the bus by offer.
 */
export function bookingsOf(
  { config, watched, functions, functionsBehindApi, service, pages }: Regional,
  { ledger, bus, archive }: { ledger: ServiceTable; bus: EventBus; archive: Archive },
) {
  const { region, regions } = config;
  const { replica } = ledger;
  const table = { ...service, TABLE_NAME: replica.tableName };
  const ofAll = { ...table, REGIONS: regions.join(",") };

  const claim = new LambdaFunction("claim", {
    ...functions,
    entry: "functions/booking/claim/handler.ts",
    environment: {
      ...ofAll,
      MAXIMUM_RECEIVES: String(maxReceiveCount),
      BUS_NAME: bus.busName,
      ARCHIVE_STREAM: archive.streamName,
    } satisfies Variables<ClaimEnvironment>,
    permissions: [replica.query, replica.write, bus.put, archive.put],
    timeoutSeconds: 10, // six times that passes before the bookings of a worker that died are claimed by another
  });
  const checkouts = new EventRule("checkouts", {
    ...watched,
    bus,
    eventPattern: JSON.stringify({
      source: [basketSource],
      "detail-type": ["BasketCheckedOut"] satisfies BasketEventType[],
    }),
    description: "Baskets that were checked out, to be booked",
  });
  const queue = new Queue("bookings", {
    ...watched,
    eventRules: [checkouts],
    consumer: { function: claim, maximumConcurrency: config.claimConcurrency },
    maxReceiveCount,
  });
  const settle = new LambdaFunction("settle", {
    ...functions,
    entry: "functions/booking/settle/handler.ts",
    environment: { ...ofAll, QUEUE_URL: queue.url } satisfies Variables<SettleEnvironment>,
    permissions: [replica.query, replica.write, queue.send],
    timeoutSeconds: 60, // a batch of records, one after the other
  });
  const stream = new TableStream("ledger", {
    ...watched,
    streamArn: ledger.streamArn,
    consumer: settle,
    filters: recordsToSettle(region),
    parallelizationFactor: 4,
  });
  const heartbeat = new Schedule("heartbeat", {
    ...watched,
    function: settle,
    everyMinutes: 1,
    event: JSON.stringify({ heartbeat: true }),
    description: `Lets the other regions hear that ${region} is alive`,
  });
  const accept = new LambdaFunction("accept", {
    ...functionsBehindApi,
    entry: "functions/booking/accept/handler.ts",
    environment: { ...table, ...pages, QUEUE_URL: queue.url } satisfies Variables<AcceptEnvironment>,
    permissions: [replica.query, queue.send],
  });
  const read = new LambdaFunction("read", {
    ...functionsBehindApi,
    entry: "functions/booking/read/handler.ts",
    environment: { ...table, ...pages } satisfies Variables<ReadEnvironment>,
    permissions: [replica.query],
  });
  const health = new LambdaFunction("health", {
    ...functionsBehindApi,
    entry: "functions/booking/health/handler.ts",
    environment: { ...table, ...pages, QUEUE_URL: queue.url } satisfies Variables<HealthEnvironment>,
    permissions: [replica.query, queue.inspect],
  });
  const offer = new LambdaFunction("offer", {
    ...functions,
    entry: "functions/booking/offer/handler.ts",
    environment: table satisfies Variables<OfferEnvironment>,
    permissions: [replica.write],
    timeoutSeconds: 30,
  });
  const offers = new EventRule("offers", {
    ...watched,
    bus,
    eventPattern: JSON.stringify(followed),
    description: "Slots that can be booked from now on, or no more",
  });
  const offered = new Queue("offered-slots", { ...watched, consumer: { function: offer }, eventRules: [offers] });

  return {
    accept,
    read,
    health,
    queueUrl: queue.url,
    deadLetterUrl: queue.deadLetterUrl,
    sections: [
      { title: "Accept", alarms: accept.alarms },
      { title: "Bookings queue", alarms: [...queue.alarms, ...checkouts.alarms] },
      { title: "Claim", alarms: claim.alarms },
      { title: "Settle", alarms: [...settle.alarms, ...stream.alarms, ...heartbeat.alarms] },
      { title: "Offer", alarms: [...offers.alarms, ...offered.alarms, ...offer.alarms] },
      { title: "Ledger", alarms: replica.alarms },
      { title: "Read", alarms: read.alarms },
      { title: "Health", alarms: health.alarms },
    ],
  };
}
