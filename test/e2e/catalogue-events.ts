import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { putEvents } from "../../functions/events/bus.ts";
import { catalogueSource } from "../../functions/events/catalogue.ts";
import type { CatalogueEvent } from "../../functions/events/catalogue.ts";
import { call, customer, offered, running, until } from "./running.ts";

/** A slot that can be booked and put into baskets. */
export interface OfferedSlot {
  readonly slotId: string;
  readonly itemId: string;
  readonly startsAt: string;
  readonly unitPrice: number;
}

/** Offers a slot, and waits until the baskets of all regions have heard of it. */
export async function priced(homeRegion: string, capacity: number, unitPrice = 100): Promise<OfferedSlot> {
  const { itemId, slotId } = await offered(homeRegion, capacity, unitPrice);
  const token = await customer();
  const { body } = await call(homeRegion, `/items/${itemId}/slots`, { token });
  const [{ startsAt } = { startsAt: "" }] = (body as { slots: { startsAt: string }[] }).slots;
  const slot = { slotId, itemId, startsAt, unitPrice };
  const { machine, regions } = await running();
  for (const region of Object.keys(regions)) {
    const path = `/basket/slots/${slotId}`;
    const body = JSON.stringify({ units: 1 });
    const headers = { "Content-Type": "application/json" };
    await until(async () =>
      (await call(region, path, { method: "PUT", token, headers, body })).status === 200 ? true : undefined,
    );
  }
  await machine.replication.settled();
  return slot;
}

/** Says on a region's bus what the catalogue says. */
export async function told(
  region: string,
  type: CatalogueEvent["type"],
  what: { readonly slotId: string } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const { machine, regions, outputs } = await running();
  const { endpoint } = regions[region] ?? { endpoint: "" };
  const client = new EventBridgeClient({ region, endpoint, credentials: machine.iam.operator });
  const id = `${what.slotId}/${type}`;
  const said = { schema: 1, id, version: 1, occurredAt: new Date().toISOString(), region, correlationId: id };
  try {
    const event = { source: catalogueSource, type, detail: { ...said, ...what } };
    const failed = await putEvents({ client, name: String(outputs[region]?.eventBusName) }, [event]);
    for (const error of failed.values()) throw error;
  } finally {
    client.destroy();
  }
}
