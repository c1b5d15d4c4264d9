import { accountId } from "../../account.ts";
import type { StateChange } from "./alarm.ts";

/** The message that an alarm publishes, in the shape that subscribers on AWS get. */
export function notificationOf({ alarm, from }: StateChange, region: string): { subject: string; message: string } {
  const { definition } = alarm;
  const message = {
    AlarmName: definition.name,
    AlarmDescription: definition.description ?? null,
    AWSAccountId: accountId,
    NewStateValue: alarm.state,
    NewStateReason: alarm.reason,
    StateChangeTime: alarm.stateSince.toISOString().replace("Z", "+0000"),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: from,
    OKActions: definition.okActions ?? [],
    AlarmActions: definition.alarmActions ?? [],
    InsufficientDataActions: definition.insufficientDataActions ?? [],
    Trigger: {
      MetricName: definition.metricName,
      Namespace: definition.namespace,
      ...(definition.extendedStatistic === undefined
        ? { StatisticType: "Statistic", Statistic: definition.statistic?.toUpperCase() }
        : { StatisticType: "ExtendedStatistic", ExtendedStatistic: definition.extendedStatistic }),
      Unit: null,
      Dimensions: Object.entries(definition.dimensions ?? {}).map(([name, value]) => ({ value, name })),
      Period: definition.period,
      EvaluationPeriods: definition.evaluationPeriods,
      DatapointsToAlarm: definition.datapointsToAlarm ?? definition.evaluationPeriods,
      ComparisonOperator: definition.comparisonOperator,
      Threshold: definition.threshold,
      TreatMissingData: definition.treatMissingData ?? "missing",
    },
  };
  return {
    subject: `${alarm.state}: "${definition.name}" in ${region}`.slice(0, 100),
    message: JSON.stringify(message),
  };
}
