import { signal } from "@preact/signals";
import type { ConsoleState } from "../state.ts";

/** How the machine is, as far as it was heard; undefined before. */
export const machine = signal<ConsoleState | undefined>(undefined);

/** Whether the machine does not answer. */
export const isSilent = signal(false);

/** Milliseconds between two looks. */
const pause = 1000;

/** Looks at the machine again and again, while somebody looks at the page. */
export async function keepLooking(): Promise<never> {
  for (;;) {
    if (!document.hidden) await look();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Tells the machine what befalls it. @throws Error with its own words if it refuses */
export async function order(operation: string, asked: object): Promise<void> {
  const body = JSON.stringify(asked);
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`/_local/${operation}`, { method: "POST", headers, body });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error((answer as { message: string }).message);
  machine.value = answer as ConsoleState;
}

async function look(): Promise<void> {
  try {
    const response = await fetch("/_local/state");
    if (response.ok) machine.value = (await response.json()) as ConsoleState;
    isSilent.value = !response.ok;
  } catch {
    isSilent.value = true;
  }
}
