import type { components } from "../../../api/generated/types.ts";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, headerOf, httpHandler, json, noContent } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { idempotencyKeyOf } from "../../runtime/idempotency-key.ts";
import { rawBodyOf } from "../../runtime/json-body.ts";
import { observed } from "../../runtime/observability.ts";
import { PreconditionRequired } from "../../runtime/problem.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { entityTagOf, itemFrom } from "../answer.ts";
import { variables } from "./environment.ts";
import { createItem, editItem, removeItem } from "./items.ts";
import { parseItem, parseNewItem, parseSlots } from "./request.ts";
import { offerSlots } from "./slots.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);
const home = {
  table: { client: documentClient, name: environment.TABLE_NAME },
  region: environment.AWS_REGION,
  now: () => new Date(),
};

async function create(request: HttpRequest): Promise<Response> {
  const { correlationId, logger } = request;
  const wanted = parseNewItem(rawBodyOf(request), idempotencyKeyOf(request));
  const item = await createItem(home, { ...wanted, caller: customerOf(request), correlationId });
  const { itemId, version } = item;
  logger.info("item made", { itemId });
  return json(201, itemFrom(item), { location: `/items/${itemId}`, etag: entityTagOf(version) });
}

async function edit(request: HttpRequest): Promise<Response> {
  const { correlationId, logger } = request;
  const { itemId = "" } = request.parameters;
  const content = parseItem(rawBodyOf(request));
  const ifMatch = headerOf(request.event, "If-Match");
  if (ifMatch === undefined) throw new PreconditionRequired("If-Match must hold the ETag of the item that is changed");
  const item = await editItem(home, { itemId, content, ifMatch, correlationId });
  logger.info("item edited", { itemId, version: item.version });
  return json(200, itemFrom(item), { etag: entityTagOf(item.version) });
}

async function remove({ parameters, correlationId, logger }: HttpRequest): Promise<Response> {
  const { itemId = "" } = parameters;
  await removeItem(home, { itemId, correlationId });
  logger.info("item removed", { itemId });
  return noContent();
}

async function offer(request: HttpRequest): Promise<Response> {
  const { correlationId, logger } = request;
  const { itemId = "" } = request.parameters;
  const slots = await offerSlots(home, { itemId, slots: parseSlots(rawBodyOf(request)), correlationId });
  logger.info("slots offered", { itemId, slots: slots.length });
  const answer: components["schemas"]["OfferedSlots"] = {
    slots: slots.map(({ slotId, startsAt, capacity, unitPrice, shards }) => ({
      ...{ slotId, startsAt, capacity, unitPrice, shards },
    })),
  };
  return json(201, answer, { location: `/items/${itemId}/slots` });
}

/** What staff do with the catalogue: items are made, edited and removed, and their slots offered. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
      ["POST", "/items", create],
      ["PUT", "/items/:itemId", edit],
      ["DELETE", "/items/:itemId", remove],
      ["POST", "/items/:itemId/slots", offer],
    ]),
  ),
);
