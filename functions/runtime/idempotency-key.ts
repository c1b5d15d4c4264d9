import { headerOf } from "./http.ts";
import type { HttpRequest } from "./http.ts";
import { invalidField } from "./problem.ts";
import type { InvalidField } from "./problem.ts";

const visibleAscii = /^[!-~]{1,255}$/;

/** The key under which a request is made, as it came. */
export function idempotencyKeyOf({ event }: HttpRequest): string | undefined {
  return headerOf(event, "Idempotency-Key");
}

/** What is wrong with a key: nothing, or that it is not what the API takes. */
export function keyErrors(key: string | undefined): InvalidField[] {
  if (key !== undefined && visibleAscii.test(key)) return [];
  return [invalidField("Idempotency-Key", "from-1-to-255-visible-ascii-characters", key)];
}
