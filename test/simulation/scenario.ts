import fc from "fast-check";
import type { SlotUnits } from "../../functions/ledger/booking-id.ts";

/** What happens in a simulation: all of it, and the seed of what chance decides. Times are in milliseconds. */
export interface Scenario {
  /** Decides delays, faults, and who comes first. */
  readonly seed: number;
  readonly regions: number;
  /** What each region's clock is ahead of the true time. */
  readonly skews: readonly number[];
  readonly slots: readonly { readonly capacity: number; readonly shards: number; readonly home: number }[];
  readonly faults: {
    readonly crash: number;
    readonly lostReply: number;
    readonly contention: number;
    readonly sleep: number;
  };
  readonly actions: readonly Action[];
  readonly disturbances: readonly Disturbance[];
}

/** What a customer does. `target` picks one of the bookings that were accepted before. */
export type Action =
  | {
      readonly kind: "book";
      readonly at: number;
      readonly region: number;
      readonly customer: number;
      readonly key: number;
      readonly slots: readonly { readonly slot: number; readonly units: number }[];
      /** Another region that is asked for the same in the same moment. */
      readonly alsoIn: number | undefined;
    }
  | {
      readonly kind: "prolong";
      readonly at: number;
      readonly region: number;
      readonly target: number;
      readonly key: number;
      readonly slot: number;
      readonly units: number;
    }
  | { readonly kind: "cancel"; readonly at: number; readonly region: number; readonly target: number };

/** What happens to regions, to the network between them, and to what is offered. */
export type Disturbance =
  | { readonly kind: "cut"; readonly at: number; readonly until: number; readonly one: number; readonly other: number }
  | { readonly kind: "dark"; readonly at: number; readonly until: number; readonly region: number }
  | { readonly kind: "slow"; readonly at: number; readonly until: number }
  | { readonly kind: "reclaim"; readonly at: number; readonly region: number; readonly to: number }
  | { readonly kind: "withdraw"; readonly at: number; readonly slot: number };

/** When customers have done what they do, and whatever is disturbed recovers. */
export const horizon = 120_000;

/** Any scenario with that many regions. */
export function scenarios(regions: number): fc.Arbitrary<Scenario> {
  const region = fc.nat({ max: regions - 1 });
  const at = fc.integer({ min: 0, max: horizon });
  const rate = fc.constantFrom(0, 0, 0.01, 0.05);
  const slot = fc.record({
    capacity: fc.integer({ min: 1, max: 12 }),
    shards: fc.constantFrom(1, 1, 2),
    home: region,
  });
  return fc.array(slot, { minLength: 1, maxLength: 3 }).chain((slots) => {
    const slotIndex = fc.nat({ max: slots.length - 1 });
    const units = fc.integer({ min: 1, max: 3 });
    const wanted = fc.uniqueArray(fc.record({ slot: slotIndex, units }), {
      minLength: 1,
      maxLength: slots.length,
      selector: (one) => one.slot,
    });
    // Most customers come at once.
    const rush = fc.oneof(fc.integer({ min: 0, max: 5_000 }), at);
    const book = fc.record({
      ...{
        kind: fc.constant("book" as const),
        at: rush,
        region,
        customer: fc.nat({ max: 4 }),
        key: fc.nat({ max: 3 }),
      },
      ...{ slots: wanted, alsoIn: fc.option(region, { nil: undefined, freq: 2 }) },
    });
    const prolong = fc.record({
      ...{ kind: fc.constant("prolong" as const), at, region, target: fc.nat({ max: 20 }), key: fc.nat({ max: 2 }) },
      ...{ slot: slotIndex, units },
    });
    const cancel = fc.record({ kind: fc.constant("cancel" as const), at, region, target: fc.nat({ max: 20 }) });
    const until = fc.integer({ min: 0, max: horizon });
    return fc.record({
      seed: fc.nat(),
      regions: fc.constant(regions),
      skews: fc.array(fc.integer({ min: -2_000, max: 2_000 }), { minLength: regions, maxLength: regions }),
      slots: fc.constant(slots),
      faults: fc.record({ crash: rate, lostReply: rate, contention: rate, sleep: rate }),
      actions: fc.array(
        fc.oneof({ weight: 6, arbitrary: book }, { weight: 1, arbitrary: prolong }, { weight: 2, arbitrary: cancel }),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
      disturbances: fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant("cut" as const), at, until, one: region, other: region }),
          fc.record({ kind: fc.constant("dark" as const), at, until, region }),
          fc.record({ kind: fc.constant("slow" as const), at, until }),
          fc.record({ kind: fc.constant("reclaim" as const), at, region, to: region }),
          fc.record({ kind: fc.constant("withdraw" as const), at, slot: slotIndex }),
        ),
        { maxLength: 4 },
      ),
    });
  });
}

/** The slots that a customer asks for. */
export function slotsOf(wanted: readonly { readonly slot: number; readonly units: number }[]): SlotUnits[] {
  return wanted.map(({ slot, units }) => ({ slotId: slotName(slot), units }));
}

export function slotName(index: number): string {
  return `slot-${index}`;
}
