import * as z from "zod/mini";
import type { SlotUnits } from "../../ledger/booking-id.ts";
import { InvalidRequest, invalidField, UnsupportedMediaType } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import { bookedSlots } from "../message.ts";

/** What `POST /bookings` is given, as text. */
export interface RawRequest {
  readonly contentType: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly body: string;
}

const requestBody = z.strictObject({ slots: bookedSlots }, "object");
const visibleAscii = /^[!-~]{1,255}$/;

/**
 * The wanted slots and the key under which they are asked for. The API's own validation is not enough: API Gateway looks at
 * bodies of type application/json only, and ignores `minItems` and `maxItems`.
 *
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseRequest(raw: RawRequest): { idempotencyKey: string; slots: SlotUnits[] } {
  const mediaType = raw.contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== "application/json") {
    throw new UnsupportedMediaType(`the Content-Type is ${mediaType.slice(0, 100)} and must be application/json`);
  }
  const { idempotencyKey } = raw;
  const keyErrors =
    idempotencyKey !== undefined && visibleAscii.test(idempotencyKey)
      ? []
      : [invalidField("Idempotency-Key", "from-1-to-255-visible-ascii-characters", idempotencyKey)];

  const body = parseJson(raw.body);
  if (body === undefined) throw new InvalidRequest([...keyErrors, invalidField("body", "json")]);
  const result = requestBody.safeParse(body.value);
  const errors = [
    ...keyErrors,
    ...(result.error?.issues.flatMap((issue) => fieldErrors(issue, body.value)) ?? []),
    ...repeated(body.value),
  ];
  if (errors.length > 0 || !result.success || idempotencyKey === undefined) throw new InvalidRequest(errors);
  return { idempotencyKey, slots: result.data.slots };
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fieldErrors(issue: z.core.$ZodIssue, body: unknown): InvalidField[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => invalidField(fieldName([...issue.path, key]), "no-such-field"));
  }
  const value = valueAt(body, issue.path);
  return [invalidField(fieldName(issue.path), value === undefined ? "required" : issue.message, value)];
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

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return Reflect.get(inner, key);
  }, value);
}

/** `["slots", 0, "units"]` as a person writes it: `slots[0].units`. Cut, as a client's own names may be in it. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    return before === "" ? String(key) : `${before}.${String(key)}`;
  }, "");
  return name === "" ? "body" : name.slice(0, 100);
}
