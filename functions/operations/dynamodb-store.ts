import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { AttributeValue, CancellationReason, ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Range } from "../ledger/keys.ts";
import { Contended, Refused } from "../ledger/store.ts";
import type { Action, Item, Store } from "../ledger/store.ts";

type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** A cancelled transaction with a reason that none of its actions can have. */
export class UnexpectedCancellation extends Error {
  override readonly name = "UnexpectedCancellation";
}

/** The table of a region, in DynamoDB. */
export class DynamoDbStore implements Store {
  /** Write units that commits have used, as DynamoDB says. */
  writeUnits = 0;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async query({ pk, from, to }: Range): Promise<Item[]> {
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.tableName,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      items.push(...((page.Items ?? []) as Item[]));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  }

  async commit(actions: readonly Action[]): Promise<void> {
    const items = actions.map((action) => this.#transactItem(action));
    try {
      const { ConsumedCapacity: consumed } = await this.#send(items);
      this.writeUnits += unitsOf(consumed);
    } catch (error) {
      throw meaningOf(error);
    }
  }

  /** One action alone costs half of what it costs in a transaction. */
  async #send(items: readonly TransactItem[]): Promise<{ ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] }> {
    const [only] = items;
    const counted = { ReturnConsumedCapacity: "TOTAL" } as const;
    if (items.length === 1 && only?.Put !== undefined) {
      return await this.client.send(new PutCommand({ ...only.Put, ...counted }));
    }
    if (items.length === 1 && only?.Update !== undefined) {
      return await this.client.send(new UpdateCommand({ ...only.Update, ...counted }));
    }
    return await this.client.send(new TransactWriteCommand({ TransactItems: [...items], ...counted }));
  }

  #transactItem(action: Action): TransactItem {
    const common = { TableName: this.tableName, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
    switch (action.kind) {
      case "create":
        return { Put: { ...common, Item: action.item, ConditionExpression: "attribute_not_exists(pk)" } };
      case "replace":
        return { Put: { ...common, Item: action.item, ...versionIs(action.version) } };
      case "expect": {
        const { pk, sk } = action.key;
        return { ConditionCheck: { ...common, Key: { pk, sk }, ...versionIs(action.version) } };
      }
      case "debit": {
        const { pk, sk } = action.key;
        const units = { ":units": action.units };
        const sets = action.purpose === "send" ? ", held = held - :units" : "";
        return {
          Update: {
            ...common,
            Key: { pk, sk },
            UpdateExpression: `SET unsold = unsold - :units${sets}`,
            ConditionExpression: "unsold >= :units",
            ExpressionAttributeValues: units,
          },
        };
      }
      case "credit": {
        const { pk, sk, ...identity } = action.allotment;
        const names = Object.keys(identity);
        return {
          Update: {
            ...common,
            Key: { pk, sk },
            UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")} ADD unsold :units, held :held`,
            ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
            ExpressionAttributeValues: {
              ...Object.fromEntries(names.map((name) => [`:${name}`, identity[name]])),
              ":units": action.units,
              ":held": action.purpose === "receive" ? action.units : 0,
            },
          },
        };
      }
    }
  }
}

function versionIs(version: number | undefined) {
  if (version === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": version },
  };
}

function unitsOf(consumed: ConsumedCapacity | ConsumedCapacity[] | undefined): number {
  return [consumed ?? []].flat().reduce((units, { CapacityUnits: of = 0 }) => units + of, 0);
}

function meaningOf(error: unknown): unknown {
  if (error instanceof ConditionalCheckFailedException) {
    return new Refused([{ index: 0, existing: itemFrom(error.Item) }]);
  }
  if (error instanceof TransactionCanceledException) return meaningOfReasons(error, error.CancellationReasons ?? []);
  if (!(error instanceof DynamoDBServiceException)) return error;
  switch (error.name) {
    case "TransactionConflictException":
    case "TransactionInProgressException":
      return new Contended("conflict", { cause: error });
    case "ProvisionedThroughputExceededException":
    case "RequestLimitExceeded":
    case "ThrottlingException":
      return new Contended("throttled", { cause: error });
    default:
      return error;
  }
}

/** A condition that did not hold weighs most: it will not hold at the next try either. */
function meaningOfReasons(cause: TransactionCanceledException, reasons: readonly CancellationReason[]): Error {
  const refusals = reasons.flatMap(({ Code: code, Item: item }, index) =>
    code === "ConditionalCheckFailed" ? [{ index, existing: itemFrom(item) }] : [],
  );
  if (refusals.length > 0) return new Refused(refusals);
  const codes = reasons.map(({ Code: code }) => code).filter((code) => code !== undefined && code !== "None");
  const unexpected = codes.find((code) => !contentions.has(code ?? ""));
  if (unexpected !== undefined || codes.length === 0) {
    const message = reasons.find(({ Code: code }) => code === unexpected)?.Message ?? "";
    return new UnexpectedCancellation(`a transaction was cancelled: ${unexpected ?? "no reason"} ${message}`, {
      cause,
    });
  }
  return new Contended(codes.includes("TransactionConflict") ? "conflict" : "throttled", { cause });
}

const contentions = new Set(["TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"]);

function itemFrom(attributes: Record<string, AttributeValue> | undefined): Item | undefined {
  return attributes === undefined ? undefined : (unmarshall(attributes) as Item);
}
