import { stockRange } from "../../functions/ledger/keys.ts";
import type { Key } from "../../functions/ledger/keys.ts";
import { stockFrom, unsoldIn } from "../../functions/ledger/stock.ts";
import type { Action, Item, Store } from "../../functions/ledger/store.ts";
import type { Violation } from "../history/check.ts";
import type { Breakage } from "./simulate.ts";

/** A system that is broken on purpose, and the invariants of which one at least must be seen to break. */
export interface Control {
  readonly breakage: Breakage;
  readonly breaks: readonly Violation["invariant"][];
}

/** The mistakes that the design is there to prevent: each system makes one of them, and is right otherwise. */
export const controls: Readonly<Record<string, Control>> = {
  "selling from write-to-any with a plain condition": {
    breakage: { store: sharedAllotments, born: shared },
    breaks: ["single-writer"],
  },
  "a bare decrement without a claim": {
    breakage: { store: decrementFirst },
    breaks: ["conservation"],
  },
  "a transfer without a receipt": {
    breakage: { store: withoutReceipts },
    breaks: ["conservation"],
  },
  "a region reclaimed without fencing": {
    breakage: {
      reclaim: (world, { region, to, slots }) => {
        for (const slotId of slots) {
          const { pk, from, to: end } = stockRange(slotId);
          const seen = (world.tables[to] ?? []).filter((item) => item.pk === pk && item.sk >= from && item.sk <= end);
          const units = unsoldIn(stockFrom(slotId, seen), region);
          const allotment = { ...ownAllotmentKey(slotId, to), slotId, region: to, shard: 0 };
          if (units > 0) world.meddle(to, [{ kind: "credit", allotment, units, purpose: "receive" }]);
        }
      },
    },
    breaks: ["conservation"],
  },
  "forwarding without the list of regions asked": {
    breakage: { store: forgetWhoWasAsked },
    breaks: ["settlement"],
  },
  "a cancellation that a losing claim survives": {
    breakage: { notices: (item) => item.status !== "cancelled" },
    breaks: ["single-claim"],
  },
};

/** Every region sells from one item, each in its own replica of it. */
function sharedAllotments(store: Store, region: string): Store {
  return {
    query: async (range) =>
      (await store.query(range)).map((item) => (item.sk.startsWith("ALLOT#") ? { ...item, region } : item)),
    commit: (actions) =>
      store.commit(
        actions.map((action) => {
          if (action.kind === "debit") return { ...action, key: shared(action.key) };
          return action.kind === "credit" ? { ...action, allotment: shared(action.allotment) } : action;
        }),
      ),
  };
}

function shared<Of extends Key>(item: Of): Of {
  return { ...item, sk: item.sk.replace(/^ALLOT#[^#]*/, "ALLOT#any") };
}

/** First the decrement, then the claim: two writes where one transaction should be. */
function decrementFirst(store: Store): Store {
  return {
    query: (range) => store.query(range),
    async commit(actions) {
      const debits = actions.filter(({ kind }) => kind === "debit");
      const others = actions.filter(({ kind }) => kind !== "debit");
      if (debits.length > 0) await store.commit(debits);
      if (others.length > 0) await store.commit(others);
    },
  };
}

function withoutReceipts(store: Store): Store {
  const isReceipt = (action: Action) => action.kind === "create" && action.item.sk.startsWith("RECEIPT#");
  return {
    query: (range) => store.query(range),
    commit: (actions) => store.commit(actions.filter((action) => !isReceipt(action))),
  };
}

function forgetWhoWasAsked(store: Store): Store {
  const forgetful = (item: Item): Item => {
    const { search } = item as Item & { search?: object };
    return search === undefined ? item : { ...item, search: { ...search, asked: {} } };
  };
  return {
    query: (range) => store.query(range),
    commit: (actions) =>
      store.commit(
        actions.map((action) =>
          action.kind === "create" || action.kind === "replace" ? { ...action, item: forgetful(action.item) } : action,
        ),
      ),
  };
}

function ownAllotmentKey(slotId: string, region: string): Key {
  return { pk: `SLOT#${slotId}`, sk: `ALLOT#${region}#0` };
}
