/** Arguments that break a rule of the component they were given to. Every problem is reported at once. */
export class InvalidArguments extends Error {
  override readonly name = "InvalidArguments";

  constructor(
    /** The component's class, such as `Queue`. */
    readonly component: string,
    /** The logical name of the instance. */
    readonly instance: string,
    /** One sentence a problem: argument, value, rule. */
    readonly problems: readonly string[],
  ) {
    super(`${component} "${instance}": ${problems.join("; ")}`);
  }
}

/** Throws {@link InvalidArguments} if there is any problem; `undefined` stands for an argument that is in order. */
export function guard(component: string, instance: string, problems: readonly (string | undefined)[]): void {
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new InvalidArguments(component, instance, found);
}

/** A problem unless `value` is absent or a whole number from `minimum` to `maximum`. */
export function wholeNumber(
  argument: string,
  value: number | undefined,
  minimum: number,
  maximum: number,
): string | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= minimum && value <= maximum)) return undefined;
  return `${argument} is ${value}, and must be a whole number from ${minimum} to ${maximum}`;
}

/** A problem unless `value` is absent or one of `allowed`. */
export function oneOf(argument: string, value: number | undefined, allowed: readonly number[]): string | undefined {
  if (value === undefined || allowed.includes(value)) return undefined;
  return `${argument} is ${value}, and must be one of ${allowed.join(", ")}`;
}

/** The problem `message` if `broken`. */
export function rule(broken: boolean, message: string): string | undefined {
  return broken ? message : undefined;
}
