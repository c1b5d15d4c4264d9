import * as z from "zod/mini";
import type { SlotUnits } from "./booking-id.ts";
import { allotmentKey, isAllotmentKey, isWithdrawalKey } from "./keys.ts";
import { storedSlot } from "./slot.ts";
import type { SlotEntry } from "./slot.ts";
import type { Action, Item } from "./store.ts";

/** Units of a slot that one region may sell, or one shard of them. */
export const storedAllotment = z.object({
  slotId: z.string(),
  region: z.string(),
  shard: z.number(),
  /** Those that it may still sell; never below 0. */
  unsold: z.number(),
  /** Those and the ones that it has sold: changed by transfers only. In one shard it may be less than `unsold`. */
  held: z.number(),
});

/** Units of a slot that one region may sell, or one shard of them. */
export type Allotment = z.infer<typeof storedAllotment>;

/** The units of a slot in all regions, as far as one region has heard. */
export interface Stock {
  readonly slotId: string;
  /** What the slot is; `undefined` if nothing was heard of it. */
  readonly entry: SlotEntry | undefined;
  readonly allotments: readonly Allotment[];
  /** Whether it is not to be sold any more. */
  readonly withdrawn: boolean;
}

/** Units of one shard that are to be taken. */
export interface Debit {
  readonly slotId: string;
  readonly shard: number;
  readonly units: number;
}

/** The stock of a slot from the items of its `stockRange`. */
export function stockFrom(slotId: string, items: readonly Item[]): Stock {
  const entry = items.find(({ sk }) => sk.startsWith("ENTRY#"));
  return {
    slotId,
    entry: entry === undefined ? undefined : storedSlot.parse(entry),
    allotments: items.filter(({ sk }) => isAllotmentKey(sk)).map((item) => storedAllotment.parse(item)),
    withdrawn: items.some(({ sk }) => isWithdrawalKey(sk)),
  };
}

/** The units that a region may still sell. */
export function unsoldIn(stock: Stock, region: string): number {
  return sum(stock, region, "unsold");
}

/** The units that a region may still sell and those that it has sold. */
export function heldIn(stock: Stock, region: string): number {
  return sum(stock, region, "held");
}

function sum({ allotments }: Stock, region: string, of: "unsold" | "held"): number {
  return allotments
    .filter((allotment) => allotment.region === region)
    .reduce((total, allotment) => total + allotment[of], 0);
}

/** An allotment of a region as it is before any units are in it. */
export function emptyAllotment(slotId: string, region: string, shard: number): Item {
  return { ...allotmentKey(slotId, region, shard), slotId, region, shard };
}

/** The actions that give the units of a claim back to the region that sold them; any shard will do, as claims look at all. */
export function returned(slots: readonly SlotUnits[], region: string): Action[] {
  return slots.map(({ slotId, units }) => ({
    kind: "credit",
    allotment: emptyAllotment(slotId, region, 0),
    units,
    purpose: "return",
  }));
}

/** The units of a region's own shards that are not given away yet, while a batch is planned. */
export class Remainder {
  readonly #shards = new Map<string, { shard: number; unsold: number }[]>();

  /** `turn`, any whole number, says which shard comes first, so that workers who sell at once begin at different ones. */
  constructor(stocks: readonly Stock[], region: string, turn: number) {
    for (const { slotId, allotments } of stocks) {
      const own = allotments.filter((allotment) => allotment.region === region);
      const first = own.length === 0 ? 0 : turn % own.length;
      const turned = [...own.slice(first), ...own.slice(0, first)];
      this.#shards.set(
        slotId,
        turned.map(({ shard, unsold }) => ({ shard, unsold })),
      );
    }
  }

  /** Takes the units of all slots and says from which shards; or takes nothing, if there are too few of one, or in too many shards. */
  take(slots: readonly SlotUnits[], mostDebits = Infinity): Debit[] | undefined {
    const debits = slots.map((slot) => this.#debitsFor(slot));
    if (debits.includes(undefined) || debits.flat().length > mostDebits) return undefined;
    const taken = debits.flatMap((ofSlot) => ofSlot ?? []);
    for (const { slotId, shard, units } of taken) {
      const place = this.#shardsOf(slotId).find((one) => one.shard === shard);
      if (place !== undefined) place.unsold -= units;
    }
    return taken;
  }

  /** One shard that has all of them, if there is one; else as many shards as it needs, the fullest first. */
  #debitsFor({ slotId, units }: SlotUnits): Debit[] | undefined {
    const shards = this.#shardsOf(slotId);
    const whole = shards.find(({ unsold }) => unsold >= units);
    const debits: Debit[] = [];
    let left = units;
    for (const { shard, unsold } of whole === undefined ? shards.toSorted((a, b) => b.unsold - a.unsold) : [whole]) {
      const taken = Math.min(left, unsold);
      if (taken > 0) debits.push({ slotId, shard, units: taken });
      left -= taken;
    }
    return left === 0 ? debits : undefined;
  }

  #shardsOf(slotId: string): { shard: number; unsold: number }[] {
    return this.#shards.get(slotId) ?? [];
  }
}
