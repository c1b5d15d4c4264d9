import { randomBytes } from "node:crypto";
import { AwsError } from "../../endpoint/aws-error.ts";

/** What an object is named after. */
interface Naming {
  /** When the oldest record of the object arrived. */
  readonly at: Date;
  /** Values of the partition keys, by their names. @default none */
  readonly keys?: Readonly<Record<string, string>>;
  /** What went wrong, such as `metadata-extraction-failed`. @default none: for what goes to its place */
  readonly errorOutputType?: string;
}

interface Expression {
  readonly namespace: string;
  readonly value: string;
}

/** Letters of Java's DateTimeFormatter that are known here, repeated as they must be. */
const timeFields: Readonly<Record<string, (at: Date) => string>> = {
  yyyy: (at) => String(at.getUTCFullYear()),
  MM: (at) => two(at.getUTCMonth() + 1),
  dd: (at) => two(at.getUTCDate()),
  HH: (at) => two(at.getUTCHours()),
  mm: (at) => two(at.getUTCMinutes()),
  ss: (at) => two(at.getUTCSeconds()),
};

const expressionPattern = /!\{([^:}]*):?([^}]*)\}/g;
const timePattern = /'([^']*)'|([A-Za-z])\2*/g;

/**
 * What the keys of delivered objects begin with: text with `!{timestamp:…}`, `!{firehose:…}` and
 * `!{partitionKeyFromQuery:…}` (https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html).
 *
 * Left out, and refused: `partitionKeyFromLambda`, time zones, and fields of a timestamp but yyyy, MM, dd, HH, mm and ss.
 */
export class Prefix {
  readonly text: string;
  readonly expressions: readonly Expression[];

  /** @throws AwsError InvalidArgumentException naming the expression */
  constructor(text: string) {
    this.text = text;
    this.expressions = [...text.matchAll(expressionPattern)].map(([whole, namespace = "", value = ""]) =>
      checked(whole, { namespace, value }),
    );
  }

  /** Names of the partition keys that it holds. */
  get keys(): string[] {
    return this.expressions.flatMap(({ namespace, value }) => (namespace === "partitionKeyFromQuery" ? [value] : []));
  }

  holds(namespace: string, value?: string): boolean {
    return this.expressions.some((each) => each.namespace === namespace && each.value === (value ?? each.value));
  }

  evaluate({ at, keys = {}, errorOutputType = "" }: Naming): string {
    return this.text.replaceAll(expressionPattern, (_whole, namespace: string, value: string) => {
      if (namespace === "timestamp") return formatted(value, at);
      if (namespace === "partitionKeyFromQuery") return keys[value] ?? "";
      return value === "error-output-type" ? errorOutputType : randomBytes(8).toString("hex").slice(0, 11);
    });
  }
}

/** A moment by a pattern of Java's DateTimeFormatter, in UTC. */
export function formatted(pattern: string, at: Date): string {
  return pattern.replaceAll(
    timePattern,
    (field: string, quoted: string | undefined) => quoted ?? timeFields[field]?.(at) ?? field,
  );
}

function checked(whole: string, expression: Expression): Expression {
  const { namespace, value } = expression;
  switch (namespace) {
    case "timestamp": {
      const strange = [...value.matchAll(timePattern)].find(
        ([field]) => !field.startsWith("'") && !(field in timeFields),
      );
      if (strange === undefined && value !== "") return expression;
      throw refused(whole, `a timestamp is made of ${Object.keys(timeFields).join(", ")} and text in quotes`);
    }
    case "firehose":
      if (value === "error-output-type" || value === "random-string") return expression;
      throw refused(whole, "the namespace firehose has error-output-type and random-string");
    case "partitionKeyFromQuery":
      if (value !== "") return expression;
      throw refused(whole, "it names no key");
    default:
      throw refused(whole, "this machine knows the namespaces timestamp, firehose and partitionKeyFromQuery");
  }
}

function refused(expression: string, rule: string): AwsError {
  return new AwsError("InvalidArgumentException", `the prefix holds ${expression}, and ${rule}`);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
