import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What an alarm watches. */
interface Watch {
  /** What is wrong when it rings, and where to look: the text that an operator reads at night. */
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, pulumi.Input<string>>;
  /** `Sum`, `Average`, `Maximum` or a percentile such as `p99`. */
  statistic: string;
  /** It rings when the statistic is above this, in the metric's unit. */
  above: number;
  /** Length of a period. @default 60 */
  periodSeconds?: number;
  /** Periods in a row that have to be above. @default 1 */
  periods?: number;
}

/** How the alarms of one component are made: under it, in its region, with its actions. */
interface AlarmOwner {
  parent: pulumi.Resource;
  region: pulumi.Input<string> | undefined;
  actions: pulumi.Input<string>[] | undefined;
}

/** An alarm that rings when a metric is too high, and not when there is no data: no traffic is not a fault. */
export function alarm(name: string, watch: Watch, { parent, region, actions }: AlarmOwner): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      region,
      alarmDescription: watch.description,
      namespace: watch.namespace,
      metricName: watch.metric,
      dimensions: watch.dimensions,
      ...(watch.statistic.startsWith("p") ? { extendedStatistic: watch.statistic } : { statistic: watch.statistic }),
      comparisonOperator: "GreaterThanThreshold",
      threshold: watch.above,
      period: watch.periodSeconds ?? 60,
      evaluationPeriods: watch.periods ?? 1,
      treatMissingData: "notBreaching",
      alarmActions: actions,
      okActions: actions,
    },
    { parent },
  );
}
