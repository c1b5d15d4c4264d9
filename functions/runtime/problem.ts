import type { components } from "../../api/generated/types.ts";

type Problem = components["schemas"]["Problem"];

/** A field that breaks a rule: field, rule, and the value found where there is one. */
export type InvalidField = components["schemas"]["InvalidField"];

/** Every problem that a function answers with, its status and its title: the one place where a status is decided. */
const kinds = {
  "invalid-request": { status: 400, title: "The request breaks a rule" },
  unauthorized: { status: 401, title: "A valid token is needed" },
  "not-found": { status: 404, title: "There is no such thing" },
  "not-confirmed": { status: 409, title: "The booking is not confirmed" },
  "edited-elsewhere": { status: 409, title: "The item is edited in another region" },
  "slot-offered-otherwise": { status: 409, title: "The slot is offered with other content" },
  "precondition-failed": { status: 412, title: "The item has changed" },
  "basket-empty": { status: 409, title: "The basket is empty" },
  "basket-full": { status: 409, title: "The basket holds as many slots as a booking may, or more" },
  "slot-not-bookable": { status: 409, title: "The basket holds what cannot be booked" },
  "content-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body must be application/json" },
  "idempotency-key-reused": { status: 422, title: "The Idempotency-Key was used for another request" },
  "precondition-required": { status: 428, title: "The request must say which version it changes" },
  "internal-error": { status: 500, title: "Something failed on the server's side" },
  "region-unfit": { status: 503, title: "The region should not be given traffic" },
} as const;

/** A reason not to do what a client asks, which the client is told in full. */
export abstract class RequestProblem extends Error {
  abstract readonly kind: keyof typeof kinds;
  /** With `InvalidRequest`, every field that breaks a rule; with `SlotNotBookable`, every slot that cannot be booked. */
  readonly errors?: readonly InvalidField[];
  /** With `EditedElsewhere`, the region to ask. */
  readonly region?: string;
}

/** Fields of the request break rules. */
export class InvalidRequest extends RequestProblem {
  override readonly name = "InvalidRequest";
  override readonly kind = "invalid-request";
  override readonly errors: readonly InvalidField[];
  constructor(errors: readonly InvalidField[]) {
    super(errors.map(({ field, rule }) => `${field}: ${rule}`).join("; "));
    this.errors = errors;
  }
}

/** No authorizer has said who the caller is. */
export class Unauthorized extends RequestProblem {
  override readonly name = "Unauthorized";
  override readonly kind = "unauthorized";
}

/** What the request is about does not exist, or not for this caller. */
export class NotFound extends RequestProblem {
  override readonly name = "NotFound";
  override readonly kind = "not-found";
}

/** What is asked can be done with a confirmed booking only. */
export class NotConfirmed extends RequestProblem {
  override readonly name = "NotConfirmed";
  override readonly kind = "not-confirmed";
}

/** What is asked can be done in another region only. */
export class EditedElsewhere extends RequestProblem {
  override readonly name = "EditedElsewhere";
  override readonly kind = "edited-elsewhere";
  constructor(
    itemId: string,
    override readonly region: string,
  ) {
    super(`item ${itemId} is edited in ${region}`);
  }
}

/** A slot is there already, and is not as it is offered now. */
export class SlotOfferedOtherwise extends RequestProblem {
  override readonly name = "SlotOfferedOtherwise";
  override readonly kind = "slot-offered-otherwise";
}

/** What is to be changed is not as the caller has seen it. */
export class PreconditionFailed extends RequestProblem {
  override readonly name = "PreconditionFailed";
  override readonly kind = "precondition-failed";
}

/** The caller does not say what is to be changed looked like. */
export class PreconditionRequired extends RequestProblem {
  override readonly name = "PreconditionRequired";
  override readonly kind = "precondition-required";
}

/** There is nothing in the basket to check out. */
export class BasketEmpty extends RequestProblem {
  override readonly name = "BasketEmpty";
  override readonly kind = "basket-empty";
}

/** The basket can take no more slots, or has more than a booking can have. */
export class BasketFull extends RequestProblem {
  override readonly name = "BasketFull";
  override readonly kind = "basket-full";
}

/** Slots of the basket cannot be booked, or not yet. */
export class SlotNotBookable extends RequestProblem {
  override readonly name = "SlotNotBookable";
  override readonly kind = "slot-not-bookable";
  override readonly errors: readonly InvalidField[];
  constructor(errors: readonly InvalidField[]) {
    super(errors.map(({ rule, value = "" }) => `${value}: ${rule}`).join("; "));
    this.errors = errors;
  }
}

/** The body is larger than the API takes. */
export class ContentTooLarge extends RequestProblem {
  override readonly name = "ContentTooLarge";
  override readonly kind = "content-too-large";
}

/** The body is of a type that the operation does not take. */
export class UnsupportedMediaType extends RequestProblem {
  override readonly name = "UnsupportedMediaType";
  override readonly kind = "unsupported-media-type";
}

/** The caller's key stands for another request. */
export class IdempotencyKeyReused extends RequestProblem {
  override readonly name = "IdempotencyKeyReused";
  override readonly kind = "idempotency-key-reused";
}

/** The region cannot take bookings now, or is not to. */
export class RegionUnfit extends RequestProblem {
  override readonly name = "RegionUnfit";
  override readonly kind = "region-unfit";
}

/** What a client is told of an error: all of a `RequestProblem`, nothing but a status of any other. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof RequestProblem)) return { type: typeOf("internal-error"), ...kinds["internal-error"] };
  return {
    type: typeOf(error.kind),
    ...kinds[error.kind],
    ...(error.message === "" ? {} : { detail: error.message }),
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
    ...(error.region === undefined ? {} : { region: error.region }),
  };
}

/** A field that breaks a rule, with its value as text of at most 100 characters. */
export function invalidField(field: string, rule: string, value?: unknown): InvalidField {
  return value === undefined ? { field, rule } : { field, rule, value: quoted(value).slice(0, 100) };
}

/** Lists and objects are named, not quoted: they may be large, and deeper than the stack. */
function quoted(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function typeOf(kind: keyof typeof kinds): string {
  return `urn:berth:problem:${kind}`;
}
