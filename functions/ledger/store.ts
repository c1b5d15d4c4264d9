import type { Key, Range } from "./keys.ts";

/** An item of the table: its key, and what it says. */
export type Item = Key & Readonly<Record<string, unknown>>;

/**
 * One of the things that a commit does. Each is about one item of its own region's, and says under which condition it may be done.
 * No two actions of a commit are about the same item.
 */
export type Action =
  /** Puts an item where there is none. */
  | { readonly kind: "create"; readonly item: Item }
  /** Puts an item in the place of the one of that version. */
  | { readonly kind: "replace"; readonly item: Item; readonly version: number }
  /** Takes units from an allotment that has them, to sell them or to send them away. */
  | { readonly kind: "debit"; readonly key: Key; readonly units: number; readonly purpose: "sell" | "send" }
  /** Gives units to an allotment, which need not be there yet: those of a claim that ended, or those that were sent. */
  | {
      readonly kind: "credit";
      readonly allotment: Item;
      readonly units: number;
      readonly purpose: "return" | "receive";
    }
  /** Does nothing, and asks that an item be of that version; `undefined`: that there be none. */
  | { readonly kind: "expect"; readonly key: Key; readonly version: number | undefined };

/** The largest number of actions in a commit, DynamoDB's limit of a transaction. */
export const maximumActions = 100;

/**
 * The table as one region sees it. Nothing here reaches another region: what is written arrives there later, and what others
 * wrote is there once it has arrived.
 */
export interface Store {
  /** The items of a range in the order of their sort keys, with all that this region has committed before. */
  query(range: Range): Promise<Item[]>;
  /**
   * Does all the actions, 1 to 100, or none. Any other error than these leaves open whether they were done.
   *
   * @throws Refused if a condition does not hold; nothing was done.
   * @throws Contended if others are at the same items, or the table takes no more at the moment; nothing was done.
   */
  commit(actions: readonly Action[]): Promise<void>;
}

/** The condition of an action that did not hold. */
export interface Refusal {
  /** Which action of the commit. */
  readonly index: number;
  /** What was there instead; `undefined` if there is no such item. */
  readonly existing: Item | undefined;
}

/** A commit whose conditions did not all hold. */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(readonly refusals: readonly Refusal[]) {
    super(`${refusals.length} conditions did not hold`);
  }
}

/** A commit that may succeed when it is tried again. */
export class Contended extends Error {
  override readonly name = "Contended";
  constructor(
    readonly kind: "conflict" | "throttled",
    options?: ErrorOptions,
  ) {
    super(`the commit was not done: ${kind}`, options);
  }
}
