import type { MachineStatus } from "../../local/control/status.ts";

/** How a machine is, for people. */
export function statusLines({ regions, lagMilliseconds, cuts, conflicts }: MachineStatus): string[] {
  return [
    ...regions.flatMap(({ name, isRunning, queues }) => [
      `${name}   ${isRunning ? "running" : "dark"}`,
      ...queues.map(queueLine),
    ]),
    `replication   lag ${lagMilliseconds} ms, ${cuts.length === 0 ? "no cut" : `cut: ${cuts.map((pair) => pair.join(" from ")).join(", ")}`}`,
    ...(conflicts.length === 0 ? ["conflicts   none"] : conflicts.map(conflictLine)),
  ];
}

function queueLine(queue: MachineStatus["regions"][number]["queues"][number]): string {
  const { name, visible, inFlight, delayed, takesDeadLetters } = queue;
  if (takesDeadLetters) return `  ${name}: ${visible + inFlight + delayed} dead letters`;
  return `  ${name}: ${visible} waiting, ${inFlight} in flight, ${delayed} delayed`;
}

function conflictLine({ table, key, regions }: MachineStatus["conflicts"][number]): string {
  return `CONFLICT   ${JSON.stringify(key)} of ${table} was written by ${regions.join(" and ")}`;
}
