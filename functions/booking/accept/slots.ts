import type { SlotUnits } from "../../ledger/booking-id.ts";
import { entryRange } from "../../ledger/keys.ts";
import { storedSlot } from "../../ledger/slot.ts";
import type { Store } from "../../ledger/store.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";

/** What is wrong with the wanted slots: this region knows of no such slot, or it has begun. */
export async function unbookable(store: Store, slots: readonly SlotUnits[], now: Date): Promise<InvalidField[]> {
  const starts = await Promise.all(slots.map((slot) => startOf(store, slot.slotId)));
  return slots.flatMap(({ slotId }, index) => {
    const startsAt = starts[index];
    if (startsAt === undefined) return [invalidField(`slots[${index}].slotId`, "unknown-slot", slotId)];
    if (startsAt <= now) return [invalidField(`slots[${index}].slotId`, "slot-in-the-past", slotId)];
    return [];
  });
}

/** When a slot begins. */
async function startOf(store: Store, slotId: string): Promise<Date | undefined> {
  const [entry] = await store.query(entryRange(slotId));
  return entry === undefined ? undefined : new Date(storedSlot.parse(entry).startsAt);
}
