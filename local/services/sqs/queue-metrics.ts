import type { Measurements } from "../cloudwatch/metric.ts";
import type { Messaging, QueueInspection } from "./messaging.ts";
import type { Queues } from "./queues.ts";

/**
 * Publishes how many messages wait in each queue, and for how long the oldest has been there. Left out: for a dead
 * letter the age counts from when it was first sent, where CloudWatch counts from its move to the dead-letter queue.
 */
export class QueueMetrics {
  readonly #queues: Queues;
  readonly #messaging: Messaging;
  readonly #measurements: Measurements;
  readonly #everyMilliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();

  /** @param everyMilliseconds How often; the timer keeps no process alive. */
  constructor(queues: Queues, messaging: Messaging, measurements: Measurements, everyMilliseconds: number) {
    this.#queues = queues;
    this.#messaging = messaging;
    this.#measurements = measurements;
    this.#everyMilliseconds = everyMilliseconds;
    this.resume();
  }

  /** Measures by the timer again. */
  resume(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.#current = this.#current.then(() => this.measure());
    }, this.#everyMilliseconds).unref();
  }

  /** Measures every queue now. */
  async measure(): Promise<void> {
    for (const name of await this.#queues.names()) {
      const messages = await this.#messaging.inspect(name);
      if (messages === undefined) continue;
      const now = Date.now();
      this.#put(name, "ApproximateNumberOfMessagesVisible", visible(messages, now));
      this.#put(name, "ApproximateAgeOfOldestMessage", Math.floor((now - oldest(messages, now)) / 1000));
    }
  }

  /** Measures no more, until `resume`; resolves when the measurement under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#current;
  }

  #put(queueName: string, name: string, value: number): void {
    this.#measurements.put({ namespace: "AWS/SQS", name, dimensions: { QueueName: queueName }, value });
  }
}

/** Counted by their times: fauxqs moves a message whose time has come only when somebody asks for it. */
function visible({ ready, delayed, inflight }: QueueInspection, now: number): number {
  const arrived = delayed.filter(({ delayUntil = 0 }) => delayUntil <= now);
  const returned = inflight.filter(({ visibilityDeadline }) => visibilityDeadline <= now);
  return ready.length + arrived.length + returned.length;
}

function oldest({ ready, delayed, inflight }: QueueInspection, now: number): number {
  const messages = [...ready, ...delayed, ...inflight.map(({ message }) => message)];
  return messages.reduce((earliest, { sentTimestamp }) => Math.min(earliest, sentTimestamp), now);
}
