import { AwsError } from "../../endpoint/aws-error.ts";

/** The caller's policies do not allow what it tried, in AWS's words. */
export class AccessDenied extends AwsError {
  constructor(message: string) {
    super("AccessDeniedException", message);
  }
}
