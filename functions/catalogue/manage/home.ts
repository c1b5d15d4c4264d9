import { EditedElsewhere } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { entryOf } from "../entry.ts";
import type { StoredItem } from "../item.ts";

/** The region where items are written, at work. */
export interface Home {
  readonly table: Table;
  readonly region: string;
  readonly now: () => Date;
}

/** A request of a member of staff. */
export interface StaffRequest {
  /** Follows the request through logs and events. */
  readonly correlationId: string;
}

/**
 * An item that is edited here, whether it was removed or not.
 *
 * @throws NotFound if there is none, and there was none
 * @throws EditedElsewhere if another region is its home, and it was not removed
 */
export async function itemAtHome({ table, region }: Home, itemId: string): Promise<StoredItem> {
  const item = await entryOf(table, itemId, { consistent: true });
  if (item.region !== region && item.status === "published") throw new EditedElsewhere(itemId, item.region);
  return item;
}
