import * as aws from "@pulumi/aws";
import { type Node, type Stack, refers } from "./stack.ts";
import { known } from "./unknown.ts";

/** The metrics of a resource that an alarm of its stack watches, in a namespace such as `AWS/SQS`. */
export function watched(stack: Stack, target: Node, namespace: string): Set<string> {
  return new Set(
    stack.all(aws.cloudwatch.MetricAlarm).flatMap((alarm) => {
      const metrics = [
        { namespace: known(() => alarm.props.namespace), metricName: known(() => alarm.props.metricName) },
        ...(known(() => alarm.props.metricQueries) ?? []).map(({ metric }) => ({
          namespace: metric?.namespace,
          metricName: metric?.metricName,
        })),
      ];
      const names = metrics.filter((one) => one.namespace === namespace).map(({ metricName = "" }) => metricName);
      if (names.length === 0) return [];
      return refers(alarm, "dimensions", target) || refers(alarm, "metricQueries", target) ? names : [];
    }),
  );
}

/** What to say of a resource without the alarms that it needs. */
export function missingAlarms(found: ReadonlySet<string>, needed: readonly string[], namespace: string): string[] {
  return needed
    .filter((metric) => !found.has(metric))
    .map(
      (metric) =>
        `no alarm watches its ${metric}: add an aws.cloudwatch.MetricAlarm on ${namespace} ${metric}, with actions.`,
    );
}
