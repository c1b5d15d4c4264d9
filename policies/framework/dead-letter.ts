import * as aws from "@pulumi/aws";
import type { Node, Stack } from "./stack.ts";
import { isSet, known } from "./unknown.ts";

type Queue = Node<aws.sqs.Queue>;

/** How long SQS keeps a message if nobody says, in seconds. */
export const defaultRetentionSeconds = 345_600;

/** The dead-letter queues of a queue that are in its stack. */
export function deadLettersOf(stack: Stack, queue: Queue): Queue[] {
  return [
    ...stack.referredBy(queue, "redrivePolicy", aws.sqs.Queue),
    ...stack
      .referring(aws.sqs.RedrivePolicy, "queueUrl", queue)
      .flatMap((policy) => stack.referredBy(policy, "redrivePolicy", aws.sqs.Queue)),
  ].filter(({ urn }) => urn !== queue.urn);
}

/** Whether a queue has a redrive policy, of its own or as a resource. */
export function hasRedrivePolicy(stack: Stack, queue: Queue): boolean {
  const own = known(() => queue.props.redrivePolicy);
  if (own === "") return false; // what AWS gives back for none
  return isSet(queue.props, "redrivePolicy") || stack.referring(aws.sqs.RedrivePolicy, "queueUrl", queue).length > 0;
}

/** Whether what failed elsewhere is sent to the queue: nothing else may then be behind it. */
export function isDeadLetterQueue(stack: Stack, queue: Queue): boolean {
  const allows = known(() => queue.props.redriveAllowPolicy);
  return (
    (allows !== "" && isSet(queue.props, "redriveAllowPolicy")) ||
    stack.referring(aws.sqs.RedriveAllowPolicy, "queueUrl", queue).length > 0 ||
    stack.isReferred(["redrivePolicy", "deadLetterConfig", "destinationConfig", "sourceParameters"], queue) ||
    stack.referring(aws.scheduler.Schedule, "target", queue).some((schedule) => servesSchedule(queue, schedule))
  );
}

/** Whether the queue takes what a schedule could not deliver, and is not what it delivers to. */
function servesSchedule(queue: Queue, { props: { target } }: Node<aws.scheduler.Schedule>): boolean {
  if (!isSet(target.deadLetterConfig, "arn")) return false;
  const arn = known(() => target.deadLetterConfig?.arn);
  // A preview knows that the schedule refers to both, but not which is which: a dead-letter queue has none itself.
  return arn === undefined ? !isSet(queue.props, "redrivePolicy") : arn === queue.props.arn;
}
