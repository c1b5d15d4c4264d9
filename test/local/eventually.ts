import { setTimeout as delay } from "node:timers/promises";

/** Waits until the condition holds; the test's own time limit is the only other end. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5);
}
