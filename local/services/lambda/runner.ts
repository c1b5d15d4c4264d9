import { randomBytes, randomUUID } from "node:crypto";
import { measurementsOf } from "../cloudwatch/emf.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import type { Logs } from "../logs/logs.ts";
import { defaults, logGroupOf } from "./configuration.ts";
import { environmentVariables, type InitializationType, type RoleCredentials } from "./environment.ts";
import { ExecutionEnvironment, type Outcome } from "./execution-environment.ts";
import type { FunctionVersion, StoredFunction } from "./functions.ts";
import type { InvokeResult } from "./invocation.ts";
import { EnvironmentPool } from "./pool.ts";
import { LambdaMetrics, reportLine, startLine, type InvocationRecord } from "./report.ts";

/** What running functions needs. */
export interface RunnerOptions {
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** The region's endpoint for all AWS calls, such as `http://127.0.0.1:4567`. */
  readonly endpointUrl: string;
  /** The credentials of roles. */
  readonly roles: { credentials(roleArn: string): RoleCredentials };
  readonly logs: Logs;
  readonly measurements: Measurements;
  /** Most environments of a function at a time; calls past that wait in line. @default 4 */
  readonly maximumEnvironments?: number;
}

/** A call that was let in. */
export interface Call {
  /** JSON. */
  readonly event: string;
  readonly invokedFunctionArn: string;
  readonly qualifier: string | undefined;
  /** An `X-Amzn-Trace-Id` to go on with. */
  readonly traceHeader: string | undefined;
}

const largestResponse = 6 * 1024 * 1024;

/** Runs functions in their environments, and writes down what is to be known of it: log lines and measurements. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #metrics: LambdaMetrics;
  readonly #pools = new Map<string, EnvironmentPool>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#metrics = new LambdaMetrics(options.measurements);
  }

  /** The environments of a function. */
  pool(functionName: string): EnvironmentPool {
    const pool = this.#pools.get(functionName) ?? new EnvironmentPool(this.#options.maximumEnvironments ?? 4);
    this.#pools.set(functionName, pool);
    return pool;
  }

  /** Ends the environments of a function that was removed. */
  async forget(functionName: string): Promise<void> {
    const pool = this.#pools.get(functionName);
    this.#pools.delete(functionName);
    await pool?.close();
  }

  /** Runs a version once. */
  async run(found: StoredFunction, version: FunctionVersion, call: Call): Promise<InvokeResult> {
    const requestId = randomUUID();
    const pool = this.pool(found.name);
    const lease = await pool.acquire(version.version, (type) => this.start(version, type));
    try {
      const isCold = !lease.used && !lease.provisioned;
      lease.used = true;
      const initialization = await lease.environment.initialized;
      this.#write(version, startLine(requestId, version.version));
      const began = performance.now();
      const outcome: Outcome =
        "error" in initialization
          ? { status: "error", error: initialization.error }
          : await lease.environment.invoke({ ...call, requestId, traceId: traceId(version, call.traceHeader) });
      const result = limited(outcome);
      const record: InvocationRecord = {
        requestId,
        status: result.status,
        errorType: result.status === "success" ? undefined : result.error.errorType,
        durationMs: performance.now() - began,
        memorySizeMB: version.configuration.memorySize ?? defaults.memorySize,
        maxMemoryUsedMB: (lease.memoryUsed = Math.max(lease.memoryUsed, result.memoryUsed ?? 0)),
        initDurationMs: isCold && "durationMs" in initialization ? initialization.durationMs : undefined,
      };
      this.#write(version, reportLine(record));
      this.#metrics.ended(version, call.qualifier, record);
      if (result.status !== "success") return { requestId, functionError: result.error };
      return { requestId, payload: JSON.parse(result.payload) as unknown };
    } finally {
      pool.release(lease);
    }
  }

  /** Counts a call that was refused for its number. */
  throttled(version: FunctionVersion, qualifier: string | undefined): void {
    this.#metrics.throttled(version, qualifier);
  }

  /** Counts a call that was let in, with the number of those under way. */
  began(version: FunctionVersion, qualifier: string | undefined, concurrent: number): void {
    this.#metrics.began(version, qualifier, concurrent);
  }

  /** Starts an environment of a version. */
  start(version: FunctionVersion, initializationType: InitializationType): ExecutionEnvironment {
    const { configuration, code } = version;
    const { region, endpointUrl, roles } = this.#options;
    const settings = {
      configuration,
      version: version.version,
      taskRoot: code.folder,
      logGroupName: logGroupOf(configuration),
      logStreamName: logStreamName(version.version),
      memorySize: configuration.memorySize ?? defaults.memorySize,
    };
    const credentials = roles.credentials(configuration.role);
    const variables = environmentVariables(settings, { region, endpointUrl, credentials, initializationType });
    return new ExecutionEnvironment(settings, variables, (line) => {
      this.#write(version, line);
      for (const measurement of measurementsOf(line)) this.#options.measurements.put(measurement);
    });
  }

  /** Ends every environment, whatever it does; a call that comes later starts new ones. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.close()));
  }

  #write({ configuration }: FunctionVersion, line: string): void {
    this.#options.logs.write(logGroupOf(configuration), line);
  }
}

function limited(outcome: Outcome): Outcome {
  if (outcome.status !== "success") return outcome;
  const size = Buffer.byteLength(outcome.payload);
  if (size <= largestResponse) return outcome;
  const errorMessage = `Response payload size (${size} bytes) exceeded maximum allowed payload size (${largestResponse} bytes).`;
  return { ...outcome, status: "error", error: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
}

/** `2026/11/21/[3]0123456789abcdef0123456789abcdef` */
function logStreamName(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${randomBytes(16).toString("hex")}`;
}

/** Goes on with the caller's trace, or opens one, as https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html says. */
function traceId({ configuration }: FunctionVersion, header: string | undefined): string {
  const given = /Root=1-[0-9a-f]{8}-[0-9a-f]{24}/.exec(header ?? "")?.[0];
  const time = Math.floor(Date.now() / 1000).toString(16);
  const root = given ?? `Root=1-${time}-${randomBytes(12).toString("hex")}`;
  const sampled = configuration.tracingMode === "Active" || header?.includes("Sampled=1") === true;
  return `${root};Parent=${randomBytes(8).toString("hex")};Sampled=${sampled ? 1 : 0}`;
}
