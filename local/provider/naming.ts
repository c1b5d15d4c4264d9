import { parseUrn } from "../control/urn.ts";
import type { Properties } from "../control/wire.ts";
import { autoName } from "../resources/resource-type.ts";

/** The input that lists those that the program left out and the provider filled in, as the AWS provider has it too. */
export const defaultsKey = "__defaults";

/** Whether an input was filled in by the provider. */
export function isDefault(inputs: Properties, name: string): boolean {
  const defaults = inputs[defaultsKey];
  return Array.isArray(defaults) && defaults.includes(name);
}

/**
 * The physical name of a resource that the program gives none: that of the in-process run, or, while another resource of
 * the same URN has that, one that follows from it, so that a resource and its replacement can exist at the same time.
 *
 * @param taken names of what exists already for the URN
 */
export function freeName(urn: string, taken: readonly string[]): string {
  const { stack, type, name } = parseUrn(urn);
  let free = autoName(stack, type, name);
  while (taken.includes(free)) free = autoName(`${stack}|${free}`, type, name);
  return free;
}
