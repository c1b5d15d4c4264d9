/** The parts of a URN: `urn:pulumi:<stack>::<project>::<parents' types>$<type>::<name>`. */
export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** The resource's own type token, without those of its parents. */
  readonly type: string;
  readonly name: string;
}

/** @throws Error if the text is no URN */
export function parseUrn(urn: string): Urn {
  const [head = "", project, types, ...name] = urn.split("::"); // a name may hold `::`, what stands before it may not
  if (!head.startsWith("urn:pulumi:") || project === undefined || types === undefined || name.length === 0) {
    throw new Error(`${urn} is no URN: it must be urn:pulumi:<stack>::<project>::<type>::<name>`);
  }
  return {
    stack: head.slice("urn:pulumi:".length),
    project,
    type: types.slice(types.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}
