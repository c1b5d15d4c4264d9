import { AwsError } from "../../endpoint/aws-error.ts";
import { MetadataExtraction } from "./metadata-extraction.ts";
import { Prefix } from "./prefix.ts";

/** A delivery stream to S3, as the program declares it. Limits: https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
export interface DeliveryStreamDefinition {
  /** 1 to 64 letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** ARN of the role that writes to the bucket. */
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly prefix: string;
  readonly errorOutputPrefix: string;
  /** Most that is gathered for an object, in MiB, 1 to 128; with partitions 64 or more. */
  readonly bufferMebibytes: number;
  /** Longest that a record waits, in seconds, 0 to 900; with partitions 1 or more. */
  readonly bufferSeconds: number;
  readonly compression: "GZIP" | "UNCOMPRESSED";
  /** Whether records go to partitions by their contents. */
  readonly isPartitioned: boolean;
  /** What partitions are found by, in JQ. */
  readonly metadataQuery?: string;
  /** Whether each record ends with a new line. */
  readonly appendsDelimiter: boolean;
  /** Where failed deliveries are logged. @default nowhere */
  readonly log?: { readonly group: string; readonly stream: string };
}

/** A definition that was read and understood wholly. */
export interface DeliveryPlan {
  readonly definition: DeliveryStreamDefinition;
  readonly bucket: string;
  readonly prefix: Prefix;
  readonly errorOutputPrefix: Prefix;
  /** Undefined if there are no partitions. */
  readonly extraction: MetadataExtraction | undefined;
}

const defaultTime = "!{timestamp:yyyy/MM/dd/HH}/";

/**
 * Checks a definition as AWS does, as far as its rules are written down.
 *
 * @throws AwsError InvalidArgumentException naming the stream, what is wrong and the rule
 */
export function planOf(definition: DeliveryStreamDefinition): DeliveryPlan {
  const { name, bucketArn, bufferMebibytes, bufferSeconds, isPartitioned, metadataQuery } = definition;
  const prefix = new Prefix(definition.prefix);
  const errorOutputPrefix = new Prefix(definition.errorOutputPrefix);
  const extraction = metadataQuery === undefined ? undefined : new MetadataExtraction(metadataQuery);
  const unknown = prefix.keys.filter((key) => extraction?.keys.includes(key) !== true);
  const rules: [broken: boolean, rule: string][] = [
    [!/^[\w.-]{1,64}$/.test(name), "a name has 1 to 64 letters, digits, _, . or -"],
    [!/^arn:aws:s3:::[^/]+$/.test(bucketArn), `bucketArn is ${bucketArn}, and must be the ARN of a bucket`],
    [!within(bufferMebibytes, 1, 128), `the buffer has ${bufferMebibytes} MiB, and must have 1 to 128`],
    [!within(bufferSeconds, 0, 900), `the buffer waits ${bufferSeconds} s, and must wait 0 to 900`],
    [prefix.holds("firehose", "error-output-type"), "error-output-type is for errorOutputPrefix only"],
    [errorOutputPrefix.keys.length > 0, "errorOutputPrefix can hold no partition key"],
    [
      prefix.expressions.length > 0 && !errorOutputPrefix.holds("firehose", "error-output-type"),
      "errorOutputPrefix must hold !{firehose:error-output-type}, as the prefix holds expressions",
    ],
    [
      !isPartitioned && prefix.keys.length > 0,
      "the prefix holds partition keys, and dynamic partitioning is not enabled",
    ],
    [
      isPartitioned && extraction === undefined,
      "dynamic partitioning needs a MetadataExtraction processor on this machine",
    ],
    [isPartitioned && prefix.keys.length === 0, "dynamic partitioning needs a partition key in the prefix"],
    [
      isPartitioned && bufferMebibytes < 64,
      `the buffer has ${bufferMebibytes} MiB, and with partitions must have 64 or more`,
    ],
    [isPartitioned && bufferSeconds === 0, "with partitions the buffer must wait, 1 s or more"],
    [unknown.length > 0, `the prefix holds ${unknown.join(", ")}, which the query does not extract`],
  ];
  const problems = rules.filter(([broken]) => broken).map(([, rule]) => rule);
  if (problems.length > 0)
    throw new AwsError("InvalidArgumentException", `delivery stream ${name}: ${problems.join("; ")}`);
  return {
    definition,
    bucket: bucketArn.slice("arn:aws:s3:::".length),
    prefix: dated(prefix),
    errorOutputPrefix: dated(errorOutputPrefix),
    extraction: isPartitioned ? extraction : undefined,
  };
}

/** Firehose puts the hour in where a prefix says nothing of time. */
function dated(prefix: Prefix): Prefix {
  return prefix.holds("timestamp") ? prefix : new Prefix(`${prefix.text}${defaultTime}`);
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
