import { comparisons, type AlarmDefinition } from "./alarm.ts";
import { percentilePattern, statistics } from "./statistic.ts";

/** An alarm that CloudWatch would refuse, or that needs what this machine leaves out. */
export class InvalidAlarm extends Error {
  constructor(alarm: string, problems: readonly string[]) {
    super(`alarm ${alarm}: ${problems.join("; ")}`);
    this.name = "InvalidAlarm";
  }
}

const longestRange = 7 * 24 * 60 * 60; // for periods of an hour or more; a day below that
const day = 24 * 60 * 60;

/**
 * Checks an alarm by the rules of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, all at once.
 *
 * @throws InvalidAlarm
 */
export function checkAlarm(alarm: AlarmDefinition): void {
  const { period, evaluationPeriods, datapointsToAlarm, statistic, extendedStatistic } = alarm;
  const actions = [alarm.alarmActions, alarm.okActions, alarm.insufficientDataActions].flatMap((arns) => arns ?? []);
  const problems = [
    ...rule([10, 20, 30].includes(period) || (period > 0 && period % 60 === 0), [
      `period is ${period}, and must be 10, 20, 30 or a multiple of 60`,
    ]),
    ...rule(Number.isInteger(evaluationPeriods) && evaluationPeriods >= 1, [
      `evaluationPeriods is ${evaluationPeriods}, and must be a whole number of 1 or more`,
    ]),
    ...rule(period * evaluationPeriods <= (period >= 3600 ? longestRange : day), [
      `period times evaluationPeriods is ${period * evaluationPeriods} s, and must be at most a day, or a week for periods of an hour or more`,
    ]),
    ...rule(datapointsToAlarm === undefined || (datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods), [
      `datapointsToAlarm is ${String(datapointsToAlarm)}, and must be from 1 to evaluationPeriods (${evaluationPeriods})`,
    ]),
    ...rule((statistic === undefined) !== (extendedStatistic === undefined), [
      "exactly one of statistic and extendedStatistic must be given",
    ]),
    ...rule(statistic === undefined || statistics.some((known) => known === statistic), [
      `statistic is ${String(statistic)}, and must be one of ${statistics.join(", ")}`,
    ]),
    ...rule(extendedStatistic === undefined || percentilePattern.test(extendedStatistic), [
      `extendedStatistic is ${String(extendedStatistic)}, and must be a percentile such as p99`,
    ]),
    ...rule(alarm.comparisonOperator in comparisons, [
      `comparisonOperator is ${alarm.comparisonOperator}, and must be one of ${Object.keys(comparisons).join(", ")}`,
    ]),
    ...actions
      .filter((arn) => !/^arn:aws:sns:[^:]+:\d{12}:.+/.test(arn))
      .map((arn) => `the action ${arn} is not the ARN of an SNS topic, and this machine publishes to topics only`),
  ];
  if (problems.length > 0) throw new InvalidAlarm(alarm.name, problems);
}

function rule(holds: boolean, problems: readonly string[]): readonly string[] {
  return holds ? [] : problems;
}
