import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { catalogueEvents } from "../../events/catalogue.ts";
import type { CatalogueEventType } from "../../events/catalogue.ts";
import { follow, on } from "../../events/follow.ts";
import type { Reaction } from "../../events/follow.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import type { Item } from "../keys.ts";
import { offeredItem, withdrawnItem } from "../slot.ts";
import { variables } from "./environment.ts";

const { TABLE_NAME: TableName, AWS_REGION: region } = readEnvironment([...variables, "AWS_REGION"]);

async function put(item: Item): Promise<void> {
  await documentClient.send(new PutCommand({ TableName, Item: item }));
}

/** Consumes the queue of what the catalogue says in this region: writes down which slots can be booked, and their prices. */
export const handler = observed(
  follow({
    SlotOffered: on(catalogueEvents.SlotOffered, (detail) => put(offeredItem(detail, region))),
    SlotWithdrawn: on(catalogueEvents.SlotWithdrawn, (detail) => put(withdrawnItem(detail, region))),
  } satisfies Partial<Record<CatalogueEventType, Reaction>>),
);
