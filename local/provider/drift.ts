import { isCode, isObject, type Properties, type Wire } from "../control/wire.ts";
import { same } from "./equality.ts";

/**
 * What is now said of a resource, laid over what was said before. Whatever is not mentioned now is as it was: not every
 * resource type tells all that it was given.
 */
export function overlaid(before: Properties, now: Properties): Properties {
  return { ...before, ...mapMembers(now, (value, key) => overlay(before[key], value)) };
}

function overlay(before: Wire | undefined, now: Wire): Wire {
  if (isObject(before) && isObject(now) && !isCode(before)) return overlaid(before, now);
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length) {
    return now.map((value, index) => overlay(before[index], value));
  }
  return before !== undefined && same(before, now) ? before : now;
}

/** The inputs as the resource now has them: each place that was given, with the value that is there now. */
export function driftedInputs(inputs: Properties, now: Properties): Properties {
  return mapMembers(inputs, (value, key) => drifted(value, now[key]));
}

function drifted(input: Wire, now: Wire | undefined): Wire {
  if (now === undefined || same(input, now)) return input;
  if (isObject(input) && isObject(now) && !isCode(input)) return driftedInputs(input, now);
  if (Array.isArray(input) && Array.isArray(now) && input.length === now.length) {
    return input.map((value, index) => drifted(value, now[index]));
  }
  return now;
}

function mapMembers(properties: Properties, change: (value: Wire, key: string) => Wire): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, change(value, key)]));
}
