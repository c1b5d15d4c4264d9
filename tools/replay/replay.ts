import { firstPart } from "../../functions/ledger/claim.ts";
import type { ArchivedWrite } from "./archived-writes.ts";

/** What replaying needs from outside. */
export interface Dependencies {
  /** Puts writes on the queue of bookings. */
  readonly send: (writes: readonly ArchivedWrite[]) => Promise<void>;
  /** Whether it is known what became of a write. */
  readonly isSettled: (write: ArchivedWrite) => Promise<boolean>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Told in a line what is done. */
  readonly print: (line: string) => void;
}

const pause = 1_000;
/** How often it looks without anything new: ten minutes, twice as long as a message is tried before it is a dead letter. */
const patience = 600;

/**
 * Sends writes to the queue of bookings, each once. A prolongation needs its booking, and a cancellation what it cancels, and the
 * queue keeps no order: each kind waits until all of those before are settled.
 *
 * @throws Error if for ten minutes none is settled of those that are left: then nothing of the kinds that follow was sent
 */
export async function replay(dependencies: Dependencies, writes: readonly ArchivedWrite[]): Promise<void> {
  const { send, print } = dependencies;
  if (writes.length === 0) {
    print("The archive holds no write of that time. What was claimed lately comes there within five minutes.");
    return;
  }
  const rounds = {
    bookings: writes.filter(({ message }) => message.kind === "claim" && message.part === firstPart),
    prolongations: writes.filter(({ message }) => message.kind === "claim" && message.part !== firstPart),
    cancellations: writes.filter(({ message }) => message.kind === "cancel"),
  };
  for (const [name, round] of Object.entries(rounds)) {
    await send(round);
    print(`${String(round.length).padStart(7)}  ${name} are on the queue`);
    if (name !== "cancellations") await settled(dependencies, name, round);
  }
  print("What was in the table already has stayed as it was.");
}

async function settled(
  { isSettled, sleep, print }: Dependencies,
  name: string,
  writes: readonly ArchivedWrite[],
): Promise<void> {
  let left = writes;
  for (let idle = 0; ; idle += 1) {
    const before = left.length;
    const isDone = await Promise.all(left.map(isSettled));
    left = left.filter((_, index) => isDone[index] !== true);
    if (left.length === 0) return;
    if (left.length < before) {
      print(`${String(left.length).padStart(7)}  ${name} are not settled yet`);
      idle = 0;
    }
    if (idle >= patience) {
      throw new Error(
        `${left.length} ${name} are not settled after ten minutes, such as ${left[0]?.message.bookingId ?? ""}: look at ` +
          "the dead letters of the bookings' queue, mend the cause, and run it again; what comes after them was not sent",
      );
    }
    await sleep(pause);
  }
}
