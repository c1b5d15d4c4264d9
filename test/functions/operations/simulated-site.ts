import { claimsFrom } from "../../../functions/ledger/claim.ts";
import type { Claim } from "../../../functions/ledger/claim.ts";
import { stockRange } from "../../../functions/ledger/keys.ts";
import { bornWhole } from "../../../functions/ledger/slot.ts";
import type { Slot } from "../../../functions/ledger/slot.ts";
import { heldIn, stockFrom, unsoldIn } from "../../../functions/ledger/stock.ts";
import type { Action, Item, Store } from "../../../functions/ledger/store.ts";
import type { Site } from "../../../functions/operations/site.ts";
import { SimulatedTable } from "../../simulation/simulated-table.ts";
import { ireland, noon, sydney, virginia } from "../ledger/samples.ts";

/** A region at work on a table in memory, which a test can get in the way of. */
export class SimulatedSite implements Site {
  readonly table = new SimulatedTable();
  /** The commits that were done, in their order. */
  readonly commits: (readonly Action[])[] = [];
  /** The kinds of what stood in the way of commits. */
  readonly contentions: string[] = [];
  /** Comes before each commit; what it throws is what the commit comes to. */
  beforeCommit: (actions: readonly Action[]) => void = () => undefined;
  /** Comes after each commit that was done; what it throws is all that is heard of it. */
  afterCommit: (actions: readonly Action[]) => void = () => undefined;
  time = noon;
  readonly wholeBelow = 1;
  readonly backoff = { tries: 3, sleep: () => Promise.resolve() };
  readonly store: Store;
  #ids = 0;

  constructor(
    readonly region: string = ireland,
    readonly regions: readonly string[] = [ireland, virginia, sydney],
  ) {
    this.store = {
      query: (range) => Promise.resolve(this.table.query(range)),
      commit: async (actions) => {
        await Promise.resolve();
        this.beforeCommit(actions);
        this.table.commit(actions);
        this.commits.push(actions);
        this.afterCommit(actions);
      },
    };
  }

  readonly now = () => new Date(this.time);
  readonly random = () => 0;
  readonly newId = () => `${this.region}-${(this.#ids += 1)}`;
  readonly onContention = (kind: string) => {
    this.contentions.push(kind);
  };

  /** A slot that is born here. */
  bear(slotId: string, capacity: number, changes: Partial<Slot> = {}): void {
    const slot = { slotId, startsAt: "2031-01-01T09:00:00.000Z", capacity, ...changes };
    this.put(...bornWhole({ slot, item: { itemId: "item" }, region: this.region }));
  }

  put(...items: readonly Item[]): void {
    for (const item of items) this.table.put(item);
  }

  /** What a region may still sell of a slot, as far as it is known here. */
  unsold(slotId: string, region = this.region): number {
    return unsoldIn(stockFrom(slotId, this.table.query(stockRange(slotId))), region);
  }

  /** What a region may still sell of a slot and what it has sold, as far as it is known here. */
  held(slotId: string, region = this.region): number {
    return heldIn(stockFrom(slotId, this.table.query(stockRange(slotId))), region);
  }

  /** The claims that are known here, of all customers. */
  claims(): Claim[] {
    return claimsFrom(this.table.items.filter(({ sk }) => sk.startsWith("BOOKING#")));
  }

  /** Lets others hear all that this region has written. */
  replicateTo(...others: readonly SimulatedSite[]): void {
    const own = this.table.items.filter(({ region }) => region === this.region);
    for (const other of others) other.put(...own);
  }
}

/** The claims, by what they came to. */
export function statusesOf(claims: readonly Claim[]): string[] {
  return claims.map(({ status }) => status);
}
