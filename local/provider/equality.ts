import { canonical, isObject, type Wire } from "../control/wire.ts";

/**
 * Whether two values mean the same: assets and archives by their content, and policy documents, as text or as objects,
 * by what they say: the order of members, of actions, of resources and of principals is of no account, and one is as good as a list of one.
 */
export function same(a: Wire | undefined, b: Wire | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (canonical(a) === canonical(b)) return true;
  const policies = [policyOf(a), policyOf(b)];
  return policies[0] !== undefined && policies[0] === policies[1];
}

/** A policy document in a form of its own, or undefined if the value is none. */
function policyOf(value: Wire): string | undefined {
  const document = typeof value === "string" ? parsed(value) : value;
  return isObject(document) && "Statement" in document ? canonical(ordered(document)) : undefined;
}

function parsed(text: string): Wire | undefined {
  try {
    return JSON.parse(text) as Wire;
  } catch {
    return undefined;
  }
}

/** Lists of a policy document are sets. */
function ordered(value: Wire): Wire {
  if (Array.isArray(value)) {
    const members = value.map(ordered).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
    const [only] = members;
    return members.length === 1 && only !== undefined ? only : members;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, ordered(member)]));
}
