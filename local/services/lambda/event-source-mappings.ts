import { createHash } from "node:crypto";
import { accountId } from "../../account.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import { logGroupOf } from "./configuration.ts";
import type { RoleCredentials } from "./environment.ts";
import { LambdaError } from "./errors.ts";
import { SqsPoller } from "./event-source.ts";
import type { Functions } from "./functions.ts";
import type { InvokeRequest, InvokeResult } from "./invocation.ts";
import { checkMapping, isStream, type EventSourceMapping, type MappingDefinition } from "./mapping.ts";
import { measureFunction } from "./report.ts";
import { Checkpoints } from "./streams/checkpoints.ts";
import { StreamMapping } from "./streams/stream-mapping.ts";

interface Options {
  readonly region: string;
  readonly endpointUrl: string;
  readonly roles: { credentials(roleArn: string): RoleCredentials };
  readonly functions: Functions;
  readonly invoke: (request: InvokeRequest) => Promise<InvokeResult>;
  readonly measurements: Measurements;
  /** Writes a line into a log group. */
  readonly report: (group: string, line: string) => void;
}

/** What reads a source and calls the function. */
interface Poller {
  /** What kept it from reading the source when it last tried, or undefined if nothing did. */
  readonly problem: string | undefined;
  /** Resolves when it reads, or could not at the first try. */
  readonly started: Promise<void>;
  /** Stops reading at once, and waits for what the function has. */
  stop(): Promise<void>;
}

interface Stored {
  readonly mapping: Omit<EventSourceMapping, "lastProcessingResult">;
  readonly checkpoints: Checkpoints;
  poller: Poller | undefined;
}

/**
 * The event source mappings of a region. Sources are SQS queues and the streams of DynamoDB tables. Left out: filters of
 * queues, provisioned pollers, scaling with the length of the queue, tumbling windows.
 */
export class EventSourceMappings {
  readonly #options: Options;
  readonly #mappings = new Map<string, Stored>();
  #isSuspended = false;

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
    return this.#put(uuid, definition, new Checkpoints());
  }

  /** Resolves when the mapping reads its source, from where it is to start; at once if it cannot, is disabled or gone. */
  async started(uuid: string): Promise<void> {
    await this.#mappings.get(uuid)?.poller?.started;
  }

  /** The mapping, or undefined. */
  find(uuid: string): EventSourceMapping | undefined {
    const stored = this.#mappings.get(uuid);
    return stored && withResult(stored);
  }

  /** Changes a mapping; one of a stream goes on where it was. @throws LambdaError */
  async update(uuid: string, definition: MappingDefinition): Promise<EventSourceMapping> {
    const stored = this.#mappings.get(uuid);
    if (stored === undefined)
      throw new LambdaError("ResourceNotFoundException", `there is no event source mapping ${uuid}`);
    checkMapping(definition, this.#options.region);
    this.#functionArn(definition);
    await stored.poller?.stop();
    return this.#put(uuid, definition, stored.checkpoints);
  }

  /** Stops and removes a mapping; does nothing if it is gone. */
  async delete(uuid: string): Promise<void> {
    const stored = this.#mappings.get(uuid);
    this.#mappings.delete(uuid);
    await stored?.poller?.stop();
  }

  /** Stops all of them, until `resume`. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    await Promise.all([...this.#mappings.values()].map(async ({ poller }) => poller?.stop()));
  }

  /** Reads on: streams where they were, queues as they are. */
  resume(): void {
    this.#isSuspended = false;
    for (const stored of this.#mappings.values()) stored.poller = this.#start(stored);
  }

  #put(uuid: string, definition: MappingDefinition, checkpoints: Checkpoints): EventSourceMapping {
    checkMapping(definition, this.#options.region);
    const { enabled = true } = definition;
    const mapping: Stored["mapping"] = {
      uuid,
      arn: `arn:aws:lambda:${this.#options.region}:${accountId}:event-source-mapping:${uuid}`,
      definition,
      functionArn: this.#functionArn(definition),
      state: enabled ? "Enabled" : "Disabled",
      lastModified: new Date(),
    };
    const stored: Stored = { mapping, checkpoints, poller: undefined };
    stored.poller = this.#start(stored);
    this.#mappings.set(uuid, stored);
    return withResult(stored);
  }

  #start({ mapping: { definition, functionArn, state }, checkpoints }: Stored): Poller | undefined {
    if (state === "Disabled" || this.#isSuspended) return undefined;
    const { region, endpointUrl, functions, roles, invoke, measurements, report } = this.#options;
    const { version, qualifier } = functions.resolve(functionArn);
    const { configuration } = version;
    const common = {
      region,
      endpointUrl,
      credentials: roles.credentials(configuration.role),
      invoke: (payload: unknown) => invoke({ functionArn, payload }),
      report: (line: string) => {
        report(logGroupOf(configuration), `ERROR event source mapping: ${line}`);
      },
    };
    if (isStream(definition)) {
      const measure = (name: string, value: number) => {
        measureFunction(measurements, version, qualifier, { [name]: value });
      };
      const executedVersion = version.version;
      return new StreamMapping({ ...common, definition, functionArn, executedVersion, checkpoints, measure });
    }
    return new SqsPoller({
      ...common,
      source: {
        queueArn: definition.eventSourceArn,
        batchSize: definition.batchSize ?? 10,
        batchingWindow: definition.maximumBatchingWindowInSeconds ?? 0,
        maximumConcurrency: definition.maximumConcurrency ?? 5,
        reportsItemFailures: definition.functionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
      },
    });
  }

  #functionArn({ functionName }: MappingDefinition): string {
    const { found, qualifier } = this.#options.functions.resolve(functionName);
    return qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`;
  }
}

function withResult({ mapping, poller }: Stored): EventSourceMapping {
  const problem = poller?.problem;
  return { ...mapping, lastProcessingResult: problem === undefined ? "OK" : `PROBLEM: ${problem}` };
}

/** The same at every run, for the same source and function. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
