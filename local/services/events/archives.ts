import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { type Buses } from "./buses.ts";
import type { BusEvent } from "./event.ts";
import { type EventPattern, eventPattern } from "./pattern/event-pattern.ts";

/** An archive as the program declares it. */
export interface ArchiveDefinition {
  /** 1 to 48 letters, digits, `.`, `-` and `_`. */
  readonly name: string;
  /** ARN of the bus whose events it keeps. */
  readonly eventSourceArn: string;
  readonly description?: string;
  /** JSON; see `eventPattern`. @default every event */
  readonly eventPattern?: string;
  /** Days that an event is kept; 0 for ever. @default 0 */
  readonly retentionDays?: number;
}

/** An archive as it exists. */
export interface Archive extends ArchiveDefinition {
  readonly arn: string;
}

interface Kept {
  readonly event: BusEvent;
  readonly at: number;
}

interface Stored {
  readonly archive: Archive;
  readonly busName: string;
  readonly wants: EventPattern;
  readonly kept: Kept[];
}

const dayMilliseconds = 24 * 3_600_000;

/** The archives of a region's buses, in memory. Left out: replays; what an archive holds is read with `events`. */
export class Archives {
  readonly #region: string;
  readonly #buses: Buses;
  readonly #clock: () => number;
  readonly #archives = new Map<string, Stored>();

  /** @param clock the time, in epoch milliseconds */
  constructor(region: string, buses: Buses, clock: () => number) {
    this.#region = region;
    this.#buses = buses;
    this.#clock = clock;
  }

  /**
   * Makes an archive, or changes the one of that name, which keeps what it holds.
   *
   * @throws AwsError ResourceNotFoundException for a bus that is not there; ValidationException; InvalidEventPatternException
   */
  put(definition: ArchiveDefinition): Archive {
    const { name, eventSourceArn, retentionDays = 0 } = definition;
    if (!/^[\w.-]{1,48}$/.test(name)) {
      throw new AwsError("ValidationException", `archive ${name}: a name has 1 to 48 letters, digits, ., - or _`);
    }
    if (!Number.isInteger(retentionDays) || retentionDays < 0) {
      throw new AwsError(
        "ValidationException",
        `archive ${name}: retentionDays is ${retentionDays}, and must be 0 or more`,
      );
    }
    const busName = eventSourceArn.startsWith("arn:") ? this.#buses.nameOf(eventSourceArn) : undefined;
    if (busName === undefined || this.#buses.find(busName) === undefined) {
      throw new AwsError("ResourceNotFoundException", `archive ${name}: event bus ${eventSourceArn} does not exist.`);
    }
    const archive = { ...definition, arn: `arn:aws:events:${this.#region}:${accountId}:archive/${name}` };
    const wants = definition.eventPattern === undefined ? () => true : eventPattern(definition.eventPattern);
    this.#archives.set(name, { archive, busName, wants, kept: this.#archives.get(name)?.kept ?? [] });
    return archive;
  }

  /** The archive of that name, or undefined. */
  find(name: string): Archive | undefined {
    return this.#archives.get(name)?.archive;
  }

  /** Removes an archive with what it holds; does nothing if it is gone. */
  delete(name: string): void {
    this.#archives.delete(name);
  }

  /** Lets every archive of the bus keep the event if it wants it. */
  keep(busName: string, event: BusEvent): void {
    for (const stored of this.#archives.values()) {
      if (stored.busName !== busName) continue;
      this.#expire(stored);
      if (stored.wants(event)) stored.kept.push({ event, at: this.#clock() });
    }
  }

  /** What the archive of that name holds, in the order in which it came; nothing if there is no such archive. */
  events(name: string): BusEvent[] {
    const stored = this.#archives.get(name);
    if (stored === undefined) return [];
    this.#expire(stored);
    return stored.kept.map(({ event }) => event);
  }

  #expire({ archive: { retentionDays = 0 }, kept }: Stored): void {
    if (retentionDays === 0) return;
    const oldest = this.#clock() - retentionDays * dayMilliseconds;
    const living = kept.findIndex(({ at }) => at > oldest);
    kept.splice(0, living === -1 ? kept.length : living);
  }
}
