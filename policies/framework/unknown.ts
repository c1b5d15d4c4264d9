import { UnknownValueError } from "@pulumi/policy";

declare module "@pulumi/policy/proxy.js" {
  /** What reading a property throws that a preview cannot know; exported since 1.21, but its types are not. */
  export class UnknownValueError extends Error {
    /** @param sentinel stands for the value @param props the path of the property */
    constructor(sentinel: string, props: readonly string[]);
    readonly props: readonly string[];
  }
  /** A resource's properties, of which reading an unknown one throws. */
  export function unknownCheckingProxy<Props extends object>(properties: Props): Props;
}

/**
 * The value, or `undefined` if this preview cannot know it. Only for a rule to which an unknown value says as much as none;
 * any other reads the property itself, and is then reported as one that could not run.
 */
export function known<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

/**
 * Judges each one, also those after one that cannot be judged in this preview.
 *
 * @throws UnknownValueError the first, when all are judged: the engine then says that the rule could not run
 */
export function judgeEach<One>(all: Iterable<One>, judge: (one: One) => void): void {
  let unjudged: UnknownValueError | undefined;
  for (const one of all) {
    try {
      judge(one);
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      unjudged ??= error;
    }
  }
  if (unjudged) throw unjudged;
}

/**
 * Whether one of them is as asked.
 *
 * @throws UnknownValueError if none is that this preview knows, and there is one that it does not know
 */
export function someIs<One>(all: Iterable<One>, test: (one: One) => boolean): boolean {
  let unjudged: UnknownValueError | undefined;
  for (const one of all) {
    try {
      if (test(one)) return true;
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      unjudged ??= error;
    }
  }
  if (unjudged) throw unjudged;
  return false;
}

/** Whether a property is set, known or not: an ARN that is known only later is still an ARN. */
export function isSet<Props extends object>(properties: Props | undefined, property: keyof Props & string): boolean {
  if (properties === undefined || !(property in properties)) return false;
  try {
    const value: unknown = properties[property];
    return value !== undefined && value !== null && value !== "";
  } catch (error) {
    if (error instanceof UnknownValueError) return true;
    throw error;
  }
}
