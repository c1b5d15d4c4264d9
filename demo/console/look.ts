import { statusOf } from "../../local/control/status.ts";
import { localEnvironment } from "../../local/environment.ts";
import type { LocalRegion } from "../../local/local-region.ts";
import type { Machine } from "../../local/machine.ts";
import { recentEvents } from "./recent-events.ts";
import type { AlarmState, ConsoleState, Delay, QueueState } from "./state.ts";

type QueueStatus = Awaited<ReturnType<typeof statusOf>>["regions"][number]["queues"][number];

/** What failed for good lies in queues that are named so, besides those that queues name themselves. */
const namedForFailures = /-(dead-letters|failures)-[0-9a-f]{7}$/;

/** What was measured before that is no longer how it is, in milliseconds. */
const latelyMilliseconds = 60_000;

/**
 * Looks at a machine, without a word to its endpoints, which may be dark.
 *
 * @param pageOf the address of a region's page; undefined if it has none
 */
export async function look(machine: Machine, pageOf: (region: string) => string | undefined): Promise<ConsoleState> {
  const { regions, lagMilliseconds, cuts, conflicts } = await statusOf(machine);
  return {
    environment: localEnvironment,
    regions: regions.map(({ name, isRunning, queues }) => {
      const region = machine.region(name);
      const alarms = region.cloudwatch.alarms();
      return {
        ...{ name, isRunning, page: pageOf(name) },
        queues: queues.map((queue) => queueState(region, queue)),
        ringing: ringing(region),
        alarms: alarms.length,
        delays: delays(region),
        events: recentEvents(region),
      };
    }),
    lagMilliseconds,
    cuts,
    conflicts: conflicts.length,
  };
}

function queueState(region: LocalRegion, { visible: waiting, ...status }: QueueStatus): QueueState {
  const takesDeadLetters = status.takesDeadLetters || namedForFailures.test(status.name);
  const queue = { ...status, waiting, takesDeadLetters };
  if (waiting + queue.inFlight + queue.delayed === 0) return queue;
  const dimensions = { QueueName: queue.name };
  const oldestSeconds = latest(region, { namespace: "AWS/SQS", name: "ApproximateAgeOfOldestMessage", dimensions });
  return { ...queue, oldestSeconds };
}

function ringing({ cloudwatch }: LocalRegion): AlarmState[] {
  return cloudwatch
    .alarms()
    .filter(({ state }) => state === "ALARM")
    .map(({ definition: { name, description }, reason, stateSince }) => ({
      ...{ name, description, reason },
      since: stateSince.toISOString(),
    }));
}

/** Which tables are replicated to where, the alarms on it tell. */
function delays(region: LocalRegion): Delay[] {
  return region.cloudwatch
    .alarms()
    .filter(({ definition }) => definition.metricName === "ReplicationLatency")
    .flatMap(({ definition: { namespace, metricName: name, dimensions = {} } }) => {
      const milliseconds = latest(region, { namespace, name, dimensions });
      const { TableName: table = "", ReceivingRegion: to = "" } = dimensions;
      return milliseconds === undefined ? [] : [{ table, to, milliseconds }];
    });
}

function latest(
  { cloudwatch }: LocalRegion,
  series: Parameters<LocalRegion["cloudwatch"]["values"]>[0],
): number | undefined {
  const now = Date.now();
  return cloudwatch.values(series, now - latelyMilliseconds, now + 1).at(-1);
}
