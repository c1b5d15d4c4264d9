import { z } from "zod";
import type { Machine } from "../machine.ts";
import { parseRedrivePolicy } from "../services/sqs/redrive.ts";

const queueStatus = z.strictObject({
  name: z.string(),
  /** Messages that can be received. */
  visible: z.int(),
  /** Messages that were received, and neither deleted nor given back. */
  inFlight: z.int(),
  /** Messages that cannot be received yet. */
  delayed: z.int(),
  /** Whether it takes the dead letters of another queue: then all that it holds are such. */
  takesDeadLetters: z.boolean(),
});

/** How a machine is. */
export const machineStatus = z.strictObject({
  regions: z.array(z.strictObject({ name: z.string(), isRunning: z.boolean(), queues: z.array(queueStatus) })),
  /** Of replication. */
  lagMilliseconds: z.number(),
  /** Pairs of regions that are cut off from each other. */
  cuts: z.array(z.tuple([z.string(), z.string()])),
  /** Keys that two regions have written; there must be none. */
  conflicts: z.array(
    z.strictObject({ table: z.string(), key: z.record(z.string(), z.string()), regions: z.array(z.string()) }),
  ),
});

/** How a machine is. */
export type MachineStatus = z.infer<typeof machineStatus>;

type RegionStatus = MachineStatus["regions"][number];

/** Looks at a machine, without a word to its endpoints, which may be dark. */
export async function statusOf(machine: Machine): Promise<MachineStatus> {
  const { lag, cuts, conflicts } = machine.replication;
  return {
    regions: await Promise.all(machine.regionNames.map((name) => regionStatus(machine, name))),
    lagMilliseconds: lag,
    cuts: cuts.map(([a, b]) => [a, b]),
    conflicts: conflicts.map(({ table, key, regions }) => ({ table, key, regions: [...regions] })),
  };
}

async function regionStatus(machine: Machine, name: string): Promise<RegionStatus> {
  const { sqs, isRunning } = machine.region(name);
  const all = (await Promise.all((await sqs.queues.names()).map((queue) => sqs.queues.read(queue)))).filter(
    (queue) => queue !== undefined,
  );
  const targets = new Set(
    all.flatMap(({ attributes: { RedrivePolicy: policy } }) =>
      policy === undefined ? [] : parseRedrivePolicy(policy).deadLetterTargetArn,
    ),
  );
  const count = (attribute: string | undefined) => Number(attribute ?? 0);
  const queues = all.map(({ name: queue, arn, attributes }) => ({
    name: queue,
    visible: count(attributes.ApproximateNumberOfMessages),
    inFlight: count(attributes.ApproximateNumberOfMessagesNotVisible),
    delayed: count(attributes.ApproximateNumberOfMessagesDelayed),
    takesDeadLetters: targets.has(arn),
  }));
  return { name, isRunning, queues: queues.sort((a, b) => a.name.localeCompare(b.name)) };
}
