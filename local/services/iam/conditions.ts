import { matchesArn, matchesWildcard } from "./wildcard.ts";

/** The condition keys that this machine can give a value; a policy that uses another is refused when it is put. */
export const conditionKeys = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalServiceName",
  "aws:RequestedRegion",
  "aws:SecureTransport",
  "aws:SourceAccount",
  "aws:SourceArn",
  "s3:prefix",
] as const;

type ConditionKey = (typeof conditionKeys)[number];

/** What is known of a call; a key that is absent has no value, as on AWS. */
export type ConditionContext = Readonly<Partial<Record<ConditionKey, string>>>;

/** One operator of a statement's condition with one key: it holds if any of the values matches. */
export interface Condition {
  readonly operator: Operator;
  /** `...IfExists`: holds too if the key has no value. */
  readonly ifExists: boolean;
  readonly key: ConditionKey;
  readonly values: readonly string[];
}

const matchers = {
  StringEquals: (value: string, text: string) => value === text,
  StringEqualsIgnoreCase: (value: string, text: string) => value.toLowerCase() === text.toLowerCase(),
  StringLike: (value: string, text: string) => matchesWildcard(value, text),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (value: string, text: string) => value.toLowerCase() === text.toLowerCase(),
};

/** Each holds where its positive does not. */
const negatives = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
} as const;

type Positive = keyof typeof matchers;
type Negative = keyof typeof negatives;
type Operator = Positive | Negative | "Null";

/** The operator of that name without `IfExists`, or undefined if this machine does not know it. */
export function operatorNamed(name: string): Operator | undefined {
  if (name === "Null" || isPositive(name) || isNegative(name)) return name;
  return undefined;
}

/** The condition key of that name, whatever its case, or undefined if this machine does not know it. */
export function conditionKeyNamed(name: string): ConditionKey | undefined {
  return conditionKeys.find((key) => key.toLowerCase() === name.toLowerCase());
}

/** Whether the condition holds for the call. */
export function holds(condition: Condition, context: ConditionContext): boolean {
  const { operator, ifExists, key, values } = condition;
  const text = context[key];
  if (operator === "Null") return values.some((value) => (value.toLowerCase() === "true") === (text === undefined));
  if (text === undefined) return ifExists || isNegative(operator);
  if (isNegative(operator)) return !values.some((value) => matchers[negatives[operator]](value, text));
  return values.some((value) => matchers[operator](value, text));
}

function isPositive(name: string): name is Positive {
  return Object.hasOwn(matchers, name);
}

function isNegative(name: string): name is Negative {
  return Object.hasOwn(negatives, name);
}
