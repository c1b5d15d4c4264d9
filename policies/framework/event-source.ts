import { isSet, known } from "./unknown.ts";

/** As much of an event source mapping as tells what it reads from. */
interface Mapping {
  eventSourceArn?: string;
  startingPosition?: string;
  topics?: readonly string[];
  queues?: string;
  selfManagedEventSource?: object;
  documentDbEventSourceConfig?: object;
}

/**
 * What a mapping reads from: an SQS queue, a stream of DynamoDB or Kinesis, or something else. In a preview that does not
 * know the source's ARN, its other properties tell: a stream needs a starting position, and what needs topics is no stream.
 */
export function sourceOf(mapping: Mapping): "queue" | "stream" | "other" {
  const service = known(() => mapping.eventSourceArn)?.split(":")[2];
  if (service === "sqs") return "queue";
  if (service === "dynamodb" || service === "kinesis") return "stream";
  const others = ["topics", "queues", "selfManagedEventSource", "documentDbEventSourceConfig"] as const;
  if (service !== undefined || others.some((property) => isSet(mapping, property))) return "other";
  return isSet(mapping, "startingPosition") ? "stream" : "queue";
}
