import { statisticOf } from "./statistic.ts";

/** How a datapoint is compared with the threshold; breaching if it is true. */
export const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;

/** The operators that an alarm on one metric may have. */
export type ComparisonOperator = keyof typeof comparisons;

/** What a period without data counts as. */
export const missingDataTreatments = ["missing", "ignore", "breaching", "notBreaching"] as const;

/** One of {@link missingDataTreatments}. */
export type MissingDataTreatment = (typeof missingDataTreatments)[number];

/** The states of an alarm. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** An alarm on one metric: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export interface AlarmDefinition {
  readonly name: string;
  readonly description?: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  /** One of the simple statistics. Either this or `extendedStatistic`. */
  readonly statistic?: string;
  /** A percentile, such as `p99`. */
  readonly extendedStatistic?: string;
  /** Length of a period in seconds: 10, 20, 30 or a multiple of 60. */
  readonly period: number;
  /** The most recent periods that count. */
  readonly evaluationPeriods: number;
  /** How many of them have to breach. @default evaluationPeriods */
  readonly datapointsToAlarm?: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  /** @default missing */
  readonly treatMissingData?: MissingDataTreatment;
  /** Whether a change of state is published. @default true */
  readonly actionsEnabled?: boolean;
  /** Topic ARNs told when it goes into ALARM. */
  readonly alarmActions?: readonly string[];
  readonly okActions?: readonly string[];
  readonly insufficientDataActions?: readonly string[];
}

/** An alarm with the state that it is in. */
export interface Alarm {
  readonly definition: AlarmDefinition;
  readonly arn: string;
  readonly state: AlarmState;
  /** Why it is in this state. */
  readonly reason: string;
  /** Since when it is in this state. */
  readonly stateSince: Date;
}

/** A change of an alarm's state, as it is printed and published. */
export interface StateChange {
  readonly alarm: Alarm;
  readonly from: AlarmState;
}

/** A state and the words that explain it. */
export interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * Periods that are looked at besides the evaluation periods, so that data which comes late is not missed. AWS takes a
 * few more and does not say how many; two are what the examples in its documentation show.
 */
const extraPeriods = 2;

/** The periods that an alarm looks at, the most recent first, in epoch milliseconds; `to` is exclusive. */
export function periodsOf(alarm: AlarmDefinition, now: number): { from: number; to: number }[] {
  const length = alarm.period * 1000;
  const step = Math.min(length, alarm.period < 60 ? 10_000 : 60_000); // AWS evaluates each minute, or each 10 s
  const end = Math.floor(now / step) * step;
  return Array.from({ length: alarm.evaluationPeriods + extraPeriods }, (_, age) => ({
    from: end - (age + 1) * length,
    to: end - age * length,
  }));
}

/** The datapoint of a period, undefined if nothing was measured in it. */
export function datapointOf(alarm: AlarmDefinition, values: readonly number[]): number | undefined {
  return statisticOf(alarm.extendedStatistic ?? alarm.statistic ?? "Average", values);
}

/**
 * The state that an alarm goes into, by AWS's rules
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
 *
 * If the evaluation range holds as many datapoints as there are evaluation periods, the most recent of those decide, and
 * missing ones do not count. If it holds fewer, the missing ones are taken as `treatMissingData` says.
 *
 * @param datapoints one a period of {@link periodsOf}, the most recent first, undefined where data is missing
 * @param current the state that `ignore` keeps
 */
export function evaluate(
  alarm: AlarmDefinition,
  datapoints: readonly (number | undefined)[],
  current: AlarmState,
): Evaluation {
  const { evaluationPeriods: range, datapointsToAlarm = range, treatMissingData = "missing" } = alarm;
  const breaches = (value: number) => comparisons[alarm.comparisonOperator](value, alarm.threshold);
  const present = datapoints.filter((value) => value !== undefined);
  if (present.length >= range) return decided(alarm, present.slice(0, range).filter(breaches), present.slice(0, range));

  const breaching = present.filter(breaches);
  const filled = treatMissingData === "breaching" ? range - present.length : 0;
  if (breaching.length + filled >= datapointsToAlarm) {
    return { state: "ALARM", reason: because(alarm, breaching, present, filled) };
  }
  const isUndecided = treatMissingData === "missing" || treatMissingData === "ignore";
  if (isUndecided && present.length === 0) {
    return treatMissingData === "ignore"
      ? { state: current, reason: "No datapoints were received, and missing data keeps the state." }
      : { state: "INSUFFICIENT_DATA", reason: `Insufficient Data: ${range} datapoints were unknown.` };
  }
  if (isUndecided && breaching.length === present.length) {
    // Too little is known, and all of it breaches: it rings if that began long enough ago, and else it waits for more.
    const age = datapoints.findLastIndex((value) => value !== undefined) + 1;
    const rings = treatMissingData === "missing" && age >= datapointsToAlarm;
    return { state: rings ? "ALARM" : current, reason: because(alarm, breaching, present, 0) };
  }
  return decided(alarm, breaching, present);
}

function decided(alarm: AlarmDefinition, breaching: readonly number[], known: readonly number[]): Evaluation {
  const needed = alarm.datapointsToAlarm ?? alarm.evaluationPeriods;
  return { state: breaching.length >= needed ? "ALARM" : "OK", reason: because(alarm, breaching, known, 0) };
}

const words: Record<ComparisonOperator, string> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

function because(
  alarm: AlarmDefinition,
  breaching: readonly number[],
  known: readonly number[],
  missingAsBreaching: number,
): string {
  const shown = known.slice(0, alarm.evaluationPeriods).join(", ");
  const missing = missingAsBreaching > 0 ? `, ${missingAsBreaching} missing ones are taken as breaching` : "";
  const were = breaching.length === 1 ? "was" : "were";
  return (
    `Threshold Crossed: ${breaching.length} of the last ${known.length} datapoints [${shown}] ${were} ` +
    `${words[alarm.comparisonOperator]} the threshold (${alarm.threshold})${missing}; ` +
    `${alarm.datapointsToAlarm ?? alarm.evaluationPeriods} of ${alarm.evaluationPeriods} are needed for ALARM.`
  );
}
