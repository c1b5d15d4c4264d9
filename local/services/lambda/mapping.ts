import { accountId } from "../../account.ts";
import { LambdaError } from "./errors.ts";
import { filterPattern } from "./streams/filter-pattern.ts";

/** What a mapping is made or changed with. */
export interface MappingDefinition {
  /** ARN of a queue, or of a table's stream. */
  readonly eventSourceArn: string;
  /** Name or ARN of the function, with or without a qualifier. */
  readonly functionName: string;
  /**
   * Messages or records a batch, at most: 1 to 10,000; more than 10 messages need a batching window.
   *
   * @default 10 of a queue, 100 of a stream
   */
  readonly batchSize?: number;
  /** Seconds to wait for a batch to fill, 0 to 300. @default 0 */
  readonly maximumBatchingWindowInSeconds?: number;
  /** Of a queue: batches that the function works on at the same time, 2 to 1,000. @default 5, with which Lambda's poller starts */
  readonly maximumConcurrency?: number;
  /** `ReportBatchItemFailures`, or nothing. @default nothing */
  readonly functionResponseTypes?: readonly string[];
  /** @default true */
  readonly enabled?: boolean;
  /** Of a stream, which needs it: `TRIM_HORIZON` or `LATEST`. */
  readonly startingPosition?: string;
  /** Of a stream: batches of a shard that the function works on at the same time, 1 to 10. @default 1 */
  readonly parallelizationFactor?: number;
  /** Of a stream: whether a batch that failed is split in two. @default false */
  readonly bisectBatchOnFunctionError?: boolean;
  /** Of a stream: how often a batch that failed is tried again, 0 to 10,000, or -1 for no end. @default -1 */
  readonly maximumRetryAttempts?: number;
  /** Of a stream: seconds after which a record is given up, 60 to 604,800, or -1 for never. @default -1 */
  readonly maximumRecordAgeInSeconds?: number;
  /** Of a stream: ARN of the queue or topic, in the same region, that is told of records given up. @default none */
  readonly onFailureArn?: string;
  /** Of a stream: at most 10 patterns, of which a record must match one, in JSON. @default every record */
  readonly filterPatterns?: readonly string[];
}

/** A mapping as it is now. */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly arn: string;
  readonly definition: MappingDefinition;
  /** ARN of the function with its qualifier. */
  readonly functionArn: string;
  readonly state: "Enabled" | "Disabled";
  /** What went wrong when the source was last read; `OK` if nothing did. */
  readonly lastProcessingResult: string;
  readonly lastModified: Date;
}

/** Whether the source is a table's stream; else it is a queue. */
export function isStream({ eventSourceArn }: Pick<MappingDefinition, "eventSourceArn">): boolean {
  return serviceOf(eventSourceArn) === "dynamodb";
}

/** @throws LambdaError InvalidParameterValueException naming every value and rule */
export function checkMapping(definition: MappingDefinition, region: string): void {
  const { eventSourceArn, maximumBatchingWindowInSeconds: window = 0, functionResponseTypes = [] } = definition;
  const service = serviceOf(eventSourceArn);
  const problems = [
    !["sqs", "dynamodb"].includes(service) &&
      `the source ${eventSourceArn} is of the service ${service}, and this machine reads sqs and dynamodb only`,
    !isWholeNumber(window, 0, 300) && `maximumBatchingWindowInSeconds is ${window}, and must be 0 to 300`,
    ...functionResponseTypes
      .filter((type) => type !== "ReportBatchItemFailures")
      .map((type) => `functionResponseTypes holds ${type}, and may hold ReportBatchItemFailures only`),
    ...(isStream(definition) ? problemsOfStream(definition, region) : problemsOfQueue(definition, window)),
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new LambdaError("InvalidParameterValueException", problems.join("; "));
  for (const pattern of definition.filterPatterns ?? []) filterPattern(pattern);
}

function problemsOfQueue(definition: MappingDefinition, window: number): (string | false)[] {
  const { batchSize = 10, maximumConcurrency = 5 } = definition;
  const ofStreams = {
    startingPosition: definition.startingPosition,
    parallelizationFactor: definition.parallelizationFactor,
    bisectBatchOnFunctionError: definition.bisectBatchOnFunctionError,
    maximumRetryAttempts: definition.maximumRetryAttempts,
    maximumRecordAgeInSeconds: definition.maximumRecordAgeInSeconds,
    destinationConfig: definition.onFailureArn,
    filterCriteria: definition.filterPatterns,
  };
  return [
    !isWholeNumber(batchSize, 1, window > 0 ? 10_000 : 10) &&
      `batchSize is ${batchSize}, and must be 1 to 10, or to 10000 with a batching window`,
    !isWholeNumber(maximumConcurrency, 2, 1000) && `maximumConcurrency is ${maximumConcurrency}, and must be 2 to 1000`,
    ...Object.entries(ofStreams).map(([name, value]) => value !== undefined && `${name} is for streams only`),
  ];
}

function problemsOfStream(definition: MappingDefinition, region: string): (string | false)[] {
  const { eventSourceArn, batchSize = 100, startingPosition, onFailureArn, filterPatterns = [] } = definition;
  const { parallelizationFactor = 1, maximumRetryAttempts = -1, maximumRecordAgeInSeconds = -1 } = definition;
  const prefix = `arn:aws:dynamodb:${region}:${accountId}:table/`;
  return [
    !(eventSourceArn.startsWith(prefix) && eventSourceArn.includes("/stream/")) &&
      `eventSourceArn is ${eventSourceArn}, and must be ${prefix}<name>/stream/<label>`,
    !isWholeNumber(batchSize, 1, 10_000) && `batchSize is ${batchSize}, and must be 1 to 10000`,
    !["TRIM_HORIZON", "LATEST"].includes(startingPosition ?? "") &&
      `startingPosition is ${String(startingPosition)}, and must be TRIM_HORIZON or LATEST`,
    definition.maximumConcurrency !== undefined && "maximumConcurrency is for queues only",
    !isWholeNumber(parallelizationFactor, 1, 10) &&
      `parallelizationFactor is ${parallelizationFactor}, and must be 1 to 10`,
    !isWholeNumber(maximumRetryAttempts, -1, 10_000) &&
      `maximumRetryAttempts is ${maximumRetryAttempts}, and must be 0 to 10000, or -1`,
    maximumRecordAgeInSeconds !== -1 &&
      !isWholeNumber(maximumRecordAgeInSeconds, 60, 604_800) &&
      `maximumRecordAgeInSeconds is ${maximumRecordAgeInSeconds}, and must be 60 to 604800, or -1`,
    onFailureArn !== undefined &&
      !["sqs", "sns"].some((service) => onFailureArn.startsWith(`arn:aws:${service}:${region}:${accountId}:`)) &&
      `onFailure is ${onFailureArn}, and must be the ARN of a queue or topic in ${region}`,
    filterPatterns.length > 10 && `filterCriteria holds ${filterPatterns.length} filters, and may hold 10`,
  ];
}

function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? arn;
}

function isWholeNumber(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
