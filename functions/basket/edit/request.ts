import * as z from "zod/mini";
import { bodyOf } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { idempotencyKeyOf, keyErrors } from "../../runtime/idempotency-key.ts";
import { parseBody, rawBodyOf } from "../../runtime/json-body.ts";
import { invalidField, InvalidRequest, NotFound } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import { slotIdPattern } from "../keys.ts";
import { maximumUnits } from "../line.ts";
import { statusOf } from "../slot.ts";
import type { Heard, Slot } from "../slot.ts";

const unitsRule = `integer-from-1-to-${maximumUnits}`;

const lineBody = z.strictObject(
  { units: z.number(unitsRule).check(z.int(unitsRule), z.gte(1, unitsRule), z.lte(maximumUnits, unitsRule)) },
  "object",
);

const checkoutBody = z.strictObject({}, "object");

/**
 * The slot that a path names.
 *
 * @throws NotFound if no slot can have such an id.
 */
export function slotIdOf({ parameters: { slotId = "" } }: HttpRequest): string {
  if (!slotIdPattern.test(slotId)) throw new NotFound("the path names no slot");
  return slotId;
}

/**
 * The units that a request wants of a slot.
 *
 * @throws NotFound if this region has heard of no such slot.
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once, also if the slot has begun or was withdrawn.
 */
export function parseLine(request: HttpRequest, heard: Heard | undefined, now: Date): { slot: Slot; units: number } {
  if (heard?.slot === undefined) throw new NotFound("no such slot has been heard of in this region");
  const { slot } = heard;
  const found: InvalidField[] = [];
  const status = statusOf(heard, now);
  if (status === "begun") found.push(invalidField("slotId", "slot-in-the-past", slot.slotId));
  if (status === "withdrawn") found.push(invalidField("slotId", "slot-withdrawn", slot.slotId));
  return { slot, ...parseBody(rawBodyOf(request), lineBody, { found }) };
}

/**
 * The key under which a basket is checked out. It needs no body, and one that says anything is refused: what is bought, and at what
 * price, is not the client's to say.
 *
 * @throws UnsupportedMediaType if there is a body that is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseCheckout(request: HttpRequest): string {
  const idempotencyKey = idempotencyKeyOf(request);
  const found = keyErrors(idempotencyKey);
  if (bodyOf(request) !== "") parseBody(rawBodyOf(request), checkoutBody, { found });
  if (found.length > 0) throw new InvalidRequest(found);
  return idempotencyKey ?? "";
}
