import type { SlotUnits } from "../../functions/ledger/booking-id.ts";
import type { Item } from "../../functions/ledger/store.ts";

/** What clients asked of a system and were told, and what it ended in; times are on one clock, in milliseconds. */
export interface History {
  readonly regions: readonly string[];
  readonly slots: readonly { readonly slotId: string; readonly capacity: number }[];
  readonly requests: readonly BookingRequest[];
  readonly cancellations: readonly { readonly bookingId: string; readonly region: string; readonly sentAt: number }[];
  readonly observations: readonly Observation[];
  /** The table of each region once they have heard from each other. */
  readonly tables: Readonly<Record<string, readonly Item[]>>;
  /** What lies in dead-letter queues. */
  readonly deadLetters: readonly { readonly bookingId: string; readonly part: string }[];
  /** Keys that two regions have written. */
  readonly conflicts: readonly { readonly key: string; readonly regions: readonly string[] }[];
}

/** A request for a booking, or for its prolongation. */
export interface BookingRequest {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly slots: readonly SlotUnits[];
  readonly region: string;
  /** The booking that it prolongs; none for a booking. */
  readonly prolongs?: string;
  readonly sentAt: number;
  /** None if no answer came. */
  readonly answer?: {
    readonly at: number;
    /** With 202: what the request is now known by. */
    readonly accepted?: { readonly bookingId: string; readonly part: string };
    /** Else: the kind of the problem. */
    readonly refused?: string;
  };
}

/** What a region said of a part of a booking. */
export interface Observation {
  readonly customerId: string;
  readonly bookingId: string;
  readonly part: string;
  readonly region: string;
  /** When it was asked. */
  readonly sentAt: number;
  /** When the answer came. */
  readonly at: number;
  readonly status: "pending" | "confirmed" | "rejected" | "cancelled";
}
