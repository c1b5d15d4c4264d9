/** A schedule expression that this machine cannot follow. */
export class InvalidSchedule extends Error {
  override readonly name = "InvalidSchedule";
}

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The period of `rate(value unit)`, in milliseconds; the unit is plural unless the value is 1
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 *
 * @throws InvalidSchedule for anything else, naming the expression
 */
export function millisecondsOf(expression: string): number {
  const [, digits, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const value = Number(digits);
  const plural = expression.endsWith("s)");
  if (unit === undefined || plural !== value > 1) {
    throw new InvalidSchedule(`scheduleExpression is "${expression}", and must be a rate, such as rate(5 minutes)`);
  }
  return value * units[unit as keyof typeof units];
}
