import { InvalidRequest, invalidField, NotFound, SlotOfferedOtherwise } from "../../runtime/problem.ts";
import { ConditionsRefused, transact } from "../../runtime/transact.ts";
import type { Write } from "../../runtime/transact.ts";
import { entryKey, slotKey } from "../keys.ts";
import { slotIdOf, storedSlot } from "../slot.ts";
import type { StoredSlot } from "../slot.ts";
import { itemAtHome } from "./home.ts";
import type { Home, StaffRequest } from "./home.ts";

/** What is said of a slot when it is offered. */
export interface SlotContent {
  /** In UTC with milliseconds, a whole minute. */
  readonly startsAt: string;
  readonly capacity: number;
  readonly unitPrice: number;
  readonly shards: number;
}

/**
 * Offers slots of an item: all of them or none. A slot that is there already with the same content stays as it is, so that the
 * same may be sent again.
 *
 * @param slots 1 to 50, no two that begin at the same time
 * @throws NotFound if there is no such item
 * @throws EditedElsewhere if another region is its home
 * @throws InvalidRequest if a slot has begun
 * @throws SlotOfferedOtherwise if one is there already with other content
 */
export async function offerSlots(
  home: Home,
  { itemId, slots, correlationId }: StaffRequest & { itemId: string; slots: readonly SlotContent[] },
): Promise<StoredSlot[]> {
  const { table, region, now } = home;
  expectFuture(slots, now());
  const item = await itemAtHome(home, itemId);
  if (item.status === "removed") throw new NotFound();
  const wanted = slots.map((slot): StoredSlot => ({
    ...{ slotId: slotIdOf(itemId, slot.startsAt), itemId, ...slot, region },
    ...{ status: "offered", version: 1, correlationId },
  }));
  for (let fresh = wanted; fresh.length > 0;) {
    try {
      await transact(table, [stillPublished(itemId, region), ...fresh.map(offering)]);
      return wanted;
    } catch (error) {
      if (!(error instanceof ConditionsRefused)) throw error;
      if (error.existing.has(0)) throw new NotFound();
      const present = [...error.existing.values()].map((row) => storedSlot.parse(row));
      expectSame(fresh, present);
      fresh = fresh.filter(({ slotId }) => present.every((slot) => slot.slotId !== slotId));
    }
  }
  return wanted;
}

function expectFuture(slots: readonly SlotContent[], now: Date): void {
  const begun = slots.flatMap(({ startsAt }, index) =>
    startsAt <= now.toISOString() ? [invalidField(`slots[${index}].startsAt`, "in-the-future", startsAt)] : [],
  );
  if (begun.length > 0) throw new InvalidRequest(begun);
}

function expectSame(wanted: readonly StoredSlot[], present: readonly StoredSlot[]): void {
  const others = present.filter((there) =>
    wanted.some(
      ({ slotId, capacity, unitPrice, shards }) =>
        slotId === there.slotId &&
        (capacity !== there.capacity || unitPrice !== there.unitPrice || shards !== there.shards),
    ),
  );
  if (others.length === 0) return;
  const told = others.map(
    ({ slotId, capacity, unitPrice, shards }) =>
      `${slotId} has the capacity ${capacity}, the unitPrice ${unitPrice} and ${shards} shards`,
  );
  throw new SlotOfferedOtherwise(told.join("; "));
}

function offering(slot: StoredSlot): Write {
  return { Put: { Item: { ...slotKey(slot, slot.region), ...slot }, ConditionExpression: "attribute_not_exists(pk)" } };
}

/** Who withdraws the slots of an item that was removed looks for them afterwards: so none may be offered from then on. */
function stillPublished(itemId: string, region: string): Write {
  return {
    ConditionCheck: {
      Key: entryKey(itemId, region),
      ConditionExpression: "#status = :published",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":published": "published" },
    },
  };
}
