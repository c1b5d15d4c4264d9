import type { Range } from "../../../functions/reports/keys.ts";
import { reactionsTo } from "../../../functions/reports/follow/reactions.ts";
import type { Heard } from "../../../functions/reports/follow/reactions.ts";
import type { Said } from "./samples.ts";

/** The table of all regions, once everything is replicated, in memory. */
export class MemoryTable {
  readonly #items = new Map<string, Heard["item"]>();

  constructor(private readonly change: (heard: Heard, table: MemoryTable) => Heard | undefined = (heard) => heard) {}

  /** Follows an event in the region that says it. */
  async hear({ type, region, detail }: Said): Promise<void> {
    const write = (heard: Heard) => {
      const changed = this.change(heard, this);
      if (changed !== undefined) this.#put(changed);
      return Promise.resolve();
    };
    await reactionsTo(write, region)[type](detail);
  }

  /** The items of a range, in their order. */
  readonly read = ({ pk, from, to }: Range): Promise<Record<string, unknown>[]> =>
    Promise.resolve(
      this.items.filter((item) => item.pk === pk && item.sk >= from && item.sk <= to).map((item) => ({ ...item })),
    );

  /** All items. */
  get items(): Heard["item"][] {
    return [...this.#items.values()].sort((left, right) => (left.sk < right.sk ? -1 : 1));
  }

  #put({ item, version }: Heard): void {
    const key = `${item.pk} ${item.sk}`;
    const known = this.#items.get(key);
    if (version !== undefined && known !== undefined && "version" in known && known.version >= version) return;
    this.#items.set(key, item);
  }
}
