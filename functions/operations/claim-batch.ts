import { requestOf } from "../ledger/booking-id.ts";
import { changedClaim, firstPart, isFor, keyReused, newClaim, saysKeyReused, storedClaim } from "../ledger/claim.ts";
import type { ClaimRequest, Outcome, RejectionReason } from "../ledger/claim.ts";
import { declined, isNews } from "../ledger/forward.ts";
import type { Region } from "../ledger/forward.ts";
import { commitOf, groups, plan } from "../ledger/group-commit.ts";
import type { Candidate, Planned } from "../ledger/group-commit.ts";
import { claimKey } from "../ledger/keys.ts";
import { partState } from "../ledger/resolve.ts";
import type { Stock } from "../ledger/stock.ts";
import type { Item, Refusal } from "../ledger/store.ts";
import { claimsOf, commit, regionsOf, stocksOf } from "./site.ts";
import type { Site } from "./site.ts";

/** What became of a request, now or at an earlier delivery of its message. */
export type Settlement =
  | { readonly outcome: "confirmed" | "duplicate" }
  | { readonly outcome: "forwarded"; readonly to: string }
  | { readonly outcome: "rejected"; readonly reason: RejectionReason };

/** What became of each request of a batch; with an error it is not settled, and is to be delivered again. */
export type Settlements = ReadonlyMap<ClaimRequest, Settlement | Error>;

/**
 * Settles the requests of a batch in this region by group commit: as few transactions as possible, with one debit of a shard for
 * all that take from it. What a region cannot sell it forwards or rejects. The same request may come again at any time, this
 * one may have died anywhere, and the answer stays what it was.
 */
export async function claimBatch(site: Site, requests: readonly ClaimRequest[]): Promise<Settlements> {
  const batch = new Batch(site);
  // Two requests for one claim cannot be in one transaction: the second is told what became of the first.
  const rounds: ClaimRequest[][] = [];
  const seen = new Map<string, number>();
  for (const request of requests) {
    const { pk, sk } = keyOf(request, site.region);
    const round = seen.get(`${pk} ${sk}`) ?? 0;
    seen.set(`${pk} ${sk}`, round + 1);
    (rounds[round] ??= []).push(request);
  }
  for (const round of rounds) await batch.settle(round);
  return batch.settlements;
}

class Batch {
  readonly settlements = new Map<ClaimRequest, Settlement | Error>();
  #regions: Promise<Region[]> | undefined;

  constructor(private readonly site: Site) {}

  /** Settles requests from the beginning, with all that is known of them by now. */
  async settle(requests: readonly ClaimRequest[]): Promise<void> {
    const candidates = await Promise.all(
      requests.map((request) => this.#guarded([request], () => this.#candidateFor(request))),
    );
    const open = candidates.filter((candidate) => candidate !== undefined);
    await this.#guarded(requestsOf(open), () => this.#claim(open));
  }

  /** A request with what this region has recorded for it; nothing if it is settled by that. */
  async #candidateFor(request: ClaimRequest): Promise<Candidate | undefined> {
    const { bookingId, part, search } = request;
    const { region } = this.site;
    // Most requests are new, and the claim's own condition finds out when one is not.
    if (search === undefined && part === firstPart) return { request, own: undefined, expected: [], barred: false };

    const claims = await claimsOf(this.site, request);
    const own = claims.find((claim) => claim.region === region && isFor(claim, request));
    const forwarded =
      own?.status === "forwarded" && search !== undefined && isNews(search, own.search) ? own : undefined;
    if (own !== undefined && forwarded === undefined) {
      this.settlements.set(request, { outcome: "duplicate" });
      return undefined;
    }
    if (part === firstPart) return { request, own: forwarded, expected: [], barred: false };

    const first = claims.find((claim) => claim.region === region && claim.part === firstPart && !saysKeyReused(claim));
    const state = partState(claims, bookingId, firstPart);
    const expected = [{ key: keyOf({ ...request, part: firstPart }, region), version: first?.version }];
    const barred = first !== undefined && first.bookingId !== bookingId;
    const candidate = { request, own: forwarded, expected, barred };
    if (state.status === "cancelled" || (search === undefined && state.status !== "confirmed")) {
      await this.#record(candidate, { status: "rejected", reason: "not-confirmed" });
      return undefined;
    }
    if (search === undefined && state.status === "confirmed" && state.region !== region) {
      const begun = { origin: region, asked: {}, hops: 1 };
      await this.#record(candidate, { status: "forwarded", to: state.region, search: begun });
      return undefined;
    }
    return candidate;
  }

  async #claim(candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return;
    const { region, random } = this.site;
    const slotIds = candidates.flatMap(({ request }) => request.slots.map(({ slotId }) => slotId));
    const stocks = await stocksOf(this.site, slotIds);
    const [refused, sellable] = this.#check(candidates, stocks);
    const free = sellable.filter(({ barred }) => !barred);
    const { fitting, lacking } = plan(free, stocks, { region, turn: Math.floor(random() * 1000) });
    let asPlanned = true;
    for (const group of groups(fitting, region)) {
      const done = await this.#guarded(requestsOf(group.map(({ candidate }) => candidate)), () => this.#commit(group));
      asPlanned &&= done === true;
    }
    // Who lacked only what another did not get in the end may have it after all.
    if (!asPlanned) await this.#guarded(requestsOf(lacking), () => this.#claim(lacking));
    const short = [...sellable.filter(({ barred }) => barred), ...(asPlanned ? lacking : [])];
    await Promise.all([
      ...refused.map(({ candidate, reason }) =>
        this.#guarded([candidate.request], () => this.#record(candidate, { status: "rejected", reason })),
      ),
      ...short.map((candidate) => this.#guarded([candidate.request], () => this.#decline(candidate, stocks))),
    ]);
  }

  /** Parts which may not be had, however much there is, apart from the others. */
  #check(candidates: readonly Candidate[], stocks: readonly Stock[]) {
    const now = this.site.now().toISOString();
    const refused: { candidate: Candidate; reason: RejectionReason }[] = [];
    const sellable: Candidate[] = [];
    for (const candidate of candidates) {
      const { slots, search } = candidate.request;
      const ofSlots = slots.map(({ slotId }) => stocks.find((stock) => stock.slotId === slotId));
      const entries = ofSlots.map((stock) => stock?.entry);
      if (entries.some((entry) => entry !== undefined && entry.startsAt <= now)) {
        refused.push({ candidate, reason: "slot-in-the-past" });
      } else if (ofSlots.some((stock) => stock?.withdrawn)) {
        refused.push({ candidate, reason: "slot-withdrawn" });
      } else if (search === undefined && entries.includes(undefined))
        refused.push({ candidate, reason: "unknown-slot" });
      else sellable.push(candidate);
    }
    return [refused, sellable] as const;
  }

  /** Whether the group was confirmed as it was planned; if not, each of it is settled all the same. */
  async #commit(group: readonly Planned[]): Promise<boolean> {
    const { region, now } = this.site;
    const actions = commitOf(group, { region, claimedAt: now().toISOString() });
    const refusals = await commit(
      this.site,
      actions.map(({ action }) => action),
    );
    const candidates = group.map(({ candidate }) => candidate);
    if (refusals.length === 0) {
      for (const { request } of candidates) this.settlements.set(request, { outcome: "confirmed" });
      return true;
    }
    const standing = new Map<Candidate, Item | undefined>();
    for (const { index, existing } of refusals) {
      const candidate = actions[index]?.candidate;
      if (candidate !== undefined) standing.set(candidate, existing);
    }
    for (const [candidate, existing] of standing) {
      await this.#guarded([candidate.request], () => this.#meet(candidate, existing));
    }
    const rest = candidates.filter((candidate) => !standing.has(candidate));
    // Others have taken what was planned with, if it was not a record that stood in the way: halves meet fewer of them.
    for (const part of standing.size > 0 ? [rest] : halves(rest)) {
      await this.#guarded(requestsOf(part), () => this.#claim(part));
    }
    return false;
  }

  async #decline(candidate: Candidate, stocks: readonly Stock[]): Promise<void> {
    const { request } = candidate;
    const regions = await (this.#regions ??= regionsOf(this.site));
    await this.#record(candidate, declined({ request, region: this.site.region, regions, stocks }));
  }

  /** Records what a part came to that is not sold here. */
  async #record(candidate: Candidate, became: Outcome & { readonly status: "forwarded" | "rejected" }): Promise<void> {
    const { request, own } = candidate;
    const { region, now } = this.site;
    const [refusal]: readonly Refusal[] = await commit(this.site, [
      own === undefined
        ? { kind: "create", item: newClaim(request, region, now().toISOString(), became) }
        : { kind: "replace", item: changedClaim(own, became), version: own.version },
    ]);
    if (refusal !== undefined) {
      await this.#meet(candidate, refusal.existing);
      return;
    }
    this.settlements.set(
      request,
      became.status === "forwarded"
        ? { outcome: "forwarded", to: became.to }
        : { outcome: "rejected", reason: became.reason },
    );
  }

  /** Settles a request whose place in the table is not as it was expected. */
  async #meet({ request }: Candidate, existing: Item | undefined): Promise<void> {
    const { region, now } = this.site;
    const standing = existing?.sk === keyOf(request, region).sk ? storedClaim.parse(existing) : undefined;
    if (standing !== undefined && !isFor(standing, request)) {
      await commit(this.site, [{ kind: "create", item: keyReused(request, region, now().toISOString()) }]);
      this.settlements.set(request, { outcome: "rejected", reason: "idempotency-key-reused" });
    } else if (standing !== undefined && request.search === undefined)
      this.settlements.set(request, { outcome: "duplicate" });
    else await this.settle([request]);
  }

  /** Does what may fail; the requests that it leaves open are then not settled, and the others are none the worse for it. */
  async #guarded<Result>(requests: readonly ClaimRequest[], work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      for (const request of requests) if (!this.settlements.has(request)) this.settlements.set(request, cause);
      return undefined;
    }
  }
}

function keyOf(
  { customerId, bookingId, part }: Pick<ClaimRequest, "customerId" | "bookingId" | "part">,
  region: string,
) {
  return claimKey(customerId, requestOf(bookingId), part, region);
}

function requestsOf(candidates: readonly Candidate[]): ClaimRequest[] {
  return candidates.map(({ request }) => request);
}

function halves<Of>(list: readonly Of[]): Of[][] {
  if (list.length < 2) return [[...list]];
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
