import { accountId } from "../../account.ts";
import {
  datapointOf,
  evaluate,
  periodsOf,
  type Alarm,
  type AlarmDefinition,
  type AlarmState,
  type StateChange,
} from "./alarm.ts";
import { checkAlarm } from "./alarm-rules.ts";
import type { Measurement, Measurements } from "./metric.ts";
import { notificationOf } from "./notification.ts";
import { SeriesStore, type SeriesName } from "./series.ts";

/** Where alarms are published: the region's SNS. */
export interface Topics {
  publish(topicArn: string, subject: string, message: string): Promise<void>;
}

/** What a region's CloudWatch needs. */
export interface CloudWatchOptions {
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** Where alarm actions go. @default nowhere: for runs without topics */
  readonly topics?: Topics;
  /** Called at each change of state. */
  readonly onStateChange?: (change: StateChange) => void;
  /** Called when an action could not be published, with a line that says which. @default prints it */
  readonly onActionFailed?: (line: string) => void;
  /** The time, in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
  /** Milliseconds between two evaluations by the timer; 0 switches the timer off. @default 10_000 */
  readonly evaluateEvery?: number;
}

/** A measurement is kept this long even if no alarm needs it, so that an alarm made a little later sees it. */
const leastRetention = 15 * 60_000;

/**
 * CloudWatch of one region: measurements, alarms on one metric each, dashboards. It leaves out metric math, composite
 * and anomaly alarms, units, and every way to read a metric but by an alarm or {@link CloudWatch.values}.
 */
export class CloudWatch implements Measurements {
  readonly #region: string;
  readonly #options: CloudWatchOptions;
  readonly #clock: () => number;
  readonly #series = new SeriesStore();
  readonly #alarms = new Map<string, Alarm>();
  readonly #dashboards = new Map<string, string>();
  readonly #actions = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CloudWatchOptions) {
    this.#region = options.region;
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.resume();
  }

  /** Evaluates by the timer again. */
  resume(): void {
    const every = this.#options.evaluateEvery ?? 10_000;
    if (every === 0) return;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.evaluate(this.#clock());
    }, every).unref();
  }

  /** Lets every alarm stand as it is, until `resume`. */
  suspend(): void {
    clearInterval(this.#timer);
  }

  /** Records a measurement. */
  put(measurement: Measurement): void {
    this.#series.add(measurement, this.#clock());
  }

  /** What was measured from `from` (inclusive) to `to` (exclusive), in epoch milliseconds, as far as it is still held. */
  values(series: SeriesName, from: number, to: number): number[] {
    return this.#series.values(series, from, to);
  }

  /** How many values are held in memory. */
  get held(): number {
    return this.#series.size;
  }

  /**
   * Makes an alarm, or changes the one of that name, which keeps its state.
   *
   * @throws InvalidAlarm naming the alarm, the value and the rule
   */
  putAlarm(definition: AlarmDefinition): Alarm {
    checkAlarm(definition);
    const {
      state = "INSUFFICIENT_DATA",
      reason = "Unchecked: Initial alarm creation",
      stateSince,
    } = this.#alarms.get(definition.name) ?? {};
    const alarm: Alarm = {
      definition,
      arn: `arn:aws:cloudwatch:${this.#region}:${accountId}:alarm:${definition.name}`,
      state,
      reason,
      stateSince: stateSince ?? new Date(this.#clock()),
    };
    this.#alarms.set(definition.name, alarm);
    return alarm;
  }

  /** The alarm of this name, or undefined. */
  alarm(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  /** All alarms, in the order in which they were made. */
  alarms(): Alarm[] {
    return [...this.#alarms.values()];
  }

  /** Removes an alarm; does nothing if it is gone. */
  deleteAlarm(name: string): void {
    this.#alarms.delete(name);
  }

  /** Makes or replaces a dashboard. @throws SyntaxError if the body is not JSON */
  putDashboard(name: string, body: string): { arn: string } {
    JSON.parse(body);
    this.#dashboards.set(name, body);
    return { arn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` };
  }

  /** The body of the dashboard of this name, or undefined. */
  dashboard(name: string): string | undefined {
    return this.#dashboards.get(name);
  }

  /** Removes a dashboard; does nothing if it is gone. */
  deleteDashboard(name: string): void {
    this.#dashboards.delete(name);
  }

  /** Evaluates every alarm as of `now`, in epoch milliseconds, and forgets the data that no alarm can need any more. */
  evaluate(now: number): void {
    let oldest = now - leastRetention;
    for (const alarm of this.alarms()) {
      const { definition } = alarm;
      const periods = periodsOf(definition, now);
      oldest = Math.min(oldest, ...periods.map(({ from }) => from));
      const series = {
        namespace: definition.namespace,
        name: definition.metricName,
        dimensions: definition.dimensions ?? {},
      };
      const datapoints = periods.map(({ from, to }) => datapointOf(definition, this.#series.values(series, from, to)));
      const { state, reason } = evaluate(definition, datapoints, alarm.state);
      if (state !== alarm.state) this.#change(alarm, state, reason, now);
    }
    this.#series.forgetBefore(oldest);
  }

  /** Stops the timer and waits for the actions that are on their way. */
  async close(): Promise<void> {
    this.suspend();
    await Promise.all(this.#actions);
  }

  #change(before: Alarm, state: AlarmState, reason: string, now: number): void {
    const alarm: Alarm = { ...before, state, reason, stateSince: new Date(now) };
    this.#alarms.set(alarm.definition.name, alarm);
    const change: StateChange = { alarm, from: before.state };
    this.#options.onStateChange?.(change);
    if (alarm.definition.actionsEnabled === false) return;
    for (const topicArn of actionsOf(alarm)) {
      const action = this.#publish(topicArn, change).finally(() => this.#actions.delete(action));
      this.#actions.add(action);
    }
  }

  async #publish(topicArn: string, change: StateChange): Promise<void> {
    const { subject, message } = notificationOf(change, this.#region);
    try {
      await this.#options.topics?.publish(topicArn, subject, message);
    } catch (error) {
      const line = `alarm ${change.alarm.definition.name}: not published to ${topicArn}: ${String(error)}`;
      (this.#options.onActionFailed ?? console.error)(line);
    }
  }
}

function actionsOf({ definition, state }: Alarm): readonly string[] {
  if (state === "ALARM") return definition.alarmActions ?? [];
  return (state === "OK" ? definition.okActions : definition.insufficientDataActions) ?? [];
}
