import * as z from "zod/mini";
import type { Region } from "../ledger/forward.ts";
import { heartbeatKey, regionsRange, requestRange, stockRange } from "../ledger/keys.ts";
import { claimsFrom } from "../ledger/claim.ts";
import type { Claim, ClaimRequest } from "../ledger/claim.ts";
import { requestOf } from "../ledger/booking-id.ts";
import { stockFrom } from "../ledger/stock.ts";
import type { Stock } from "../ledger/stock.ts";
import { Contended, Refused } from "../ledger/store.ts";
import type { Action, Refusal, Store } from "../ledger/store.ts";
import { withBackoff } from "../runtime/backoff.ts";
import type { Backoff } from "../runtime/backoff.ts";

/** A region at work: its table, and all that is not decided by the table. */
export interface Site {
  readonly store: Store;
  readonly region: string;
  /** The names of all regions, this one too, in the same order everywhere. */
  readonly regions: readonly string[];
  readonly now: () => Date;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
  /** An id that nobody else makes. */
  readonly newId: () => string;
  readonly backoff?: Backoff;
  /** The fewest unsold units of a slot that are divided between regions. @default `wholeBelow` */
  readonly wholeBelow?: number;
  /** Called at each commit that others stood in the way of. */
  readonly onContention?: (kind: Contended["kind"]) => void;
}

/** How long a region may be silent before it is taken for dark, in milliseconds: it says that it is alive every minute. */
const patience = 180_000;

/**
 * Commits, again with backoff while others are at the same items.
 *
 * @returns the conditions that did not hold; none if it is done
 * @throws Contended if that lasts longer than the backoff
 */
export async function commit(
  site: Pick<Site, "store" | "backoff" | "onContention">,
  actions: readonly Action[],
): Promise<readonly Refusal[]> {
  const attempt = async () => {
    try {
      await site.store.commit(actions);
      return [];
    } catch (error) {
      if (error instanceof Refused) return error.refusals;
      if (error instanceof Contended) site.onContention?.(error.kind);
      throw error;
    }
  };
  return await withBackoff(attempt, (error) => error instanceof Contended, site.backoff);
}

/** What is known here of a request's claims in all regions. */
export async function claimsOf(
  { store }: Pick<Site, "store">,
  { customerId, bookingId }: Pick<ClaimRequest, "customerId" | "bookingId">,
): Promise<Claim[]> {
  return claimsFrom(await store.query(requestRange(customerId, requestOf(bookingId))));
}

/** What is known here of the units of slots, in all regions. */
export async function stocksOf({ store }: Pick<Site, "store">, slotIds: Iterable<string>): Promise<Stock[]> {
  return await Promise.all(
    [...new Set(slotIds)].map(async (slotId) => stockFrom(slotId, await store.query(stockRange(slotId)))),
  );
}

const heartbeat = z.object({ region: z.string(), at: z.string() });

/** The regions as this one sees them. One that has never said anything is taken for alive. */
export async function regionsOf({ store, regions, now }: Site): Promise<Region[]> {
  const items = await store.query(regionsRange);
  const fenced = new Set(
    items.filter(({ sk, fenced }) => sk.startsWith("FENCE#") && fenced === true).map(({ region }) => region),
  );
  const heard = new Map(
    items
      .filter(({ sk }) => sk.startsWith("HEARTBEAT#"))
      .map((item) => heartbeat.parse(item))
      .map(({ region, at }) => [region, Date.parse(at)]),
  );
  return regions.map((name) => ({
    name,
    alive: now().getTime() - (heard.get(name) ?? Infinity) < patience,
    fenced: fenced.has(name),
  }));
}

/** Says that this region is alive; others hear of it when it is replicated. */
export async function beat({ store, region, now }: Site): Promise<void> {
  const [last] = (await store.query(regionsRange)).filter(({ sk }) => sk === heartbeatKey(region).sk);
  const version = typeof last?.version === "number" ? last.version : undefined;
  const item = { ...heartbeatKey(region), region, at: now().toISOString(), version: (version ?? 0) + 1 };
  // Who is refused knows that another has said it meanwhile.
  const action: Action = version === undefined ? { kind: "create", item } : { kind: "replace", item, version };
  await store.commit([action]).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
}
