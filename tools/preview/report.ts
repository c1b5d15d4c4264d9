import type { Registration } from "../analysis/registration.ts";
import { nameOf, type Preview } from "./preview.ts";

/** A preview for scripts. */
export function json(preview: Preview): string {
  const resources = preview.resources.map(({ urn, type, name, parent, custom }) => ({
    urn,
    type,
    name,
    parent,
    custom,
  }));
  return JSON.stringify({ ...preview, resources }, null, 2);
}

/** A preview for people, a line each: the resources under their parents, how many there are of each type, what was found. */
export function* report({ stack, resources, findings, failures }: Preview): Generator<string> {
  yield* tree(resources, "", "");
  const counts = Map.groupBy(
    resources.filter(({ custom }) => custom),
    ({ type }) => type,
  );
  yield "";
  for (const [type, found] of [...counts].toSorted(([a], [b]) => a.localeCompare(b))) {
    yield `${String(found.length).padStart(4)}  ${type}`;
  }
  yield `${String([...counts.values()].flat().length).padStart(4)}  resources in ${stack}`;
  yield "";
  for (const { level, rule, urn, message } of findings) yield `${level}  ${rule}  ${nameOf(urn)}: ${message}`;
  yield verdict(failures.length);
  for (const failure of failures) yield `  ${failure}`;
}

function verdict(failures: number): string {
  if (failures === 0) return "The house rules hold.";
  return failures === 1 ? "1 reason to stop:" : `${failures} reasons to stop:`;
}

/** The resources below a parent, each under its own; the stack itself is the root and not shown. */
function* tree(resources: readonly Registration[], parent: string, indent: string): Generator<string> {
  for (const { urn, type, name } of resources.filter((resource) => resource.parent === parent)) {
    const isStack = type === "pulumi:pulumi:Stack";
    if (!isStack) yield `${indent}${name}  ${type}`;
    yield* tree(resources, urn, isStack ? indent : `${indent}  `);
  }
}
