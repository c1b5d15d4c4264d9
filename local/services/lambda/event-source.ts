import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { accountId } from "../../account.ts";
import { failedMessages } from "./batch-response.ts";
import type { RoleCredentials } from "./environment.ts";
import { recordOf } from "./sqs-event.ts";
import type { InvokeResult } from "./invocation.ts";

/** A queue and the function that it feeds: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export interface SqsEventSource {
  readonly queueArn: string;
  /** Messages a batch, at most. */
  readonly batchSize: number;
  /** Seconds to wait for a batch to fill, 0 for not at all. */
  readonly batchingWindow: number;
  /** Batches that the function works on at the same time, at most. */
  readonly maximumConcurrency: number;
  /** Whether the function names the messages that failed. */
  readonly reportsItemFailures: boolean;
}

/** What the poller depends on. */
export interface PollerOptions {
  readonly source: SqsEventSource;
  readonly region: string;
  readonly endpointUrl: string;
  /** Of the function's role, under which the queue is read. */
  readonly credentials: RoleCredentials;
  readonly invoke: (event: SQSEvent) => Promise<InvokeResult>;
  /** Called with a line for each thing that goes wrong. */
  readonly report: (line: string) => void;
}

/** Seconds of a long poll, the longest that SQS has. */
const longPoll = 20;
const largestReceive = 10;
const longestBackoff = 20_000;

/**
 * Reads a queue and calls a function with batches of its messages, as Lambda's poller does: messages of a batch that
 * succeeds are deleted, those that fail become visible again when the queue's visibility timeout ends.
 */
export class SqsPoller {
  /** Resolves at once: there is no place in a queue to start from. */
  readonly started = Promise.resolve();
  readonly #options: PollerOptions;
  readonly #client: SQSClient;
  readonly #stop = new AbortController();
  readonly #batches = new Set<Promise<void>>();
  readonly #polling: Promise<void>;
  #problem: string | undefined;

  /** Starts to poll. */
  constructor(options: PollerOptions) {
    this.#options = options;
    this.#client = new SQSClient({
      region: options.region,
      endpoint: options.endpointUrl,
      credentials: options.credentials,
      maxAttempts: 1, // the loop tries again itself
    });
    this.#polling = this.#poll();
  }

  /** What kept the poller from reading the queue when it last tried, or undefined if nothing did. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Stops reading at once, and waits for the batches that the function has. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#polling;
    await Promise.all(this.#batches);
    this.#client.destroy();
  }

  async #poll(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped()) {
      if (this.#batches.size >= this.#options.source.maximumConcurrency) {
        await Promise.race(this.#batches); // so that no message waits here, invisible, for its turn
        continue;
      }
      try {
        const messages = await this.#receiveBatch();
        failures = 0;
        this.#problem = undefined;
        if (messages.length > 0) {
          const batch = this.#process(messages).finally(() => this.#batches.delete(batch));
          this.#batches.add(batch);
        }
      } catch (error) {
        if (this.#isStopped()) return;
        this.#fail(`cannot read ${this.#options.source.queueArn}: ${String(error)}`);
        const backoff = Math.min(longestBackoff, 1000 * 2 ** failures);
        failures += 1;
        await sleep(backoff, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  /** One batch: what there is at once, or what comes within the batching window. */
  async #receiveBatch(): Promise<Message[]> {
    const { batchSize, batchingWindow } = this.#options.source;
    const messages = await this.#receive(batchSize, longPoll);
    const end = performance.now() + batchingWindow * 1000;
    while (messages.length > 0 && messages.length < batchSize && !this.#isStopped()) {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) break;
      messages.push(...(await this.#receive(batchSize - messages.length, Math.min(left, longPoll))));
    }
    return messages;
  }

  async #receive(most: number, waitSeconds: number): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: Math.min(most, largestReceive),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    const { Messages = [] } = await this.#client.send(command, { abortSignal: this.#stop.signal });
    return Messages;
  }

  async #process(messages: readonly Message[]): Promise<void> {
    const { source, region, invoke } = this.#options;
    try {
      const records = messages.map((message) => recordOf(message, source.queueArn, region));
      const { payload, functionError } = await invoke({ Records: records });
      if (functionError !== undefined) return; // in the function's log already; the batch comes again
      const ids = records.map(({ messageId }) => messageId);
      const failed = source.reportsItemFailures ? failedMessages(payload, ids) : new Set<string>();
      await this.#delete(messages.filter(({ MessageId }) => !failed.has(MessageId ?? "")));
    } catch (error) {
      this.#options.report(`a batch of ${source.queueArn} stays in the queue: ${String(error)}`);
    }
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    for (let start = 0; start < messages.length; start += largestReceive) {
      const Entries = messages
        .slice(start, start + largestReceive)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      const { Failed = [] } = await this.#client.send(
        new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries }),
      );
      for (const { Code, Message } of Failed) {
        this.#options.report(
          `a message of ${this.#options.source.queueArn} was not deleted: ${Code ?? ""} ${Message ?? ""}`,
        );
      }
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  get #queueUrl(): string {
    const name = this.#options.source.queueArn.split(":").at(-1) ?? "";
    return `${this.#options.endpointUrl}/${accountId}/${name}`;
  }

  #fail(problem: string): void {
    if (problem !== this.#problem) this.#options.report(problem); // once, however often it is tried again
    this.#problem = problem;
  }
}
