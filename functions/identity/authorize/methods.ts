import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

const methodSchema = z.object({
  /** As a policy names it, such as `GET/bookings/*`. */
  method: z.string().check(z.minLength(1)),
  /** Whose members alone may call it; without it every bearer of a valid token may. */
  group: z.optional(z.string()),
});

/** A method of the API that needs a token. */
export type Method = z.infer<typeof methodSchema>;

/**
 * The methods that lie as `methods.json` beside the function's code.
 *
 * @throws Error if they are not there, or none.
 */
export function bundledMethods(codeFolder: string): Method[] {
  const methods: unknown = JSON.parse(readFileSync(join(codeFolder, "methods.json"), "utf8"));
  return z.array(methodSchema).check(z.minLength(1)).parse(methods);
}
