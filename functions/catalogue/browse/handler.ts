import { cacheSeconds } from "../../../api/generated/cache-seconds.ts";
import type { components } from "../../../api/generated/types.ts";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { httpHandler } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { maximumLimit, pageOf } from "../../runtime/page.ts";
import { sharedAnswer } from "../../runtime/shared-answer.ts";
import type { SharedRequest } from "../../runtime/shared-answer.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { entityTagOf, itemFrom } from "../answer.ts";
import { slotPrefix } from "../keys.ts";
import type { Catalogue } from "./catalogue.ts";
import { DynamoDbCatalogue } from "./dynamodb-catalogue.ts";
import { variables } from "./environment.ts";
import { searchOf } from "./query.ts";

type Schemas = components["schemas"];

const environment = readEnvironment(variables);
const catalogue: Catalogue = new DynamoDbCatalogue({ client: documentClient, name: environment.TABLE_NAME });
const currency = environment.CURRENCY;

async function listItems({ query }: SharedRequest): Promise<{ body: Schemas["ItemPage"] }> {
  const { search, page } = searchOf(query, new Date());
  const { entries, cursor } = await catalogue.search(search, page);
  return { body: { items: entries.map(itemFrom), ...(cursor !== undefined && { cursor }) } };
}

async function readItem({ parameters }: SharedRequest): Promise<{ body: Schemas["Item"]; etag: string }> {
  const item = await catalogue.item(parameters.itemId ?? "");
  return { body: itemFrom(item), etag: entityTagOf(item.version) };
}

async function listSlots({ parameters, query }: SharedRequest): Promise<{ body: Schemas["SlotPage"] }> {
  const page = pageOf(query, { prefix: slotPrefix, defaultLimit: maximumLimit });
  const { entries, cursor } = await catalogue.slots(parameters.itemId ?? "", new Date().toISOString(), page);
  const slots = entries.map(({ slotId, startsAt, capacity, available, unitPrice }) => ({
    ...{ slotId, startsAt, capacity, available, unitPrice },
  }));
  return { body: { slots, currency, ...(cursor !== undefined && { cursor }) } };
}

const answers = [
  ["/items", sharedAnswer(cacheSeconds.listItems, listItems)],
  ["/items/:itemId", sharedAnswer(cacheSeconds.readItem, readItem)],
  ["/items/:itemId/slots", sharedAnswer(cacheSeconds.listSlots, listSlots)],
] as const;

/**
 * What customers see of the catalogue: items that match a search, one item, and its slots with what is left of them. Partners see the
 * same.
 */
export const handler = warmable(
  observed(
    httpHandler(
      originsFrom(environment.PAGE_ORIGINS),
      answers.flatMap(([path, answer]) => [
        ["GET", path, answer],
        ["GET", `/partners${path}`, answer],
      ]),
    ),
  ),
);
