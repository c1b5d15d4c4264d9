import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBStreamEvent } from "aws-lambda";
import type { RoleCredentials } from "../environment.ts";
import type { InvokeResult } from "../invocation.ts";
import type { MappingDefinition } from "../mapping.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { GivenUp } from "./delivery.ts";
import { discardedBatch } from "./discarded.ts";
import { FailureDestination } from "../failure-destination.ts";
import { filterPattern } from "./filter-pattern.ts";
import type { StreamEventSource } from "./source.ts";
import { StreamPoller } from "./stream-poller.ts";

interface StreamMappingOptions {
  readonly region: string;
  readonly endpointUrl: string;
  /** Of the function's role. */
  readonly credentials: RoleCredentials;
  readonly definition: MappingDefinition;
  /** With its qualifier. */
  readonly functionArn: string;
  readonly executedVersion: string;
  readonly checkpoints: Checkpoints;
  readonly invoke: (event: DynamoDBStreamEvent) => Promise<InvokeResult>;
  /** Measures something of the function. */
  readonly measure: (name: string, value: number) => void;
  readonly report: (line: string) => void;
}

/** How often a destination is tried. */
const sendAttempts = 3;
const sendRetryMilliseconds = 200;

/** A mapping of a table's stream at work: its poller, and where it tells of what it gives up. */
export class StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #poller: StreamPoller;
  readonly #destination: FailureDestination | undefined;

  constructor(options: StreamMappingOptions) {
    const { definition, measure } = options;
    this.#options = options;
    this.#destination =
      definition.onFailureArn === undefined
        ? undefined
        : new FailureDestination({ ...options, arn: definition.onFailureArn });
    this.#poller = new StreamPoller({
      ...options,
      source: sourceOf(definition),
      onIteratorAge: (milliseconds) => {
        measure("IteratorAge", milliseconds);
      },
      onGivenUp: (batch) => this.#tell(batch),
    });
  }

  get problem(): string | undefined {
    return this.#poller.problem;
  }

  get started(): Promise<void> {
    return this.#poller.started;
  }

  async stop(): Promise<void> {
    await this.#poller.stop();
    this.#destination?.close();
  }

  /** What cannot be told is lost, as on AWS, and measured. */
  async #tell(batch: GivenUp): Promise<void> {
    if (this.#destination === undefined) return;
    const { definition, report, measure } = this.#options;
    const message = discardedBatch(batch, { ...this.#options, streamArn: definition.eventSourceArn });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#destination.send(message);
        return;
      } catch (error) {
        if (attempt < sendAttempts) {
          await sleep(sendRetryMilliseconds);
          continue;
        }
        measure("DestinationDeliveryFailures", 1);
        report(`${this.#destination.arn} could not be told of a batch that was given up: ${String(error)}`);
        return;
      }
    }
  }
}

function sourceOf(definition: MappingDefinition): StreamEventSource {
  return {
    streamArn: definition.eventSourceArn,
    startingPosition: definition.startingPosition === "LATEST" ? "LATEST" : "TRIM_HORIZON",
    batchSize: definition.batchSize ?? 100,
    batchingWindow: definition.maximumBatchingWindowInSeconds ?? 0,
    parallelizationFactor: definition.parallelizationFactor ?? 1,
    bisectsOnError: definition.bisectBatchOnFunctionError ?? false,
    maximumRetryAttempts: definition.maximumRetryAttempts ?? -1,
    maximumRecordAge: definition.maximumRecordAgeInSeconds ?? -1,
    reportsItemFailures: definition.functionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    filters: (definition.filterPatterns ?? []).map(filterPattern),
  };
}
