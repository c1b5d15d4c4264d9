import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { listPage } from "../../runtime/list.ts";
import { cursorOf } from "../../runtime/page.ts";
import type { Page } from "../../runtime/page.ts";
import { NotFound } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { entryOf } from "../entry.ts";
import { listedItem, wordsOf } from "../item.ts";
import type { ListedItem, StoredItem } from "../item.ts";
import { listingRange, slotsFrom, stockBetween, stockOfSlots } from "../keys.ts";
import type { Range } from "../keys.ts";
import { storedSlot, storedStock } from "../slot.ts";
import type { StoredSlot } from "../slot.ts";
import type { Catalogue, Found, Search, SlotOnSale, Span } from "./catalogue.ts";

/** How much is read at most for one page of a search: items, items whose slots are looked at, and megabytes of their stock each. */
const bounds = { chunk: 100, items: 500, looks: 50, stockReads: 3 } as const;

/** The catalogue as it lies in its table. What this region has not heard of yet is not there. */
export class DynamoDbCatalogue implements Catalogue {
  constructor(private readonly table: Table) {}

  async search(search: Search, { limit, after }: Page): Promise<Found<ListedItem>> {
    const entries: ListedItem[] = [];
    if (search.span?.before !== undefined && search.span.before <= search.span.from) return { entries };
    let [position, looks] = [after, 0];
    const isSelective = search.words.length > 0 || search.kind !== undefined || search.span !== undefined;
    const chunk = isSelective ? bounds.chunk : limit;
    for (let read = 0; read < bounds.items; read += chunk) {
      const page = await listPage(this.table, listingRange, { limit: chunk, after: position });
      for (const [index, row] of page.entries.entries()) {
        const item = listedItem.parse(row);
        if (isFound(item, search)) {
          if (looks === bounds.looks) return { entries, cursor: encoded(position) };
          if (search.span === undefined) entries.push(item);
          else {
            looks += 1;
            if (await this.#hasFree(item.itemId, search.span)) entries.push(item);
          }
        }
        position = String(row.sk);
        const isLast = page.cursor === undefined && index === page.entries.length - 1;
        if (entries.length === limit) return { entries, cursor: isLast ? undefined : encoded(position) };
      }
      if (page.cursor === undefined) return { entries };
    }
    return { entries, cursor: encoded(position) };
  }

  async item(itemId: string): Promise<StoredItem> {
    const item = await entryOf(this.table, itemId);
    if (item.status === "removed") throw new NotFound();
    return item;
  }

  async slots(itemId: string, from: string, page: Page): Promise<Found<SlotOnSale>> {
    const [, { entries, cursor }] = await Promise.all([
      this.item(itemId),
      listPage(this.table, slotsFrom(itemId, from), page),
    ]);
    const slots = entries.map((row) => storedSlot.parse(row));
    const unsold = await this.#unsoldOf(slots);
    return { entries: slots.map((slot) => ({ ...slot, available: unsold.get(slot.slotId) ?? 0 })), cursor };
  }

  /** The units of each slot that all regions together may still sell. */
  async #unsoldOf(slots: readonly StoredSlot[]) {
    const [first, last] = [slots[0], slots.at(-1)];
    const unsold = new Map<string, number>();
    if (first === undefined || last === undefined) return unsold;
    for await (const rows of this.#pages(stockOfSlots(first, last))) {
      for (const row of rows) {
        const stock = storedStock.parse(row);
        unsold.set(stock.slotId, (unsold.get(stock.slotId) ?? 0) + stock.unsold);
      }
    }
    return unsold;
  }

  /** Whether any slot of an item in a span has something free. One that has more slots than are looked at may have. */
  async #hasFree(itemId: string, { from, before }: Span): Promise<boolean> {
    let reads = 0;
    for await (const rows of this.#pages(stockBetween(itemId, from, before), "unsold > :none")) {
      reads += 1;
      if (rows.length > 0 || reads === bounds.stockReads) return true;
    }
    return false;
  }

  /** The rows of a range, as many at once as DynamoDB reads. */
  async *#pages({ pk, from, to }: Range, filter?: "unsold > :none"): AsyncGenerator<Record<string, unknown>[]> {
    let start: Record<string, unknown> | undefined;
    do {
      const page = await this.table.client.send(
        new QueryCommand({
          TableName: this.table.name,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          FilterExpression: filter,
          ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to, ...(filter && { ":none": 0 }) },
          ExclusiveStartKey: start,
        }),
      );
      yield page.Items ?? [];
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

function isFound({ kind, title, description }: ListedItem, search: Search): boolean {
  if (search.kind !== undefined && search.kind !== kind) return false;
  if (search.words.length === 0) return true;
  const words = wordsOf(`${title} ${description}`);
  return search.words.every((wanted) => words.some((word) => word.startsWith(wanted)));
}

function encoded(position: string | undefined): string | undefined {
  return position === undefined ? undefined : cursorOf(position);
}
