import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  DynamoDBServiceException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { Contended, Refused } from "../../../functions/ledger/store.ts";
import type { Action } from "../../../functions/ledger/store.ts";
import { DynamoDbStore, UnexpectedCancellation } from "../../../functions/operations/dynamodb-store.ts";

const create: Action = { kind: "create", item: { pk: "p", sk: "s", version: 1 } };
const message = "as DynamoDB says";
const $metadata = {};

/** A store whose requests are answered by the test, in the place of DynamoDB. */
function storeThat(answer: (command: string) => object): DynamoDbStore {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: "eu-west-1", credentials: { accessKeyId: "none", secretAccessKey: "none" } }),
  );
  client.middlewareStack.add(
    (_, context) => () =>
      Promise.resolve({ output: { $metadata, ...answer(context.commandName ?? "") }, response: {} }),
    { step: "initialize", priority: "low" },
  );
  return new DynamoDbStore(client, "berth");
}

function storeThatFails(error: Error): DynamoDbStore {
  return storeThat(() => {
    throw error;
  });
}

const meaningOf = (error: Error) =>
  storeThatFails(error)
    .commit([create])
    .catch((reason: unknown) => reason);
const cancelled = (...reasons: CancellationReason[]) =>
  new TransactionCanceledException({ message, $metadata, CancellationReasons: reasons });
const none = { Code: "None" };
const failed = { Code: "ConditionalCheckFailed", Item: { pk: { S: "p" }, unsold: { N: "2" } } };

describe("what DynamoDB says of a commit", () => {
  it("is refused, with what was there, when a condition does not hold", async () => {
    const alone = new ConditionalCheckFailedException({ message, $metadata, Item: failed.Item });
    expect(await meaningOf(alone))
      .to.be.instanceOf(Refused)
      .with.deep.property("refusals", [{ index: 0, existing: { pk: "p", unsold: 2 } }]);
    expect(await meaningOf(cancelled(none, failed, { Code: "ConditionalCheckFailed" })))
      .to.be.instanceOf(Refused)
      .with.deep.property("refusals", [
        { index: 1, existing: { pk: "p", unsold: 2 } },
        { index: 2, existing: undefined },
      ]);
  });

  it("is refused rather than contended when it is both: the condition will not hold next time either", async () => {
    const error = cancelled({ Code: "TransactionConflict" }, failed);
    expect(await meaningOf(error))
      .to.be.instanceOf(Refused)
      .with.property("refusals")
      .that.has.length(1);
  });

  const service = (name: string) => new DynamoDBServiceException({ name, $fault: "client", $metadata, message });
  for (const [kind, name, error] of [
    ["conflict", "a conflict of one action", new TransactionConflictException({ message, $metadata })],
    ["conflict", "a conflict of a transaction", cancelled(none, { Code: "TransactionConflict" })],
    ["conflict", "the same transaction at work already", service("TransactionInProgressException")],
    ["conflict", "a conflict and a throttle", cancelled({ Code: "ThrottlingError" }, { Code: "TransactionConflict" })],
    ["throttled", "a throttled action", new ProvisionedThroughputExceededException({ message, $metadata })],
    ["throttled", "a throttled transaction", cancelled({ Code: "ThrottlingError" }, none)],
    ["throttled", "a partition at its limit", cancelled({ Code: "ProvisionedThroughputExceeded" })],
    ["throttled", "a throttled account", service("RequestLimitExceeded")],
    ["throttled", "a throttled table", service("ThrottlingException")],
  ] as const) {
    it(`is contended, ${kind}, for ${name}`, async () => {
      expect(await meaningOf(error))
        .to.be.instanceOf(Contended)
        .with.property("kind", kind);
    });
  }

  it("is an error of its own for a reason that no action can have", async () => {
    for (const reasons of [[{ Code: "ValidationError", Message: "too long" }, none], [none], []]) {
      const error = await meaningOf(cancelled(...reasons));
      expect(error).to.be.instanceOf(UnexpectedCancellation);
      if (reasons.length === 2) expect(error).to.have.property("message").that.includes("ValidationError too long");
    }
  });

  it("stays what it is for all else, as nobody knows whether it was done", async () => {
    for (const error of [new Error("socket hang up"), service("InternalServerError")]) {
      expect(await meaningOf(error)).to.equal(error);
    }
  });
});

describe("the write units of a store", () => {
  it("add up over all commits, and one action alone is no transaction", async () => {
    const commands: string[] = [];
    const store = storeThat((command) => {
      commands.push(command);
      return command === "TransactWriteItemsCommand"
        ? { ConsumedCapacity: [{ CapacityUnits: 4 }, { CapacityUnits: 2 }] }
        : { ConsumedCapacity: { CapacityUnits: 1 } };
    });
    const debit: Action = { kind: "debit", key: { pk: "p", sk: "a" }, units: 1, purpose: "sell" };
    const expected: Action = { kind: "expect", key: { pk: "p", sk: "b" }, version: undefined };
    await store.commit([create]);
    await store.commit([debit]);
    await store.commit([debit, create]);
    await store.commit([expected]);
    expect(commands).to.deep.equal([
      "PutItemCommand",
      "UpdateItemCommand",
      "TransactWriteItemsCommand",
      "TransactWriteItemsCommand",
    ]);
    expect(store.writeUnits).to.equal(14);
  });

  it("are none for what was not done", async () => {
    const store = storeThatFails(cancelled(failed));
    await store.commit([create]).catch(() => undefined);
    expect(store.writeUnits).to.equal(0);
  });
});
