import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { failedMessages } from "../batch-response.ts";
import type { InvokeResult } from "../invocation.ts";
import type { Checkpoints, Ticket } from "./checkpoints.ts";
import type { DiscardedBatch } from "./discarded-batch.ts";
import type { StreamEventSource } from "./source.ts";

/** A record on its way to the function. */
export interface Entry {
  readonly ticket: Ticket;
  readonly record: DynamoDBRecord;
  /** When it was written, in epoch milliseconds. */
  readonly writtenAt: number;
}

/** Why a batch was given up, and what the function last said of it. */
export interface GivenUp {
  readonly entries: readonly Entry[];
  readonly condition: DiscardedBatch["requestContext"]["condition"];
  readonly invocations: number;
  readonly last: InvokeResult | undefined;
}

interface DeliveryOptions {
  readonly source: StreamEventSource;
  readonly checkpoints: Checkpoints;
  readonly invoke: (event: DynamoDBStreamEvent) => Promise<InvokeResult>;
  /** Told the age of a batch's last record when the function gets it, in milliseconds. */
  readonly onIteratorAge: (milliseconds: number) => void;
  readonly onGivenUp: (batch: GivenUp) => Promise<void>;
  readonly report: (line: string) => void;
  readonly clock: () => number;
  /** Aborted when nothing is to be begun any more. */
  readonly signal: AbortSignal;
}

const firstBackoff = 100;
const longestBackoff = 10_000;

/** How often a batch was tried, which its halves inherit. */
interface Tries {
  readonly retries: number;
  readonly invocations: number;
  readonly last: InvokeResult | undefined;
}

const untried: Tries = { retries: 0, invocations: 0, last: undefined };

/**
 * Brings batches to a function until they are done: handled, or given up by the mapping's rules. A retry that gets
 * further than the one before, as the function reports, starts to count anew. A call that did not reach the function (a
 * throttle, say) is repeated without counting.
 */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Resolves when every record is done, or the signal is aborted. Never rejects. */
  async deliver(entries: readonly Entry[], tries: Tries = untried): Promise<void> {
    let left = entries;
    let { retries, invocations, last } = tries;
    for (let failures = 0; !this.#options.signal.aborted; failures += 1) {
      left = await this.#withoutOld(left, { retries, invocations, last });
      if (left.length === 0) return;
      if (failures > 0) await this.#backOff(failures);
      if (this.#isStopped()) return;
      const outcome = await this.#invoke(left);
      if (this.#isStopped() && outcome !== "handled") return;
      if (outcome === "handled") {
        this.#finish(left);
        return;
      }
      if (outcome === "refused") continue;
      if (outcome === "too large") {
        await this.#halves(left, { retries, invocations, last });
        return;
      }
      invocations += 1;
      last = outcome.result;
      if (outcome.handled > 0) {
        this.#finish(left.slice(0, outcome.handled));
        left = left.slice(outcome.handled);
        retries = 0;
      }
      if (this.#options.source.bisectsOnError && left.length > 1) {
        await this.#halves(left, { retries, invocations, last });
        return;
      }
      const { maximumRetryAttempts } = this.#options.source;
      if (maximumRetryAttempts >= 0 && retries >= maximumRetryAttempts) {
        await this.#giveUp({ entries: left, condition: "RetryAttemptsExhausted", invocations, last });
        return;
      }
      retries += 1;
    }
  }

  /** One call: how many records at the head were handled, if not all. */
  async #invoke(
    entries: readonly Entry[],
  ): Promise<"handled" | "refused" | "too large" | { handled: number; result: InvokeResult }> {
    const { source, invoke, onIteratorAge, report, clock } = this.#options;
    onIteratorAge(Math.max(0, clock() - (entries.at(-1)?.writtenAt ?? 0)));
    try {
      const result = await invoke({ Records: entries.map(({ record }) => record) });
      if (result.functionError !== undefined) return { handled: 0, result };
      if (!source.reportsItemFailures) return "handled";
      const numbers = entries.map(({ ticket }) => ticket.sequenceNumber);
      const failed = failedMessages(result.payload, numbers);
      if (failed.size === 0) return "handled";
      return { handled: numbers.findIndex((number) => failed.has(number)), result };
    } catch (error) {
      if (error instanceof Error && error.name === "RequestTooLargeException" && entries.length > 1) return "too large";
      if (!this.#isStopped()) report(`a batch of ${source.streamArn} is tried again: ${String(error)}`);
      return "refused";
    }
  }

  /** Splitting does not count towards the retries. */
  async #halves(entries: readonly Entry[], tries: Tries): Promise<void> {
    const middle = Math.ceil(entries.length / 2);
    await this.deliver(entries.slice(0, middle), tries);
    await this.deliver(entries.slice(middle), tries);
  }

  async #withoutOld(entries: readonly Entry[], { invocations, last }: Tries): Promise<readonly Entry[]> {
    const { source, clock } = this.#options;
    if (source.maximumRecordAge < 0) return entries;
    const oldest = clock() - 1000 * source.maximumRecordAge;
    const young = entries.findIndex(({ writtenAt }) => writtenAt >= oldest);
    const old = young < 0 ? entries : entries.slice(0, young);
    if (old.length > 0) await this.#giveUp({ entries: old, condition: "RecordAgeExceeded", invocations, last });
    return entries.slice(old.length);
  }

  async #giveUp(batch: GivenUp): Promise<void> {
    await this.#options.onGivenUp(batch);
    this.#finish(batch.entries);
  }

  #finish(entries: readonly Entry[]): void {
    this.#options.checkpoints.finish(entries.map(({ ticket }) => ticket));
  }

  async #backOff(failures: number): Promise<void> {
    const milliseconds = Math.min(longestBackoff, firstBackoff * 2 ** (failures - 1));
    await sleep(milliseconds, undefined, { signal: this.#options.signal }).catch(() => undefined);
  }

  #isStopped(): boolean {
    return this.#options.signal.aborted;
  }
}
