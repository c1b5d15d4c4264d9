/** A rule as the program declares it. It has a pattern, a schedule, or both. */
export interface RuleDefinition {
  readonly name: string;
  /** @default default */
  readonly busName?: string;
  readonly description?: string;
  /** JSON; see `eventPattern`. */
  readonly eventPattern?: string;
  /** Such as `rate(5 minutes)`; on the bus `default` only. */
  readonly scheduleExpression?: string;
  /** `ENABLED` or `DISABLED`. */
  readonly state: string;
}

/** What a rule sends its events to, and how. */
export interface Target {
  readonly id: string;
  /** ARN of a function, queue, topic or whatever the region has a deliverer for. */
  readonly arn: string;
  /** JSON that the target gets in place of the event. Not together with `inputPath`. @default the event */
  readonly input?: string;
  /** The part of the event that the target gets, such as `$.detail`. @default the whole */
  readonly inputPath?: string;
  /** ARN of the role by which it is delivered to, for targets that need one. */
  readonly roleArn?: string;
  /** ARN of the queue for what could not be delivered. @default none: it is lost */
  readonly deadLetterArn?: string;
  readonly retryPolicy?: RetryPolicy;
}

/** How long a delivery is tried again. */
export interface RetryPolicy {
  /** Tries after the first, 0 to 185. @default 185 */
  readonly maximumRetryAttempts?: number;
  /** Age of the event up to which it is tried again, in seconds, 60 to 86,400. @default 86400 */
  readonly maximumEventAgeInSeconds?: number;
}

/** A rule as it exists. */
export interface Rule extends RuleDefinition {
  readonly busName: string;
  readonly arn: string;
  readonly targets: readonly Target[];
}
