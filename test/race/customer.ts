import { setTimeout as delay } from "node:timers/promises";
import type { components } from "../../api/generated/types.ts";
import type { SlotUnits } from "../../functions/ledger/booking-id.ts";
import { firstPart } from "../../functions/ledger/claim.ts";
import type { BookingRequest, Observation } from "../history/history.ts";

type Schemas = components["schemas"];

/** What customers do is written here, as a history is made of it. */
export interface Notes {
  readonly requests: BookingRequest[];
  readonly observations: Observation[];
}

/** A wish for places, with the key that makes it one booking wherever it is sent. */
export interface Wish {
  readonly idempotencyKey: string;
  readonly slots: readonly SlotUnits[];
}

/** How long a customer waits for an answer, in milliseconds. */
const patience = 20_000;
/** How long a customer waits before asking again who was refused for a while, or not answered. */
const pause = 250;

/** Somebody who books over HTTP, asks again when there is no answer, and remembers what was said. */
export class Customer {
  constructor(
    readonly customerId: string,
    private readonly token: string,
    /** Address of the API of each region. */
    private readonly apis: Readonly<Record<string, string>>,
    private readonly notes: Notes,
  ) {}

  /** Asks region after region, beginning with `first`, until one accepts or refuses for good; gives the booking's id. */
  async book(first: string, wish: Wish): Promise<string | undefined> {
    const names = Object.keys(this.apis);
    for (let index = names.indexOf(first); ; index += 1) {
      const region = names[index % names.length] ?? first;
      const { idempotencyKey, slots } = wish;
      const asked = { customerId: this.customerId, idempotencyKey, slots, region, sentAt: performance.now() };
      const response = await this.#send(region, "/bookings", {
        method: "POST",
        headers: { "Idempotency-Key": idempotencyKey, "Content-Type": "application/json" },
        body: JSON.stringify({ slots }),
      });
      if (response === undefined) {
        this.notes.requests.push(asked); // it may have been accepted or not
        await delay(pause);
        continue;
      }
      const at = performance.now();
      if (response.status === 202) {
        const { bookingId } = response.body as Schemas["BookingAccepted"];
        this.notes.requests.push({ ...asked, answer: { at, accepted: { bookingId, part: firstPart } } });
        return bookingId;
      }
      if (response.status < 500 && response.status !== 429) {
        const { type } = response.body as Schemas["Problem"];
        this.notes.requests.push({ ...asked, answer: { at, refused: type } });
        return undefined;
      }
      await delay(pause);
    }
  }

  /** What a region says of a booking; nothing if it does not answer now. */
  async look(region: string, bookingId: string): Promise<Schemas["Booking"] | undefined> {
    const sentAt = performance.now();
    const response = await this.#send(region, `/bookings/${bookingId}`);
    if (response?.status !== 200) return undefined;
    const booking = response.body as Schemas["Booking"];
    const { customerId } = this;
    const said = {
      customerId,
      bookingId,
      part: firstPart,
      region,
      sentAt,
      at: performance.now(),
      status: booking.status,
    };
    this.notes.observations.push(said);
    return booking;
  }

  /** Looks until a region says what became of a booking; gives up when `isHopeless` says so. */
  async await(region: string, bookingId: string, isHopeless: () => boolean): Promise<Schemas["Booking"] | undefined> {
    for (;;) {
      const booking = await this.look(region, bookingId);
      if (booking !== undefined && booking.status !== "pending") return booking;
      if (isHopeless()) return booking;
      await delay(pause);
    }
  }

  async #send(
    region: string,
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; body: unknown } | undefined> {
    try {
      const headers = { ...Object.fromEntries(new Headers(init.headers)), Authorization: `Bearer ${this.token}` };
      const signal = AbortSignal.timeout(patience);
      const response = await fetch(`${this.apis[region] ?? ""}${path}`, { ...init, headers, signal });
      return { status: response.status, body: await response.json() };
    } catch {
      return undefined; // a dark region, or one that went dark meanwhile
    }
  }
}
