import type { CatalogueEvent } from "../../events/catalogue.ts";
import { bornWhole, withdrawal } from "../../ledger/slot.ts";
import type { Action, Item } from "../../ledger/store.ts";
import { commit } from "../../operations/site.ts";
import type { Site } from "../../operations/site.ts";

type Told<Type extends CatalogueEvent["type"]> = (CatalogueEvent & { type: Type })["detail"];

/**
 * Gives birth to a slot in the region where the catalogue offers it. Again: nothing.
 *
 * @throws InvalidSlot if it can be no slot
 */
export async function bear(
  site: Pick<Site, "store" | "backoff">,
  { slotId, itemId, startsAt, capacity, shards, region }: Told<"SlotOffered">,
): Promise<void> {
  const items = bornWhole({ slot: { slotId, startsAt, capacity, shards }, item: { itemId }, region });
  await commit(site, items.map(created)); // refused: it was born
}

/** Lets a slot be sold no more, be it born or not; what was sold stays sold. Again: nothing. */
export async function withdraw(
  site: Pick<Site, "store" | "backoff">,
  { slotId, region }: Pick<Told<"SlotWithdrawn">, "slotId" | "region">,
): Promise<void> {
  await commit(site, [created(withdrawal(slotId, region))]); // refused: it was withdrawn
}

function created(item: Item): Action {
  return { kind: "create", item };
}
