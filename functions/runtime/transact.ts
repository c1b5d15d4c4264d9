import { DynamoDBServiceException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { withBackoff } from "./backoff.ts";
import type { Backoff } from "./backoff.ts";
import type { Table } from "./table.ts";

type Actions = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
type Nameless<Action> = Action extends object
  ? Omit<Action, "TableName" | "ReturnValuesOnConditionCheckFailure">
  : never;

/** One write of a transaction, or a condition on an item that it does not write. */
export type Write = { readonly [Kind in keyof Actions]: Nameless<Actions[Kind]> };

/** A transaction whose conditions did not all hold; nothing was written. */
export class ConditionsRefused extends Error {
  override readonly name = "ConditionsRefused";
  /** @param existing for each condition that did not hold, by its place: what was there, `undefined` if nothing */
  constructor(readonly existing: ReadonlyMap<number, Readonly<Record<string, unknown>> | undefined>) {
    super(`${existing.size} conditions did not hold`);
  }
}

/**
 * Writes all of it or nothing, again with backoff while others are at the same items.
 *
 * @param writes at most 100, no two about one item
 * @throws ConditionsRefused if a condition does not hold
 */
export async function transact(table: Table, writes: readonly Write[], backoff?: Backoff): Promise<void> {
  const common = { TableName: table.name, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
  const items = writes.map((write) =>
    Object.fromEntries(Object.entries(write).map(([kind, action]) => [kind, { ...action, ...common }])),
  );
  const attempt = async () => {
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: items }));
    } catch (error) {
      throw (error instanceof TransactionCanceledException ? refusalOf(error) : undefined) ?? error;
    }
  };
  await withBackoff(attempt, isContention, backoff);
}

function refusalOf({ CancellationReasons: reasons = [] }: TransactionCanceledException): ConditionsRefused | undefined {
  const refused = reasons.flatMap(({ Code: code, Item: item }, index) =>
    code === "ConditionalCheckFailed" ? [[index, item === undefined ? undefined : itemFrom(item)] as const] : [],
  );
  return refused.length === 0 ? undefined : new ConditionsRefused(new Map(refused));
}

const contentions = new Set([
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingError",
  "ThrottlingException",
]);

function isContention(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) {
    return error instanceof DynamoDBServiceException && contentions.has(error.name);
  }
  const codes = (error.CancellationReasons ?? [])
    .map(({ Code: code = "None" }) => code)
    .filter((code) => code !== "None");
  return codes.length > 0 && codes.every((code) => contentions.has(code));
}

function itemFrom(attributes: Record<string, AttributeValue>): Record<string, unknown> {
  return unmarshall(attributes);
}
