import type { Item } from "../../functions/ledger/store.ts";
import { discrepancy } from "../history/books.ts";

/** Watches every write for what must hold at every moment: one writer an item, and units that add up. */
export class Audit {
  readonly conflicts: { key: string; regions: string[] }[] = [];
  /** The first time that a slot's units did not add up. */
  discrepancy: string | undefined;
  readonly #writers = new Map<string, string>();
  readonly #capacities = new Map<string, number>();
  /** What there is of each slot, each item as the region has it that wrote it. */
  readonly #books = new Map<string, Map<string, Item>>();

  expect(slotId: string, capacity: number): void {
    this.#capacities.set(slotId, capacity);
  }

  wrote(region: string, key: string, item: Item): void {
    const writer = this.#writers.get(key) ?? region;
    this.#writers.set(key, writer);
    if (writer !== region) this.conflicts.push({ key, regions: [writer, region] });
    const slots = Array.isArray(item.slots)
      ? item.slots.map(({ slotId }: { slotId: string }) => slotId)
      : [item.slotId];
    for (const slotId of slots) {
      if (typeof slotId !== "string") continue;
      const book = this.#books.get(slotId) ?? new Map<string, Item>();
      this.#books.set(slotId, book.set(key, item));
    }
  }

  /** To be called after each commit. */
  check(time: number): void {
    if (this.discrepancy !== undefined) return;
    for (const [slotId, capacity] of this.#capacities) {
      const items = [...(this.#books.get(slotId)?.values() ?? [])];
      const found = discrepancy({ slotId, capacity }, items);
      if (found !== undefined) this.discrepancy ??= `slot ${slotId} at ${time.toFixed(0)} ms: ${found}`;
    }
  }
}
