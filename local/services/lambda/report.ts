import type { FunctionVersion } from "./functions.ts";
import type { Measurements } from "../cloudwatch/metric.ts";

/** What is known of an invocation when it is over. */
export interface InvocationRecord {
  readonly requestId: string;
  readonly status: "success" | "error" | "timeout";
  readonly errorType?: string;
  readonly durationMs: number;
  readonly memorySizeMB: number;
  readonly maxMemoryUsedMB: number;
  /** Of the first invocation of an environment that was started for it. */
  readonly initDurationMs?: number;
}

/** The line that opens an invocation in the log, in the shape of Lambda's platform events. */
export function startLine(requestId: string, version: string): string {
  return platformLine("platform.start", { requestId, version });
}

/** The line that closes it. Both are JSON whatever the function's log format. */
export function reportLine(record: InvocationRecord): string {
  const { requestId, status, errorType, durationMs, initDurationMs, memorySizeMB, maxMemoryUsedMB } = record;
  const metrics = {
    durationMs: rounded(durationMs),
    billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)), // initialisation is billed since August 2025
    memorySizeMB,
    maxMemoryUsedMB,
    ...(initDurationMs === undefined ? {} : { initDurationMs: rounded(initDurationMs) }),
  };
  return platformLine("platform.report", { requestId, status, errorType, metrics });
}

function platformLine(type: string, record: object): string {
  return JSON.stringify({ time: new Date().toISOString(), type, record });
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

/** What Lambda measures of invocations: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export class LambdaMetrics {
  readonly #measurements: Measurements;

  constructor(measurements: Measurements) {
    this.#measurements = measurements;
  }

  /** A call that was refused for its number. */
  throttled(version: FunctionVersion, qualifier: string | undefined): void {
    this.#put(version, qualifier, { Throttles: 1 });
  }

  /** A call that was taken, with the number of those under way. */
  began(version: FunctionVersion, qualifier: string | undefined, concurrent: number): void {
    this.#put(version, qualifier, { ConcurrentExecutions: concurrent });
  }

  /** A call that is over. */
  ended(version: FunctionVersion, qualifier: string | undefined, record: InvocationRecord): void {
    const Errors = record.status === "success" ? 0 : 1;
    this.#put(version, qualifier, { Invocations: 1, Errors, Throttles: 0, Duration: record.durationMs });
  }

  #put(version: FunctionVersion, qualifier: string | undefined, values: Record<string, number>): void {
    measureFunction(this.#measurements, version, qualifier, values);
  }
}

/** Measures something of a function: once for it, once for what was called of it. */
export function measureFunction(
  measurements: Measurements,
  { configuration }: FunctionVersion,
  qualifier: string | undefined,
  values: Readonly<Record<string, number>>,
): void {
  const FunctionName = configuration.name;
  const Resource = qualifier === undefined ? FunctionName : `${FunctionName}:${qualifier}`;
  const scopes: Record<string, string>[] = [{ FunctionName }, { FunctionName, Resource }];
  for (const [name, value] of Object.entries(values)) {
    for (const dimensions of scopes) measurements.put({ namespace: "AWS/Lambda", name, dimensions, value });
  }
}
