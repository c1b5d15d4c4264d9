import { LambdaError } from "../errors.ts";

/** How asynchronous calls of a function are repeated: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export interface AsynchronousConfiguration {
  /** Runs after the first that failed, 0 to 2. @default 2 */
  readonly maximumRetryAttempts?: number;
  /** Age of a call up to which it is run, in seconds, 60 to 21,600. @default 21600 */
  readonly maximumEventAgeInSeconds?: number;
  /** ARN of the queue or topic that is told of calls that failed for good. @default none: they are dropped */
  readonly onFailureArn?: string;
}

/** @throws LambdaError InvalidParameterValueException for a destination that is neither queue nor topic of the region */
export function checkAsynchronous({ onFailureArn }: AsynchronousConfiguration, region: string): void {
  if (onFailureArn === undefined || new RegExp(`^arn:aws:(sqs|sns):${region}:`).test(onFailureArn)) return;
  throw new LambdaError(
    "InvalidParameterValueException",
    `destinationConfig.onFailure.destination is ${onFailureArn}, and must be a queue or a topic of ${region}`,
  );
}
