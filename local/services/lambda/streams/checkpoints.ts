/** A record that was read and is not done with yet. */
export interface Ticket {
  readonly shardId: string;
  readonly sequenceNumber: string;
  isDone: boolean;
}

/**
 * How far a mapping is with its stream: before the oldest record that is not done. It outlives the poller, so that the
 * next one goes on there; what lay behind that record is then handed over again, as every record is at least once.
 */
export class Checkpoints {
  /** Whether the starting position was found; from then on it no longer counts. */
  isPositioned = false;
  readonly #after = new Map<string, string>();
  readonly #open = new Map<string, Ticket[]>();

  /** The last record of each shard that was done with all those before it. */
  get after(): ReadonlyMap<string, string> {
    return this.#after;
  }

  /** To be called for each record, in the order of its shard. */
  take(shardId: string, sequenceNumber: string): Ticket {
    const ticket = { shardId, sequenceNumber, isDone: false };
    const open = this.#open.get(shardId) ?? [];
    open.push(ticket);
    this.#open.set(shardId, open);
    return ticket;
  }

  /** To be called when records were handled, given up or passed over. */
  finish(tickets: Iterable<Ticket>): void {
    const shardIds = new Set<string>();
    for (const ticket of tickets) {
      ticket.isDone = true;
      shardIds.add(ticket.shardId);
    }
    for (const shardId of shardIds) {
      const open = this.#open.get(shardId) ?? [];
      const done = open.findIndex(({ isDone }) => !isDone);
      const last = open.splice(0, done < 0 ? open.length : done).at(-1);
      if (last !== undefined) this.#after.set(shardId, last.sequenceNumber);
    }
  }

  /** To be called before a new poller starts: it will read again what was not done. */
  rewind(): void {
    this.#open.clear();
  }
}
