import { canonicalSlots } from "./booking-id.ts";
import type { ClaimRequest, Outcome, Search } from "./claim.ts";
import { heldIn, unsoldIn } from "./stock.ts";
import type { Stock } from "./stock.ts";

/** A region as another one sees it. */
export interface Region {
  readonly name: string;
  /** Whether anything was heard of it lately. */
  readonly alive: boolean;
  /** Whether an operator has taken it out of service: it has nothing to sell and is given nothing. */
  readonly fenced: boolean;
}

/** What a region knows when it has too few places. */
export interface Shortage {
  readonly request: ClaimRequest;
  /** The region that has too few. */
  readonly region: string;
  /** All regions, this one too. */
  readonly regions: readonly Region[];
  /** The stock of every slot that is asked for, in their order. */
  readonly stocks: readonly Stock[];
}

/**
 * What is done with a part that a region has too few places for: it is forwarded to the region that seems to have most and was not
 * asked yet. When all were asked, it is rejected, unless what they held does not add up: then places were on their way from
 * one region to another, and the search begins anew.
 */
export function declined(shortage: Shortage): Outcome & { readonly status: "forwarded" | "rejected" } {
  const { request, region, regions } = shortage;
  const stocks = inOrderOf(request, shortage.stocks);
  const held = stocks.map((stock) => heldIn(stock, region));
  const search = request.search ?? { origin: region, asked: {}, hops: 0 };
  const asked: Search["asked"] = { ...search.asked, [region]: held };
  const next = { ...search, hops: search.hops + 1 };
  const others = regions.filter(({ name, fenced }) => name !== region && !fenced);
  const left = others.filter(({ name }) => !(name in asked));
  if (left.length > 0) return { status: "forwarded", to: best(left, shortage), search: { ...next, asked } };
  if (others.length === 0 || isComplete(asked, regions, stocks)) return { status: "rejected", reason: "sold-out" };
  return { status: "forwarded", to: best(others, shortage), search: { ...next, asked: { [region]: held } } };
}

/**
 * Whether what was forwarded to a region is news to it. It is not if the region has passed the same search on since, or takes part
 * in one that goes before it: so that of several searches for a part one comes to its end, and only one can find nothing.
 */
export function isNews(search: Search, own: Search): boolean {
  return search.origin === own.origin ? search.hops >= own.hops : search.origin < own.origin;
}

/** Whether the regions that were asked, and those that are out of service, held all there is. */
function isComplete(asked: Search["asked"], regions: readonly Region[], stocks: readonly Stock[]): boolean {
  return stocks.every((stock, index) => {
    const held = regions.map(({ name }) => asked[name]?.[index] ?? heldIn(stock, name)).reduce((a, b) => a + b, 0);
    return stock.entry === undefined || held === stock.entry.capacity;
  });
}

/** One that is alive before one that seems dark; then the one with most room; then the next one, beginning after this. */
function best(candidates: readonly Region[], { request, region, regions, stocks }: Shortage): string {
  const roomIn = (name: string) =>
    Math.min(...request.slots.map(({ slotId, units }) => unsoldIn(stockOf(stocks, slotId), name) - units));
  const names = regions.map(({ name }) => name);
  const distanceTo = (name: string) => (names.indexOf(name) - names.indexOf(region) + names.length) % names.length;
  const [first] = candidates.toSorted(
    (left, right) =>
      Number(right.alive) - Number(left.alive) ||
      roomIn(right.name) - roomIn(left.name) ||
      distanceTo(left.name) - distanceTo(right.name),
  );
  return first?.name ?? region;
}

function inOrderOf({ slots }: ClaimRequest, stocks: readonly Stock[]): Stock[] {
  return canonicalSlots(slots).map(({ slotId }) => stockOf(stocks, slotId));
}

function stockOf(stocks: readonly Stock[], slotId: string): Stock {
  return (
    stocks.find((stock) => stock.slotId === slotId) ?? { slotId, entry: undefined, allotments: [], withdrawn: false }
  );
}
