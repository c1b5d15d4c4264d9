import * as z from "zod/mini";
import type { SlotUnits } from "../../ledger/booking-id.ts";
import { keyErrors } from "../../runtime/idempotency-key.ts";
import { parseBody, valueAt } from "../../runtime/json-body.ts";
import type { RawBody } from "../../runtime/json-body.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import { bookedSlots } from "../message.ts";

/** What `POST /bookings` is given, as text. */
export interface RawRequest extends RawBody {
  readonly idempotencyKey: string | undefined;
}

const requestBody = z.strictObject({ slots: bookedSlots }, "object");

/**
 * The wanted slots and the key under which they are asked for.
 *
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseRequest(raw: RawRequest): { idempotencyKey: string; slots: SlotUnits[] } {
  const { idempotencyKey = "" } = raw;
  const { slots } = parseBody(raw, requestBody, { found: keyErrors(raw.idempotencyKey), check: repeated });
  return { idempotencyKey, slots };
}

/** zod looks for repeated slots only in lists without any other fault; a client is told of both at once. */
function repeated(body: unknown): InvalidField[] {
  const slots = valueAt(body, ["slots"]);
  if (!Array.isArray(slots)) return [];
  const ids = slots.map((slot: unknown) => valueAt(slot, ["slotId"]));
  return ids.flatMap((id, index) =>
    typeof id === "string" && ids.indexOf(id) < index
      ? [invalidField(`slots[${index}].slotId`, "slot-listed-once", id)]
      : [],
  );
}
