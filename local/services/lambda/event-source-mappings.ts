import { createHash } from "node:crypto";
import { accountId } from "../../account.ts";
import { logGroupOf } from "./configuration.ts";
import type { RoleCredentials } from "./environment.ts";
import { LambdaError } from "./errors.ts";
import { SqsPoller } from "./event-source.ts";
import type { Functions } from "./functions.ts";
import type { InvokeRequest, InvokeResult } from "./invocation.ts";

/** What a mapping is made or changed with. */
export interface MappingDefinition {
  readonly eventSourceArn: string;
  /** Name or ARN of the function, with or without a qualifier. */
  readonly functionName: string;
  /** Messages a batch, at most: 1 to 10,000; more than 10 need a batching window. @default 10 */
  readonly batchSize?: number;
  /** Seconds to wait for a batch to fill, 0 to 300. @default 0 */
  readonly maximumBatchingWindowInSeconds?: number;
  /** Batches that the function works on at the same time, 2 to 1,000. @default 5, with which Lambda's poller starts */
  readonly maximumConcurrency?: number;
  /** `ReportBatchItemFailures`, or nothing. @default nothing */
  readonly functionResponseTypes?: readonly string[];
  /** @default true */
  readonly enabled?: boolean;
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

interface Options {
  readonly region: string;
  readonly endpointUrl: string;
  readonly roles: { credentials(roleArn: string): RoleCredentials };
  readonly functions: Functions;
  readonly invoke: (request: InvokeRequest) => Promise<InvokeResult>;
  /** Writes a line into a log group. */
  readonly report: (group: string, line: string) => void;
}

type Stored = Omit<EventSourceMapping, "lastProcessingResult"> & { readonly poller: SqsPoller | undefined };

/**
 * The event source mappings of a region. Sources are SQS queues only; filters, provisioned pollers and scaling with the
 * length of the queue are left out.
 */
export class EventSourceMappings {
  readonly #options: Options;
  readonly #mappings = new Map<string, Stored>();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Makes a mapping and starts to read its source.
   *
   * @throws LambdaError ResourceConflictException if the two are mapped already; ResourceNotFoundException;
   * InvalidParameterValueException naming every value and rule
   */
  create(definition: MappingDefinition): EventSourceMapping {
    const functionArn = this.#functionArn(definition);
    const uuid = uuidOf(`${definition.eventSourceArn} ${functionArn}`);
    if (this.#mappings.has(uuid)) {
      throw new LambdaError(
        "ResourceConflictException",
        `the event source ${definition.eventSourceArn} feeds ${functionArn} already, by mapping ${uuid}`,
      );
    }
    return this.#put(uuid, definition);
  }

  /** The mapping, or undefined. */
  find(uuid: string): EventSourceMapping | undefined {
    const stored = this.#mappings.get(uuid);
    return stored && withResult(stored);
  }

  /** Changes a mapping. @throws LambdaError */
  async update(uuid: string, definition: MappingDefinition): Promise<EventSourceMapping> {
    const stored = this.#mappings.get(uuid);
    if (stored === undefined)
      throw new LambdaError("ResourceNotFoundException", `there is no event source mapping ${uuid}`);
    check(definition);
    this.#functionArn(definition);
    await stored.poller?.stop();
    return this.#put(uuid, definition);
  }

  /** Stops and removes a mapping; does nothing if it is gone. */
  async delete(uuid: string): Promise<void> {
    const stored = this.#mappings.get(uuid);
    this.#mappings.delete(uuid);
    await stored?.poller?.stop();
  }

  /** Stops all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#mappings.values()].map(async ({ poller }) => poller?.stop()));
  }

  #put(uuid: string, definition: MappingDefinition): EventSourceMapping {
    check(definition);
    const { enabled = true } = definition;
    const functionArn = this.#functionArn(definition);
    const stored: Stored = {
      uuid,
      arn: `arn:aws:lambda:${this.#options.region}:${accountId}:event-source-mapping:${uuid}`,
      definition,
      functionArn,
      state: enabled ? "Enabled" : "Disabled",
      lastModified: new Date(),
      poller: enabled ? this.#start(definition, functionArn) : undefined,
    };
    this.#mappings.set(uuid, stored);
    return withResult(stored);
  }

  #start(definition: MappingDefinition, functionArn: string): SqsPoller {
    const { region, endpointUrl, functions, roles, invoke, report } = this.#options;
    const { configuration } = functions.resolve(functionArn).version;
    return new SqsPoller({
      region,
      endpointUrl,
      source: {
        queueArn: definition.eventSourceArn,
        batchSize: definition.batchSize ?? 10,
        batchingWindow: definition.maximumBatchingWindowInSeconds ?? 0,
        maximumConcurrency: definition.maximumConcurrency ?? 5,
        reportsItemFailures: definition.functionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
      },
      credentials: roles.credentials(configuration.role),
      invoke: (payload) => invoke({ functionArn, payload }),
      report: (line) => {
        report(logGroupOf(configuration), `ERROR event source mapping: ${line}`);
      },
    });
  }

  #functionArn({ functionName }: MappingDefinition): string {
    const { found, qualifier } = this.#options.functions.resolve(functionName);
    return qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`;
  }
}

function withResult({ poller, ...mapping }: Stored): EventSourceMapping {
  const problem = poller?.problem;
  return { ...mapping, lastProcessingResult: problem === undefined ? "OK" : `PROBLEM: ${problem}` };
}

function check(definition: MappingDefinition): void {
  const { eventSourceArn, batchSize = 10, maximumBatchingWindowInSeconds: window = 0 } = definition;
  const { maximumConcurrency = 5, functionResponseTypes = [] } = definition;
  const service = eventSourceArn.split(":")[2] ?? eventSourceArn;
  const largestBatch = window > 0 ? 10_000 : 10;
  const problems = [
    service !== "sqs" && `the source ${eventSourceArn} is of the service ${service}, and this machine reads sqs only`,
    !isWholeNumber(batchSize, 1, largestBatch) &&
      `batchSize is ${batchSize}, and must be 1 to 10, or to 10000 with a batching window`,
    !isWholeNumber(window, 0, 300) && `maximumBatchingWindowInSeconds is ${window}, and must be 0 to 300`,
    !isWholeNumber(maximumConcurrency, 2, 1000) && `maximumConcurrency is ${maximumConcurrency}, and must be 2 to 1000`,
    ...functionResponseTypes
      .filter((type) => type !== "ReportBatchItemFailures")
      .map((type) => `functionResponseTypes holds ${type}, and may hold ReportBatchItemFailures only`),
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new LambdaError("InvalidParameterValueException", problems.join("; "));
}

function isWholeNumber(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The same at every run, for the same source and function. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
