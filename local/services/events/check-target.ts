import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { type Deliverers, serviceOf } from "./deliverer.ts";
import type { RetryPolicy, Target } from "./rule.ts";
import { checkInput } from "./target-input.ts";

/** @throws AwsError ValidationException naming every value and rule */
export function checkTarget(target: Target, options: { region: string; deliverers: Deliverers }): void {
  const { region, deliverers } = options;
  const { id, arn, roleArn, deadLetterArn, retryPolicy = {} } = target;
  const place = `:${region}:${accountId}:`;
  const deliverer = deliverers.get(serviceOf(arn));
  const problems: (string | false | undefined)[] = [
    !/^[\w.-]{1,64}$/.test(id) && "an id has 1 to 64 letters, digits, ., - or _",
    deliverer === undefined &&
      `arn is ${arn}, and this machine delivers to ${[...deliverers.keys()].sort().join(", ")} only`,
    !arn.includes(place) && `arn is ${arn}, and must lie in ${region}, as the rule does`,
    deliverer?.byRole === true && roleArn === undefined && `roleArn is not set, and ${arn} is delivered to by a role`,
    deliverer?.byRole === false &&
      roleArn !== undefined &&
      `roleArn is ${roleArn}, and ${arn} is delivered to by its own policy, without a role`,
    deadLetterArn !== undefined &&
      !deadLetterArn.startsWith(`arn:aws:sqs${place}`) &&
      `deadLetterConfig.arn is ${deadLetterArn}, and must be a queue of ${region}`,
    ...retryProblems(retryPolicy),
  ];
  const found = problems.filter((problem) => typeof problem === "string");
  if (found.length > 0) throw new AwsError("ValidationException", `target ${id}: ${found.join("; ")}`);
  checkInput(target);
}

function retryProblems({ maximumRetryAttempts = 185, maximumEventAgeInSeconds = 86_400 }: RetryPolicy) {
  return [
    outside("maximumRetryAttempts", maximumRetryAttempts, 0, 185),
    outside("maximumEventAgeInSeconds", maximumEventAgeInSeconds, 60, 86_400),
  ];
}

function outside(name: string, value: number, least: number, most: number): string | undefined {
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `retryPolicy.${name} is ${value}, and must be a whole number from ${least} to ${most}`;
}
