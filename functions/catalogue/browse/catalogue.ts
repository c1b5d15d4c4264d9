import type { Page } from "../../runtime/page.ts";
import type { ListedItem, StoredItem } from "../item.ts";
import type { StoredSlot } from "../slot.ts";

/** Which items are looked for; without anything, all. */
export interface Search {
  /** Each of them begins a word of the title or the description. In lower case, without accents. */
  readonly words: readonly string[];
  readonly kind: string | undefined;
  /** Only items with a slot that begins in the span and has something free. */
  readonly span: Span | undefined;
}

/** A span of time, in UTC with milliseconds. */
export interface Span {
  readonly from: string;
  /** It ends before, and is empty if that is not after `from`; open if there is none. */
  readonly before: string | undefined;
}

/** Some entries of a list. */
export interface Found<Entry> {
  readonly entries: readonly Entry[];
  /** Where the next page goes on; undefined if there is none. A page may hold few entries, or none, and yet not be the last. */
  readonly cursor?: string | undefined;
}

/** A slot, and what is known here of the units that all regions together may still sell. */
export type SlotOnSale = StoredSlot & { readonly available: number };

/** What customers can find, as far as this region has heard: all that reading the catalogue needs of where it is kept. */
export interface Catalogue {
  /** Items in the order of their ids. How much is read for it is bounded, whatever is looked for. */
  search(search: Search, page: Page): Promise<Found<ListedItem>>;
  /** @throws NotFound if there is no such item, or it was removed */
  item(itemId: string): Promise<StoredItem>;
  /**
   * The slots of an item that begin at a time or later, the soonest first.
   *
   * @throws NotFound if there is no such item, or it was removed
   */
  slots(itemId: string, from: string, page: Page): Promise<Found<SlotOnSale>>;
}
