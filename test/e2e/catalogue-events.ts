import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Berth } from "../../demo/berth.ts";
import { putEvents } from "../../functions/events/bus.ts";
import { catalogueSource } from "../../functions/events/catalogue.ts";
import type { CatalogueEvent } from "../../functions/events/catalogue.ts";
import { call, customer, offered, running, until } from "./running.ts";

/** A slot that can be booked and put into baskets. */
interface OfferedSlot {
  readonly slotId: string;
  readonly itemId: string;
  readonly startsAt: string;
  readonly unitPrice: number;
}

/** Offers a slot that can be put into baskets, too, and gives it once every region knows its price. */
export async function priced(homeRegion: string, capacity: number, unitPrice = 100): Promise<OfferedSlot> {
  const berth = await running();
  const { itemId, slotId } = await offered(homeRegion, capacity);
  const token = await customer();
  const { body } = await call(homeRegion, `/items/${itemId}/slots`, { token });
  const [{ startsAt } = { startsAt: "" }] = (body as { slots: { startsAt: string }[] }).slots;
  const slot = { slotId, itemId, startsAt, unitPrice };
  await tell(berth, homeRegion, "SlotOffered", { ...slot, capacity, shards: 1 });
  await putInto(berth, { region: homeRegion, token, slotId });
  await berth.machine.replication.settled();
  return slot;
}

/** Says on a region's bus what the catalogue says. */
export async function tell(
  { machine, regions, outputs }: Berth,
  region: string,
  type: CatalogueEvent["type"],
  what: { readonly slotId: string; readonly itemId: string } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const { endpoint = "" } = regions[region] ?? {};
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

/** Puts a unit of a slot into a basket as soon as the region has heard of the slot. */
export async function putInto(
  { regions }: Berth,
  { region, token, slotId }: { region: string; token: string; slotId: string },
): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${regions[region]?.api ?? ""}/basket/slots/${slotId}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ units: 1 }),
    });
    await answer.text();
    return answer.status === 200 ? true : undefined;
  });
}
