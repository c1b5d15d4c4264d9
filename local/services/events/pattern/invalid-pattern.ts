import { AwsError } from "../../../endpoint/aws-error.ts";

/** A pattern that EventBridge would refuse, or that holds what this machine could only ignore. */
export class InvalidPattern extends AwsError {
  /** @param at where in the pattern, such as `detail.status` */
  constructor(at: string, problem: string) {
    super(
      "InvalidEventPatternException",
      `Event pattern is not valid. Reason: ${at === "" ? "" : `${at}: `}${problem}`,
    );
  }
}
