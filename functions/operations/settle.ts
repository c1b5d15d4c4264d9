import { claimsFrom, firstPart } from "../ledger/claim.ts";
import type { Claim, ClaimRequest, Search } from "../ledger/claim.ts";
import { isNews } from "../ledger/forward.ts";
import { storedSlot } from "../ledger/slot.ts";
import { storedAllotment } from "../ledger/stock.ts";
import type { Item } from "../ledger/store.ts";
import { cancelBooking, releaseIfBeaten } from "./end-claims.ts";
import { claimsOf } from "./site.ts";
import type { Site } from "./site.ts";
import { receive, transferTo } from "./transfers.ts";

/** Puts a request that was forwarded to this region on its queue. */
export type Enqueue = (request: ClaimRequest) => Promise<void>;

/**
 * Does what follows in this region from an item, its own or one that has arrived from another region: ends claims that were
 * cancelled or beaten, takes on what was forwarded, credits what was sent, helps who is low. It goes by what the item says now,
 * never by what has changed, so an item may come late, twice, or in the place of several.
 *
 * @returns the slot whose units may now be in the wrong places, if there is one
 */
export async function settle(site: Site, item: Item, enqueue: Enqueue): Promise<string | undefined> {
  if (item.sk.startsWith("BOOKING#")) {
    const [claim] = claimsFrom([item]);
    return claim === undefined ? undefined : await settleClaim(site, claim, enqueue);
  }
  if (item.sk.startsWith("ENTRY#")) return item.region === site.region ? storedSlot.parse(item).slotId : undefined;
  if (item.sk.startsWith("ALLOT#")) {
    const { slotId, region, unsold, held } = storedAllotment.parse(item);
    return region !== site.region && unsold * 2 <= held ? slotId : undefined;
  }
  const transfer = transferTo(site.region, item);
  if (transfer !== undefined) await receive(site, transfer);
  return undefined;
}

async function settleClaim(site: Site, claim: Claim, enqueue: Enqueue): Promise<string | undefined> {
  if (claim.status === "confirmed") await releaseIfBeaten(site, claim);
  if (claim.region === site.region) return undefined;
  switch (claim.status) {
    case "cancelled":
      await cancelBooking(site, claim);
      return undefined;
    case "forwarded":
      if (claim.to !== site.region) return undefined;
      if (await isOpen(site, claim, claim.search)) await enqueue(claim);
      return claim.slots[0]?.slotId;
    default:
      return undefined;
  }
}

/** Whether this region has not answered what was forwarded to it. */
async function isOpen(site: Site, forwarded: Claim, search: Search): Promise<boolean> {
  const own = (await claimsOf(site, forwarded)).filter(
    ({ region, bookingId }) => region === site.region && bookingId === forwarded.bookingId,
  );
  if (own.some(({ part, status }) => part === firstPart && status === "cancelled")) return false;
  const answer = own.find(({ part }) => part === forwarded.part);
  return answer === undefined || (answer.status === "forwarded" && isNews(search, answer.search));
}
