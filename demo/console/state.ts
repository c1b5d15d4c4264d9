/** What the console shows. */
export interface ConsoleState {
  readonly environment: string;
  readonly regions: readonly RegionState[];
  /** How long replication is held back. */
  readonly lagMilliseconds: number;
  /** Pairs of regions that are cut off from each other. */
  readonly cuts: readonly (readonly [string, string])[];
  /** How many items two regions have written; there must be none. */
  readonly conflicts: number;
}

/** A region of the machine. */
export interface RegionState {
  readonly name: string;
  /** Whether it is not dark. */
  readonly isRunning: boolean;
  /** Address of its page; undefined if the machine has none. */
  readonly page?: string;
  readonly queues: readonly QueueState[];
  /** Its alarms that ring. */
  readonly ringing: readonly AlarmState[];
  /** How many alarms there are. */
  readonly alarms: number;
  /** What it has written, on its way to others; those of whom nothing was measured lately are left out. */
  readonly delays: readonly Delay[];
  /** What was put on its bus lately, the newest first. */
  readonly events: readonly EventState[];
}

/** A queue, or a queue of dead letters. */
export interface QueueState {
  readonly name: string;
  /** Messages that can be received. */
  readonly waiting: number;
  /** Messages that were received, and neither deleted nor given back. */
  readonly inFlight: number;
  /** Messages that cannot be received yet. */
  readonly delayed: number;
  /** For how long the oldest has been there, when it was measured last; undefined if there is none. */
  readonly oldestSeconds?: number;
  readonly takesDeadLetters: boolean;
}

/** An alarm that rings. */
export interface AlarmState {
  readonly name: string;
  /** What it means, and what to do. */
  readonly description?: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly since: string;
}

/** How long writes of one table took to another region when it was measured last. */
export interface Delay {
  readonly table: string;
  readonly to: string;
  readonly milliseconds: number;
}

/** An event on a bus. */
export interface EventState {
  readonly id: string;
  readonly type: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  /** What it is about: the id of a booking, a slot or an item. */
  readonly about: string;
}
