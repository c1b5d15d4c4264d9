import type { components } from "../../../api/generated/types.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { httpHandler, json } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { maximumLimit, pageOf } from "../../runtime/page.ts";
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

async function listItems({ query }: HttpRequest): Promise<Response> {
  const { search, page } = searchOf(query, new Date());
  const { entries, cursor } = await catalogue.search(search, page);
  const answer: Schemas["ItemPage"] = { items: entries.map(itemFrom), ...(cursor !== undefined && { cursor }) };
  return json(200, answer);
}

async function readItem({ parameters }: HttpRequest): Promise<Response> {
  const item = await catalogue.item(parameters.itemId ?? "");
  return json(200, itemFrom(item), { etag: entityTagOf(item.version) });
}

async function listSlots({ parameters, query }: HttpRequest): Promise<Response> {
  const page = pageOf(query, { prefix: slotPrefix, defaultLimit: maximumLimit });
  const { entries, cursor } = await catalogue.slots(parameters.itemId ?? "", new Date().toISOString(), page);
  const slots = entries.map(({ slotId, startsAt, capacity, available, unitPrice }) => ({
    ...{ slotId, startsAt, capacity, available, unitPrice },
  }));
  const answer: Schemas["SlotPage"] = { slots, currency, ...(cursor !== undefined && { cursor }) };
  return json(200, answer);
}

/** What customers see of the catalogue: items that match a search, one item, and its slots with what is left of them. */
export const handler = warmable(
  observed(
    httpHandler([
      ["GET", "/items", listItems],
      ["GET", "/items/:itemId", readItem],
      ["GET", "/items/:itemId/slots", listSlots],
    ]),
  ),
);
