/** What is brought to a target. */
export interface Delivery {
  /** ARN of the target. */
  readonly targetArn: string;
  /** JSON. */
  readonly text: string;
  /** ARN of the rule on whose behalf. */
  readonly ruleArn: string;
  /** ARN of the role by which, for a deliverer that is `byRole`. */
  readonly roleArn?: string;
}

/** How targets of one service are reached. */
export interface Deliverer {
  /** Whether a target needs a role that may write to it; else the target's own policy must allow the rule. */
  readonly byRole: boolean;
  /** @throws DeliveryFailure */
  deliver(delivery: Delivery): Promise<void>;
}

/** Deliverers by the service in a target's ARN, such as `sqs`. */
export type Deliverers = ReadonlyMap<string, Deliverer>;

/** The service in an ARN. */
export function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

/** Why a delivery failed, by the code that dead letters carry: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export type FailureCode = "ERROR_FROM_TARGET" | "NO_PERMISSIONS" | "NO_RESOURCE" | "SDK_CLIENT_ERROR" | "THROTTLING";

/** A delivery that a target did not take. */
export class DeliveryFailure extends Error {
  override readonly name = "DeliveryFailure";
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }

  /** Whether it is tried again: not what only somebody can mend who changes the target or its policy. */
  get isRetried(): boolean {
    return this.code === "ERROR_FROM_TARGET" || this.code === "THROTTLING";
  }
}
