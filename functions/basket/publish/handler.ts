import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { basketEvents } from "../../events/basket.ts";
import type { BasketEvent } from "../../events/basket.ts";
import { publishRecords } from "../../events/publish-records.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { storedCheckout } from "../checkout.ts";
import { variables } from "./environment.ts";
import { checkedOut } from "./event.ts";

const environment = readEnvironment(variables);
const bus = { client: tracer.captureAWSv3Client(new EventBridgeClient({})), name: environment.BUS_NAME };

function eventOf({ dynamodb }: DynamoDBRecord): BasketEvent {
  const image = (dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>;
  return checkedOut(storedCheckout.parse(unmarshall(image)));
}

/** Consumes the stream of the table: tells the bus what was checked out in this region. */
export const handler = observed(async ({ Records: records }: DynamoDBStreamEvent) =>
  publishRecords(bus, records, { schemas: basketEvents, eventOf }),
);
