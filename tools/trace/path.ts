/** A line of a function's log. */
export interface LogLine {
  /** When it was written, ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly region: string;
  /** The log group's file without its ending, such as `aws-lambda-accept-1a2b3c4`. */
  readonly group: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The lines that tell of a booking, in the order of time: those that name it, and all with the correlation id of one of these. Lines
 * of one millisecond stay in the order in which they were read.
 */
export async function pathOf(bookingId: string, lines: () => AsyncIterable<LogLine>): Promise<LogLine[]> {
  const correlationIds = new Set<unknown>();
  for await (const { fields } of lines()) {
    if (fields.bookingId === bookingId && fields.correlationId !== undefined) correlationIds.add(fields.correlationId);
  }
  const path: LogLine[] = [];
  for await (const line of lines()) {
    const { bookingId: named, correlationId, requestId } = line.fields;
    // A line of the API's access log has the id that the API makes where the client sends none.
    if (named === bookingId || correlationIds.has(correlationId) || correlationIds.has(requestId)) path.push(line);
  }
  return path.toSorted((left, right) => left.timestamp.localeCompare(right.timestamp));
}

const noise = new Set([
  ...["timestamp", "level", "message", "service", "sampling_rate", "xray_trace_id", "bookingId", "correlationId"],
  ...["cold_start", "function_arn", "function_memory_size", "function_name", "function_request_id"],
]);

/** A line for people: when, where, who, what, and what more it says. */
export function describe({ timestamp, region, group, fields }: LogLine): string {
  const name = typeof fields.function_name === "string" ? fields.function_name : group;
  const message = typeof fields.message === "string" ? fields.message : "";
  const more = Object.entries(fields)
    .filter(([key]) => !noise.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [timestamp, region, name, [message, ...more].filter((text) => text !== "").join(" ")].join("  ");
}
