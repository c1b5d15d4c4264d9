import { DynamoDBServiceException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { ConditionsRefused, transact } from "../../../functions/runtime/transact.ts";
import { startTable } from "../table.ts";
import type { TestTable } from "../table.ts";

const item = (sk: string, version = 1) => ({ pk: "p", sk, version });
const created = (sk: string) => ({ Put: { Item: item(sk), ConditionExpression: "attribute_not_exists(pk)" } });
const metadata = { $metadata: {}, message: "" };

describe("a transaction", () => {
  let table: TestTable;
  before(async () => {
    table = await startTable();
  });
  after(() => table.stop());

  it("is done whole: puts, deletions and conditions", async () => {
    await transact(table, [created("a"), created("b")]);
    const is = { ConditionExpression: "version = :one", ExpressionAttributeValues: { ":one": 1 } };
    await transact(table, [
      { ConditionCheck: { Key: { pk: "p", sk: "a" }, ...is } },
      { Delete: { Key: { pk: "p", sk: "b" } } },
    ]);
    expect(await table.all()).to.deep.equal([item("a")]);
  });

  it("is not done at all if a condition does not hold, and says what was there for each that did not", async () => {
    const error = await transact(table, [created("c"), created("a")]).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConditionsRefused);
    expect([...(error as ConditionsRefused).existing]).to.deep.equal([[1, item("a")]]);
    expect(await table.all()).to.deep.equal([item("a")]);
  });

  /** A table that fails with these errors, one after the other, and then takes everything. */
  function failing(errors: readonly Error[]) {
    const client = table.newClient();
    let calls = 0;
    client.send = () => {
      const error = errors[calls];
      calls += 1;
      return error === undefined ? Promise.resolve({}) : Promise.reject(error);
    };
    return { name: table.name, client, calls: () => calls };
  }
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) });
  const refused = (name: string) => new DynamoDBServiceException({ ...metadata, name, $fault: "client" });
  const backoff = { tries: 3, sleep: () => Promise.resolve() };

  it("is tried again while others are at the same items, or the table takes no more", async () => {
    const busy = failing([cancelled("None", "TransactionConflict"), refused("ThrottlingException")]);
    await transact(busy, [created("d")], backoff);
    expect(busy.calls()).to.equal(3);
  });

  it("is not tried again for any other reason, nor for ever", async () => {
    for (const [error, calls] of [
      [cancelled("ValidationError"), 1],
      [cancelled("TransactionConflict", "ValidationError"), 1],
      [refused("AccessDeniedException"), 1],
      [cancelled("TransactionConflict"), 3],
    ] as const) {
      const broken = failing(Array.from({ length: 9 }, () => error));
      expect(await transact(broken, [created("d")], backoff).catch((reason: unknown) => reason)).to.equal(error);
      expect(broken.calls()).to.equal(calls);
    }
  });
});
