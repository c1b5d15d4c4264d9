import { newClaim, changedClaim } from "./claim.ts";
import type { Claim, ClaimRequest } from "./claim.ts";
import { requestOf } from "./booking-id.ts";
import { allotmentKey, claimKey } from "./keys.ts";
import type { Key } from "./keys.ts";
import { Remainder } from "./stock.ts";
import type { Debit, Stock } from "./stock.ts";
import { maximumActions } from "./store.ts";
import type { Action } from "./store.ts";

/** A request that a region is to claim. */
export interface Candidate {
  readonly request: ClaimRequest;
  /** What the region has recorded for this part before: that it had too few places then. */
  readonly own: (Claim & { readonly status: "forwarded" }) | undefined;
  /** What must not have changed when the claim is recorded. */
  readonly expected: readonly { readonly key: Key; readonly version: number | undefined }[];
  /** Whether this region must not sell it, as its place for the booking is taken by another one under the same key. */
  readonly barred: boolean;
}

/** A candidate and where its places are taken from. */
export interface Planned {
  readonly candidate: Candidate;
  readonly debits: readonly Debit[];
}

/**
 * Gives the region's places to the candidates, first come, first served; who does not fit is lacking some. So is, rarely, who would
 * need more shards than one commit can debit.
 */
export function plan(
  candidates: readonly Candidate[],
  stocks: readonly Stock[],
  { region, turn }: { region: string; turn: number },
): { fitting: Planned[]; lacking: Candidate[] } {
  const remainder = new Remainder(stocks, region, turn);
  const fitting: Planned[] = [];
  const lacking: Candidate[] = [];
  for (const candidate of candidates) {
    const others = 1 + candidate.expected.length;
    const debits = remainder.take(candidate.request.slots, maximumActions - others);
    if (debits === undefined) lacking.push(candidate);
    else fitting.push({ candidate, debits });
  }
  return { fitting, lacking };
}

/**
 * Divides what is planned into as few commits as the limit of actions allows: those that take from the same shards come
 * together, and one debit takes for all of them. No commit is about one item twice.
 */
export function groups(planned: readonly Planned[], region: string, limit = maximumActions): Planned[][] {
  const together = planned.toSorted((left, right) => compare(shardsOf(left), shardsOf(right)));
  const found: { group: Planned[]; items: Map<string, string> }[] = [];
  for (const next of together) {
    const items = itemsOf(next, region);
    const last = found.at(-1);
    if (last !== undefined && fits(last.items, items, limit)) {
      last.group.push(next);
      for (const [key, use] of items) last.items.set(key, use);
    } else found.push({ group: [next], items });
  }
  return found.map(({ group }) => group);
}

/** The items that a candidate's commit is about, by their keys: those of one use can be dealt with for several at once. */
function itemsOf({ candidate, debits }: Planned, region: string): Map<string, string> {
  const { request, expected } = candidate;
  const { pk, sk } = claimKey(request.customerId, requestOf(request.bookingId), request.part, region);
  return new Map([
    ...debits.map((debit): [string, string] => [shardOf(debit), "debit"]),
    ...expected.map(({ key, version }): [string, string] => [`${key.pk} ${key.sk}`, `expect ${version}`]),
    [`${pk} ${sk}`, "record"],
  ]);
}

function fits(items: ReadonlyMap<string, string>, more: ReadonlyMap<string, string>, limit: number): boolean {
  const isFree = [...more].every(([key, use]) => !items.has(key) || (use !== "record" && items.get(key) === use));
  return isFree && new Set([...items.keys(), ...more.keys()]).size <= limit;
}

/** The actions that confirm a group, and whom each is for: `undefined` for the debits, which are for several. */
export function commitOf(
  group: readonly Planned[],
  { region, claimedAt }: { region: string; claimedAt: string },
): { action: Action; candidate: Candidate | undefined }[] {
  const debits = new Map<string, Debit>();
  for (const debit of group.flatMap((planned) => planned.debits)) {
    const before = debits.get(shardOf(debit))?.units ?? 0;
    debits.set(shardOf(debit), { ...debit, units: before + debit.units });
  }
  const sales = [...debits.values()].map(({ slotId, shard, units }) => ({
    action: { kind: "debit", key: allotmentKey(slotId, region, shard), units, purpose: "sell" } as const,
    candidate: undefined,
  }));
  const records = group.map(({ candidate }) => ({ action: recordOf(candidate, region, claimedAt), candidate }));
  const expectations = new Map<string, { action: Action; candidate: Candidate }>();
  for (const { candidate } of group) {
    for (const { key, version } of candidate.expected) {
      expectations.set(`${key.pk} ${key.sk}`, { action: { kind: "expect", key, version }, candidate });
    }
  }
  return [...sales, ...records, ...expectations.values()];
}

function recordOf({ request, own }: Candidate, region: string, claimedAt: string): Action {
  const became = { status: "confirmed" } as const;
  if (own === undefined) return { kind: "create", item: newClaim(request, region, claimedAt, became) };
  return { kind: "replace", item: changedClaim({ ...own, claimedAt }, became), version: own.version };
}

function shardsOf({ debits }: Planned): string {
  return debits.map(shardOf).join(" ");
}

function shardOf({ slotId, shard }: Debit): string {
  return `${slotId}#${shard}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
