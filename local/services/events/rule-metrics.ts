import type { Measurements } from "../cloudwatch/metric.ts";
import { defaultBus } from "./buses.ts";

/** What EventBridge measures of a rule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export type RuleMetric =
  | "FailedInvocations"
  | "Invocations"
  | "InvocationsFailedToBeSentToDlq"
  | "InvocationsSentToDlq"
  | "MatchedEvents"
  | "RetryInvocationAttempts"
  | "TriggeredRules";

/** Metrics that EventBridge gives for a bus as a whole too. */
const ofBuses: readonly RuleMetric[] = ["RetryInvocationAttempts"];

/** Counts one of something of a rule; those of the bus `default` carry the rule's name only. */
export function countOf(measurements: Measurements, rule: { name: string; busName: string }, name: RuleMetric): void {
  const { name: RuleName, busName: EventBusName } = rule;
  const namespace = "AWS/Events";
  const dimensions: Record<string, string> = EventBusName === defaultBus ? { RuleName } : { EventBusName, RuleName };
  measurements.put({ namespace, name, dimensions, value: 1 });
  if (ofBuses.includes(name)) measurements.put({ namespace, name, dimensions: { EventBusName }, value: 1 });
}
