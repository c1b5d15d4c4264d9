import { canonicalSlots, requestOf } from "../../functions/ledger/booking-id.ts";
import { claimsFrom, firstPart } from "../../functions/ledger/claim.ts";
import type { Claim } from "../../functions/ledger/claim.ts";
import { partState } from "../../functions/ledger/resolve.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { discrepancy } from "./books.ts";
import type { BookingRequest, History } from "./history.ts";

/** The invariants of the design, by name, in its order. */
export const invariants = {
  conservation: "for each slot, unsold + claimed + in transit = capacity, none negative",
  "single-claim": "a part has at most one live claim once the regions have heard from each other, a cancelled one none",
  durability: "a booking answered as confirmed stays confirmed until someone cancels it",
  idempotence: "the same key and payload give the same booking, the same key and another payload are refused",
  settlement:
    "every accepted request ends confirmed, rejected with a reason, or cancelled, or lies in a dead-letter queue",
  "single-writer": "no item is ever written by two regions",
} as const;

/** An invariant that did not hold. */
export interface Violation {
  readonly invariant: keyof typeof invariants;
  readonly message: string;
  /** The bookings that break it, where there are some. */
  readonly bookings: readonly string[];
}

/** Every violation of the six invariants in a history that has come to rest; none if all is well. */
export function check(history: History): Violation[] {
  return [
    ...conservation(history),
    ...singleClaim(history),
    ...durability(history),
    ...idempotence(history),
    ...settlement(history),
    ...history.conflicts.map(({ key, regions }) =>
      violation("single-writer", `${key} was written by ${regions.join(" and ")}`),
    ),
  ];
}

function conservation({ slots, tables }: History): Violation[] {
  const items = authoritative(tables);
  return slots.flatMap((slot) => {
    const problem = discrepancy(slot, items);
    const bookings = claimsIn(items)
      .filter((claim) => claim.slots.some(({ slotId }) => slotId === slot.slotId))
      .map(({ bookingId }) => bookingId);
    return problem === undefined ? [] : [violation("conservation", `slot ${slot.slotId}: ${problem}`, bookings)];
  });
}

function singleClaim({ tables }: History): Violation[] {
  const claims = claimsIn(authoritative(tables));
  const found: Violation[] = [];
  for (const [part, ofPart] of Map.groupBy(claims, ({ bookingId, part }) => `${bookingId} part ${part}`)) {
    const live = ofPart.filter(({ status }) => status === "confirmed");
    const [{ bookingId }] = ofPart as [Claim];
    const where = live.map(({ region }) => region).join(", ");
    const cancelled = claims.some(
      (claim) => claim.bookingId === bookingId && claim.part === firstPart && claim.status === "cancelled",
    );
    if (live.length > 1) found.push(violation("single-claim", `${part} is claimed in ${where}`, [bookingId]));
    if (live.length > 0 && cancelled) {
      found.push(violation("single-claim", `${part} is cancelled and claimed in ${where}`, [bookingId]));
    }
  }
  return found;
}

function durability({ observations, cancellations, tables, regions }: History): Violation[] {
  const cancelledAt = (bookingId: string) =>
    Math.min(...cancellations.filter((cancelled) => cancelled.bookingId === bookingId).map(({ sentAt }) => sentAt));
  const found: Violation[] = [];
  for (const confirmed of observations.filter(({ status }) => status === "confirmed")) {
    const { bookingId, part, customerId } = confirmed;
    const later = observations.filter(
      (other) =>
        other.bookingId === bookingId &&
        other.part === part &&
        other.sentAt > confirmed.at &&
        other.at < cancelledAt(bookingId),
    );
    // A region that has not heard of it may say that it is pending; the one that said confirmed may not.
    const broken = later.find(
      ({ status, region }) => status === "rejected" || (status !== "confirmed" && region === confirmed.region),
    );
    if (broken !== undefined) {
      const text = `${bookingId} part ${part} was confirmed in ${confirmed.region} and then ${broken.status} in ${broken.region}`;
      found.push(violation("durability", text, [bookingId]));
    }
    for (const region of regions) {
      const state = partState(claimsOf(tables[region] ?? [], customerId, bookingId), bookingId, part);
      const allowed = cancelledAt(bookingId) === Infinity ? ["confirmed"] : ["confirmed", "cancelled"];
      const kept = state.status !== "confirmed" || isLive(tables, state.region, bookingId, part);
      if (!allowed.includes(state.status) || !kept) {
        const text = `${bookingId} part ${part} was confirmed in ${confirmed.region} and is ${kept ? state.status : "claimed by nobody"} in ${region}`;
        found.push(violation("durability", text, [bookingId]));
      }
    }
  }
  return found;
}

/** Whether a region does have the claim that it is said to have. */
function isLive(tables: History["tables"], region: string, bookingId: string, part: string): boolean {
  return claimsIn(tables[region] ?? []).some(
    (claim) =>
      claim.region === region && claim.bookingId === bookingId && claim.part === part && claim.status === "confirmed",
  );
}

function idempotence({ requests, observations }: History): Violation[] {
  const found: Violation[] = [];
  const nameOf = ({ customerId, prolongs = "", idempotencyKey }: BookingRequest) =>
    `${customerId} ${prolongs} ${idempotencyKey}`;
  for (const ofKey of Map.groupBy(requests, nameOf).values()) {
    for (const [index, one] of ofKey.entries()) {
      for (const other of ofKey.slice(index + 1)) {
        const [first, second] = one.sentAt <= other.sentAt ? [one, other] : [other, one];
        const [before, after] = [first.answer?.accepted, second.answer?.accepted];
        if (before === undefined || after === undefined) continue;
        const same = payload(first) === payload(second);
        const bookings = [before.bookingId, after.bookingId];
        if (same && (before.bookingId !== after.bookingId || before.part !== after.part)) {
          found.push(violation("idempotence", `one key and payload gave ${bookings.join(" and ")}`, bookings));
        }
        // Two that cross each other on the way are both accepted: in different regions nobody can know better.
        const isRepeated = ofKey.some((any) => any.sentAt < second.sentAt && payload(any) === payload(second));
        const wasConfirmed = observations.some(
          ({ bookingId, part, region, at, status }) =>
            bookingId === before.bookingId &&
            part === before.part &&
            region === second.region &&
            status === "confirmed" &&
            at < second.sentAt,
        );
        if (!same && wasConfirmed && !isRepeated) {
          found.push(
            violation("idempotence", `a key was accepted for ${bookings.join(" and ")}, with other slots`, bookings),
          );
        }
      }
    }
  }
  return found;
}

function settlement({ requests, regions, tables, deadLetters }: History): Violation[] {
  const found: Violation[] = [];
  for (const { customerId, answer } of requests) {
    if (answer?.accepted === undefined) continue;
    const { bookingId, part } = answer.accepted;
    if (deadLetters.some((letter) => letter.bookingId === bookingId && letter.part === part)) continue;
    const states = regions.map((region) =>
      partState(claimsOf(tables[region] ?? [], customerId, bookingId), bookingId, part),
    );
    const names = new Set(states.map(({ status }) => status));
    if (names.has("pending")) {
      found.push(violation("settlement", `${bookingId} part ${part} was accepted and is pending`, [bookingId]));
    } else if (names.size > 1) {
      found.push(violation("settlement", `${bookingId} part ${part} is ${[...names].join(" and ")}`, [bookingId]));
    }
  }
  return found;
}

/** Every item as the region has it that wrote it. */
function authoritative(tables: History["tables"]): Item[] {
  return Object.entries(tables).flatMap(([region, items]) => items.filter((item) => item.region === region));
}

function claimsIn(items: readonly Item[]): Claim[] {
  return claimsFrom(items.filter(({ sk }) => sk.startsWith("BOOKING#")));
}

function claimsOf(items: readonly Item[], customerId: string, bookingId: string): Claim[] {
  const prefix = `BOOKING#${requestOf(bookingId)}#`;
  return claimsFrom(items.filter(({ pk, sk }) => pk === `CUSTOMER#${customerId}` && sk.startsWith(prefix)));
}

function payload({ slots }: BookingRequest): string {
  return JSON.stringify(canonicalSlots(slots));
}

function violation(invariant: keyof typeof invariants, message: string, bookings: readonly string[] = []): Violation {
  return { invariant, message, bookings: [...new Set(bookings)] };
}
