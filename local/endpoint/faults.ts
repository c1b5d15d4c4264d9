import { matchesWildcard } from "../services/iam/wildcard.ts";
import { AwsError } from "./aws-error.ts";

/** What is to go wrong with the calls that it matches. */
export interface Fault {
  /** The calls that it strikes, as `service:Operation` with wildcards: `dynamodb:TransactWriteItems`, `sqs:*`. */
  readonly action: string;
  /** Answered in place of the service. A throttle is `{ name: "ThrottlingException", status: 400 }`. @default none */
  readonly error?: { readonly name: string; readonly status: number; readonly message?: string };
  /** How much later the call is taken up, in milliseconds. @default 0 */
  readonly latencyMs?: number;
  /** How many calls it strikes before it is spent. @default no end */
  readonly times?: number;
  /** The share of the matching calls that it strikes, 0 to 1. @default 1 */
  readonly probability?: number;
  /** Where the sequence of chances starts, so that a run can be repeated. @default 1 */
  readonly seed?: number;
}

/** A fault that was injected. */
export interface InjectedFault {
  /** How many calls it has struck. */
  readonly struck: number;
  /** Ends it; does nothing if it has ended. */
  remove(): void;
}

/** What strikes one call: all latencies added, and the first error. */
interface Strike<Kind extends Fault> {
  readonly latencyMs: number;
  readonly error: AwsError | undefined;
  /** The faults that struck. */
  readonly faults: readonly Kind[];
}

/** The faults injected into one endpoint, or into what a service does by itself. */
export class Faults<Kind extends Fault = Fault> {
  readonly #active = new Set<ActiveFault<Kind>>();

  /** @throws RangeError for a probability outside 0 to 1, or for times or a latency below 0. */
  inject(fault: Kind): InjectedFault {
    const active = new ActiveFault(fault);
    this.#active.add(active);
    return {
      get struck() {
        return active.struck;
      },
      remove: () => {
        this.#active.delete(active);
      },
    };
  }

  /** What strikes this call now; each fault that strikes is used up by one. */
  draw(action: string): Strike<Kind> {
    let latencyMs = 0;
    let error: AwsError | undefined;
    const faults: Kind[] = [];
    for (const active of this.#active) {
      if (error !== undefined && active.fault.error !== undefined) continue;
      if (!active.strikes(action)) continue;
      faults.push(active.fault);
      latencyMs += active.fault.latencyMs ?? 0;
      if (active.fault.error !== undefined) {
        const { name, status, message } = active.fault.error;
        error = new AwsError(name, message ?? `${name} was injected into ${action} on this machine`, status);
      }
    }
    return { latencyMs, error, faults };
  }
}

class ActiveFault<Kind extends Fault> {
  readonly fault: Kind;
  struck = 0;
  readonly #random: () => number;

  constructor(fault: Kind) {
    const { probability = 1, times = 0, latencyMs = 0 } = fault;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`fault on ${fault.action}: probability ${probability} must be 0 to 1`);
    }
    if (!(times >= 0)) throw new RangeError(`fault on ${fault.action}: times ${times} must be 0 or more`);
    if (!(latencyMs >= 0)) throw new RangeError(`fault on ${fault.action}: latencyMs ${latencyMs} must be 0 or more`);
    this.fault = fault;
    this.#random = mulberry32(fault.seed ?? 1);
  }

  strikes(action: string): boolean {
    if (!matchesWildcard(this.fault.action, action)) return false;
    if (this.struck >= (this.fault.times ?? Infinity)) return false;
    if (this.#random() >= (this.fault.probability ?? 1)) return false;
    this.struck += 1;
    return true;
  }
}

/** A small generator of repeatable numbers from 0 to 1 (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
