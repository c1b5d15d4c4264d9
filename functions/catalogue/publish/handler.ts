import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { catalogueEvents } from "../../events/catalogue.ts";
import type { CatalogueEvent } from "../../events/catalogue.ts";
import { publishRecords } from "../../events/publish-records.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { storedItem } from "../item.ts";
import { slotPrefix } from "../keys.ts";
import { storedSlot } from "../slot.ts";
import { variables } from "./environment.ts";
import { eventOfItem, eventOfSlot } from "./event.ts";

const environment = readEnvironment(variables);
const bus = { client: tracer.captureAWSv3Client(new EventBridgeClient({})), name: environment.BUS_NAME };

function eventFrom({ dynamodb }: DynamoDBRecord): CatalogueEvent | undefined {
  const { NewImage: image, ApproximateCreationDateTime: writtenAt } = dynamodb ?? {};
  if (image === undefined) return undefined; // deleted: what that means was said before
  const at = (writtenAt === undefined ? new Date() : new Date(1000 * writtenAt)).toISOString();
  const row = unmarshall(image as Record<string, AttributeValue>);
  return String(row.sk).startsWith(slotPrefix)
    ? eventOfSlot(storedSlot.parse(row), at)
    : eventOfItem(storedItem.parse(row), at);
}

/** Consumes the stream of the table: tells the bus what this region has done with its items and slots. */
export const handler = observed(async ({ Records: records }: DynamoDBStreamEvent) =>
  publishRecords(bus, records, { schemas: catalogueEvents, eventOf: eventFrom }),
);
