/** Environment variables that a function needs and was not given. */
export class MissingEnvironment extends Error {
  override readonly name = "MissingEnvironment";
  constructor(readonly variables: readonly string[]) {
    super(`environment variables are missing or empty: ${variables.join(", ")}`);
  }
}

/**
 * The named environment variables. Called once, while the module loads, so that a function with a gap in its configuration
 * never takes an event.
 *
 * @throws MissingEnvironment naming every variable that is absent or empty.
 */
export function readEnvironment<Name extends string>(
  names: readonly Name[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Record<Name, string> {
  const missing = names.filter((name) => (source[name] ?? "") === "");
  if (missing.length > 0) throw new MissingEnvironment(missing);
  return Object.fromEntries(names.map((name) => [name, source[name]])) as Record<Name, string>;
}
