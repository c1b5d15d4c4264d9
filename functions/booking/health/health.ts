import { setTimeout as delay } from "node:timers/promises";
import type { components } from "../../../api/generated/types.ts";
import { fenceKey, heartbeatKey, regionsRange } from "../../ledger/keys.ts";
import type { Item, Store } from "../../ledger/store.ts";
import { RegionUnfit } from "../../runtime/problem.ts";

type DeepHealth = components["schemas"]["DeepHealth"];

/** What a look at a region needs from outside. */
export interface Dependencies {
  readonly region: string;
  readonly store: Pick<Store, "query">;
  /** Rejects if the queue does not answer. */
  readonly askQueue: () => Promise<unknown>;
  readonly now: () => Date;
  /** How long table and queue may take: a health check of Route 53 waits two seconds for the whole. */
  readonly patienceMilliseconds: number;
}

/** How a region is: what it answers, or why it should not be given traffic. */
export type Finding = { readonly health: DeepHealth } | { readonly unfit: RegionUnfit };

/**
 * Looks whether a region can take bookings: table and queue answer, and no operator has fenced it. How long ago it heard of the others is
 * told, and is no reason to keep traffic away: a region that is cut off sells what it has.
 */
export async function look(dependencies: Dependencies): Promise<Finding> {
  const { region, store, askQueue, now } = dependencies;
  const [table, queue] = await Promise.all([
    timed(() => store.query(regionsRange), dependencies),
    timed(askQueue, dependencies),
  ]);
  const items = table?.answer ?? [];
  const isFenced = items.some(({ sk, fenced }) => sk === fenceKey(region).sk && fenced === true);
  if (table === undefined || queue === undefined || isFenced) {
    const reasons = [
      ...(table === undefined ? ["its table does not answer"] : []),
      ...(queue === undefined ? ["its queue does not answer"] : []),
      ...(isFenced ? ["an operator has fenced it"] : []),
    ];
    return { unfit: new RegionUnfit(`${region} should not be given traffic: ${reasons.join("; ")}`) };
  }
  return {
    health: {
      ...{ status: "ok", region },
      table: { milliseconds: table.milliseconds },
      queue: { milliseconds: queue.milliseconds },
      replication: items.flatMap((item) => heardOf(item, region, now())),
    },
  };
}

/** An answer that is made at most once in a time, however many ask; who asks meanwhile gets the same. */
export function keptFor<Answer>(
  milliseconds: number,
  make: () => Promise<Answer>,
  now: () => Date,
): () => Promise<Answer> {
  let last: { readonly at: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    const at = now().getTime();
    if (last === undefined || at - last.at >= milliseconds) last = { at, answer: make() };
    return last.answer;
  };
}

function heardOf({ sk, region, at }: Item, own: string, now: Date): DeepHealth["replication"] {
  if (typeof region !== "string" || region === own || sk !== heartbeatKey(region).sk) return [];
  // Clocks of regions differ a little: what is heard from the future is heard now.
  return [{ region, heardSecondsAgo: Math.max(0, Math.round((now.getTime() - Date.parse(String(at))) / 1000)) }];
}

/** What a question was answered, and after how long; undefined if it failed or took too long. */
async function timed<Answer>(
  question: () => Promise<Answer>,
  { now, patienceMilliseconds }: Dependencies,
): Promise<{ answer: Answer; milliseconds: number } | undefined> {
  const began = now().getTime();
  const ended = new AbortController();
  const tooLate = delay(patienceMilliseconds, undefined, { signal: ended.signal });
  try {
    const answered = question().then((answer) => ({ answer, milliseconds: now().getTime() - began }));
    return await Promise.race([answered, tooLate]);
  } catch {
    return undefined;
  } finally {
    tooLate.catch(() => undefined);
    ended.abort();
  }
}
