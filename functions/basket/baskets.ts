import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../runtime/table.ts";
import { ConditionsRefused, transact } from "../runtime/transact.ts";
import type { Write } from "../runtime/transact.ts";
import { checkoutItem, storedCheckout } from "./checkout.ts";
import type { Checkout } from "./checkout.ts";
import { checkoutsRange, lineKey, linesRange, slotRange } from "./keys.ts";
import type { Item, Range } from "./keys.ts";
import { emptiedLine, lineItem, storedLine } from "./line.ts";
import type { Line } from "./line.ts";
import { heardFrom } from "./slot.ts";
import type { Heard } from "./slot.ts";

/** The basket is not as it was read. Nothing was written; read it again. */
export class BasketHasChanged extends Error {
  override readonly name = "BasketHasChanged";
}

/** The table of baskets, as one region sees it: what others have written is there once it has arrived. */
export class Baskets {
  constructor(private readonly table: Table) {}

  /** What all regions have heard from a customer of each slot in the basket. */
  async lines(customerId: string): Promise<Line[]> {
    return (await this.#query(linesRange(customerId))).map((item) => storedLine.parse(item));
  }

  /** What a customer has checked out under a key, in the order of the regions' names. */
  async checkouts(customerId: string, keyDigest: string): Promise<Checkout[]> {
    return (await this.#query(checkoutsRange(customerId, keyDigest))).map((item) => storedCheckout.parse(item));
  }

  /** What was heard of slots, by their ids. */
  async heardOf(slotIds: Iterable<string>): Promise<ReadonlyMap<string, Heard>> {
    const heard = [...new Set(slotIds)].map(
      async (slotId) => [slotId, heardFrom(await this.#query(slotRange(slotId)))] as const,
    );
    return new Map(await Promise.all(heard));
  }

  /**
   * Writes a line of this region.
   *
   * @param before what its region had heard before, if anything
   * @throws BasketHasChanged if it has heard something else meanwhile
   */
  async change(line: Line, before: Line | undefined): Promise<void> {
    const put = { TableName: this.table.name, Item: lineItem(line), ...asRead(before) };
    await orChanged(() => this.table.client.send(new PutCommand(put)));
  }

  /**
   * Writes a checkout of this region and empties the lines that it takes, all or nothing.
   *
   * @param taken the lines that it takes, of which `lines` are all that was read of the basket
   * @throws BasketHasChanged if a line is not as it was read, or something was checked out under the key meanwhile
   */
  async checkOut(
    checkout: Checkout,
    { keyDigest, taken, lines }: { keyDigest: string; taken: readonly Line[]; lines: readonly Line[] },
  ): Promise<void> {
    const { customerId, region } = checkout;
    const created = { Put: { Item: checkoutItem(checkout, keyDigest), ...asRead(undefined) } };
    const emptied = taken.flatMap((line): Write[] => {
      const { slotId } = line;
      const own = lines.find((other) => other.slotId === slotId && other.region === region);
      const put = { Put: { Item: lineItem(emptiedLine(line, region, keyDigest)), ...asRead(own) } };
      if (line.region === region) return [put];
      const Key = { ...lineKey(customerId, slotId, line.region) };
      return [put, { ConditionCheck: { Key, ...asRead(line) } }];
    });
    await orChanged(() => transact(this.table, [created, ...emptied]));
  }

  async #query({ pk, prefix }: Range): Promise<Item[]> {
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await this.table.client.send(
        new QueryCommand({
          TableName: this.table.name,
          KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": pk, ...(prefix === "" ? {} : { ":prefix": prefix }) },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      items.push(...((page.Items ?? []) as Item[]));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  }
}

/** The condition that an item is as it was read: its time of change tells, as it grows with each. */
function asRead(line: Line | undefined) {
  if (line === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "changedAt = :changedAt",
    ExpressionAttributeValues: { ":changedAt": line.changedAt },
  };
}

async function orChanged(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isRefused = error instanceof ConditionsRefused || error instanceof ConditionalCheckFailedException;
    // A checkout that is at the same line will have changed it.
    const isContended = error instanceof Error && error.name === "TransactionConflictException";
    if (!isRefused && !isContended) throw error;
    throw new BasketHasChanged("the basket is not as it was read", { cause: error });
  }
}
