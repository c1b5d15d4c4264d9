import { newClaim, changedClaim } from "./claim.ts";
import type { Claim, ClaimRequest } from "./claim.ts";
import { allotmentKey } from "./keys.ts";
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

/** Gives the region's places to the candidates, first come, first served; who does not fit is lacking some. */
export function plan(
  candidates: readonly Candidate[],
  stocks: readonly Stock[],
  { region, turn }: { region: string; turn: number },
): { fitting: Planned[]; lacking: Candidate[] } {
  const remainder = new Remainder(stocks, region, turn);
  const fitting: Planned[] = [];
  const lacking: Candidate[] = [];
  for (const candidate of candidates) {
    const debits = remainder.take(candidate.request.slots);
    if (debits === undefined) lacking.push(candidate);
    else fitting.push({ candidate, debits });
  }
  return { fitting, lacking };
}

/**
 * Divides what is planned into as few commits as the limit of actions allows: those that take from the same shards come
 * together, and one debit takes for all of them.
 */
export function groups(planned: readonly Planned[], limit = maximumActions): Planned[][] {
  const together = planned.toSorted((left, right) => compare(shardsOf(left), shardsOf(right)));
  const found: Planned[][] = [];
  let shards = new Set<string>();
  let others = 0;
  for (const next of together) {
    const more = 1 + next.candidate.expected.length;
    const withNext = new Set([...shards, ...next.debits.map(shardOf)]);
    const group = found.at(-1);
    if (group !== undefined && withNext.size + others + more <= limit) {
      group.push(next);
      shards = withNext;
      others += more;
    } else {
      found.push([next]);
      shards = new Set(next.debits.map(shardOf));
      others = more;
    }
  }
  return found;
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
  return [...sales, ...group.flatMap(({ candidate }) => recordsOf(candidate, region, claimedAt))];
}

function recordsOf(
  candidate: Candidate,
  region: string,
  claimedAt: string,
): { action: Action; candidate: Candidate }[] {
  const { request, own, expected } = candidate;
  const record: Action =
    own === undefined
      ? { kind: "create", item: newClaim(request, region, claimedAt, { status: "confirmed" }) }
      : { kind: "replace", item: changedClaim({ ...own, claimedAt }, { status: "confirmed" }), version: own.version };
  return [record, ...expected.map(({ key, version }) => ({ kind: "expect", key, version }) as const)].map((action) => ({
    action,
    candidate,
  }));
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
