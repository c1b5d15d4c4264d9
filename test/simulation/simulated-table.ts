import type { Key, Range } from "../../functions/ledger/keys.ts";
import { maximumActions, Refused } from "../../functions/ledger/store.ts";
import type { Action, Item, Refusal, Store } from "../../functions/ledger/store.ts";

/** A table of one region, in memory. */
export class SimulatedTable {
  readonly #items = new Map<string, Item>();

  get items(): Item[] {
    return [...this.#items.values()];
  }

  get({ pk, sk }: Key): Item | undefined {
    return this.#items.get(`${pk} ${sk}`);
  }

  put(item: Item): void {
    this.#items.set(`${item.pk} ${item.sk}`, item);
  }

  query({ pk, from, to }: Range): Item[] {
    return this.items
      .filter((item) => item.pk === pk && item.sk >= from && item.sk <= to)
      .sort((left, right) => (left.sk < right.sk ? -1 : 1));
  }

  /**
   * Does all the actions or none.
   *
   * @returns the items that were written
   * @throws Refused as `Store.commit` does
   */
  commit(actions: readonly Action[]): Item[] {
    if (actions.length > maximumActions)
      throw new TypeError(`${actions.length} actions are more than ${maximumActions}`);
    const refusals: Refusal[] = [];
    const written: Item[] = [];
    const keys = new Set<string>();
    for (const [index, action] of actions.entries()) {
      const key = keyOf(action);
      const name = `${key.pk} ${key.sk}`;
      if (keys.has(name)) throw new TypeError(`two actions of a commit are about ${name}`);
      keys.add(name);
      const existing = this.get(key);
      const item = after(action, existing);
      if (item === "refused") refusals.push({ index, existing });
      else if (item !== undefined) written.push(item);
    }
    if (refusals.length > 0) throw new Refused(refusals);
    for (const item of written) this.put(item);
    return written;
  }
}

/** A table in memory behind the port, with no faults and no other regions. */
export function simulatedStore(table: SimulatedTable): Store {
  return {
    query: (range) => Promise.resolve(table.query(range)),
    commit: async (actions) => {
      await Promise.resolve();
      table.commit(actions);
    },
  };
}

function keyOf(action: Action): Key {
  switch (action.kind) {
    case "create":
    case "replace":
      return action.item;
    case "credit":
      return action.allotment;
    default:
      return action.key;
  }
}

function after(action: Action, existing: Item | undefined): Item | undefined | "refused" {
  switch (action.kind) {
    case "create":
      return existing === undefined ? action.item : "refused";
    case "replace":
      return existing?.version === action.version ? action.item : "refused";
    case "expect":
      return existing?.version === action.version ? undefined : "refused";
    case "debit": {
      const unsold = numberIn(existing, "unsold");
      if (existing === undefined || unsold < action.units) return "refused";
      const held = numberIn(existing, "held") - (action.purpose === "send" ? action.units : 0);
      return { ...existing, unsold: unsold - action.units, held };
    }
    case "credit":
      return {
        ...action.allotment,
        unsold: numberIn(existing, "unsold") + action.units,
        held: numberIn(existing, "held") + (action.purpose === "receive" ? action.units : 0),
      };
  }
}

function numberIn(item: Item | undefined, name: string): number {
  const value = item?.[name];
  return typeof value === "number" ? value : 0;
}
