import { changedLine } from "../../../functions/basket/line.ts";
import type { Line } from "../../../functions/basket/line.ts";
import type { Slot } from "../../../functions/basket/slot.ts";

/** The regions of the examples, in their order. */
export const [ireland, virginia] = ["eu-west-1", "us-east-1"] as const;

/** When the examples happen, unless they say otherwise. */
export const noon = new Date("2030-01-01T12:00:00.000Z");

/** So many milliseconds after noon. */
export function afterNoon(milliseconds: number): Date {
  return new Date(noon.getTime() + milliseconds);
}

/** A slot that the catalogue has told of, a year after noon. */
export function slotNamed(slotId: string, changes: Partial<Slot> = {}): Slot {
  return { slotId, itemId: "tour", startsAt: "2031-01-01T09:00:00.000Z", unitPrice: 1_250, ...changes };
}

/** What a region has heard of a slot at noon, knowing nothing; change what a test is about. */
export function lineOf(
  changes: { slotId?: string; region?: string; units?: number; at?: Date; known?: Line } = {},
): Line {
  const { slotId = "s", region = ireland, units = 1, at = noon, known } = changes;
  return changedLine(known, { slot: slotNamed(slotId), customerId: "customer-1", region, units }, at);
}

/** What the catalogue says when a slot can be booked. */
export function slotOffered(slotId: string, changes: Partial<Slot> = {}) {
  return { ...said(slotId, "offered"), ...slotNamed(slotId, changes), capacity: 10, shards: 1 };
}

/** What the catalogue says when a slot can be booked no more. */
export function slotWithdrawn(slotId: string) {
  return { ...said(slotId, "withdrawn"), itemId: "tour", slotId };
}

function said(slotId: string, what: string) {
  const id = `${slotId}/${what}`;
  return {
    ...{ schema: 1 as const, id, version: 1, occurredAt: noon.toISOString() },
    ...{ region: ireland, correlationId: "correlation-1" },
  };
}
