import type { SlotUnits } from "../../ledger/booking-id.ts";
import { entryRange, isWithdrawalKey } from "../../ledger/keys.ts";
import { storedSlot } from "../../ledger/slot.ts";
import type { Store } from "../../ledger/store.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";

/** What is wrong with the wanted slots: this region knows of no such slot, or it has begun, or was withdrawn. */
export async function unbookable(store: Store, slots: readonly SlotUnits[], now: Date): Promise<InvalidField[]> {
  const faults = await Promise.all(slots.map(({ slotId }) => faultOf(store, slotId, now)));
  return slots.flatMap(({ slotId }, index) => {
    const fault = faults[index];
    return fault === undefined ? [] : [invalidField(`slots[${index}].slotId`, fault, slotId)];
  });
}

async function faultOf(
  store: Store,
  slotId: string,
  now: Date,
): Promise<"slot-withdrawn" | "unknown-slot" | "slot-in-the-past" | undefined> {
  const known = await store.query(entryRange(slotId));
  if (known.some(({ sk }) => isWithdrawalKey(sk))) return "slot-withdrawn";
  const [entry] = known;
  if (entry === undefined) return "unknown-slot";
  return new Date(storedSlot.parse(entry).startsAt) <= now ? "slot-in-the-past" : undefined;
}
