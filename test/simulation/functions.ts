import { claimMessage } from "../../functions/booking/message.ts";
import type { BookingMessage } from "../../functions/booking/message.ts";
import { settleMessages } from "../../functions/booking/settle-messages.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { settle } from "../../functions/operations/settle.ts";
import type { Site } from "../../functions/operations/site.ts";
import { rebalance } from "../../functions/operations/transfers.ts";
import type { Message } from "./region.ts";

/** When simulated time begins, in milliseconds since 1970. */
export const epoch = Date.parse("2030-01-01T00:00:00Z");

/** Settles messages as the deployed claim function does; those that it is done with. */
export async function settleDelivered(site: Site, messages: readonly Message[]): Promise<Set<Message>> {
  const deliveries = messages.map((from) => ({ from, message: from.body, correlationId: "correlation" }));
  const results = [...(await settleMessages(site, deliveries))];
  return new Set(results.filter(([, result]) => !(result instanceof Error)).map(([{ from }]) => from));
}

/** Takes notice of what was written to the table, as the deployed settle function does. */
export async function settleRecords(
  site: Site,
  records: readonly Item[],
  send: (message: BookingMessage) => Promise<void>,
): Promise<void> {
  const slots = new Set<string>();
  for (const record of records) {
    const slotId = await settle(site, record, (request) => send(claimMessage(request, new Date(epoch))));
    if (slotId !== undefined) slots.add(slotId);
  }
  for (const slotId of slots) await rebalance(site, slotId);
}
