import { expect } from "chai";
import { largestGrowth, replacementOf } from "../../../../../local/services/dynamodb/capacity/growth.ts";

const Key = { pk: { S: "a" } };
const growth = (UpdateExpression: string, value = "x") =>
  largestGrowth({
    Key,
    UpdateExpression,
    ExpressionAttributeNames: { "#left": "unsold" },
    ExpressionAttributeValues: { ":n": { N: "1" }, ":s": { S: value } },
  });

describe("largestGrowth", () => {
  it("is bounded by names and values, each as often as it stands there", () => {
    for (const expression of [
      "SET #left = #left - :n",
      "SET #left = if_not_exists(#left, :n), title = :s REMOVE held",
      "SET notes = list_append(notes, :s)",
      "ADD #left :n",
      "REMOVE #left",
    ]) {
      expect(growth(expression), expression).to.be.greaterThan(0).and.lessThan(250);
    }
    const long = "x".repeat(1000);
    expect(growth("SET a = :s", long)).to.be.within(1000, 1100);
    expect(growth("SET a = :s, b = :s", long)).to.be.within(2000, 2150);
  });

  it("has no bound where attributes are copied, or nothing is said", () => {
    expect(growth("SET a = b")).to.equal(Infinity);
    expect(growth("SET #left = :n, a = if_not_exists(b, :n)")).to.equal(Infinity);
    expect(growth("SET a = b + :n ADD #left :n")).to.equal(Infinity);
    expect(largestGrowth({ Key })).to.equal(Infinity);
  });
});

describe("replacementOf", () => {
  const replacement = (UpdateExpression: string, names: Record<string, string> = {}, value = { N: "1" }) =>
    replacementOf({
      Key,
      UpdateExpression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":n": value },
    });

  it("tells updates that replace each other's values from others", () => {
    const debit = replacement("SET #left = #left - :n", { "#left": "unsold" });
    expect(debit)
      .to.be.a("string")
      .and.equal(replacement("SET #left = #left - :n", { "#left": "unsold" }));
    expect(debit).to.not.equal(replacement("SET #left = #left - :n", { "#left": "held" }));
    expect(replacement("ADD unsold :n")).to.be.a("string");
  });

  it("knows none where each may add to what is there", () => {
    expect(
      replacementOf({ Key, UpdateExpression: "ADD tags :s", ExpressionAttributeValues: { ":s": { SS: ["a"] } } }),
    ).to.equal(undefined);
    expect(replacement("SET notes = list_append(notes, :n)")).to.equal(undefined);
    expect(replacement("SET notes[99] = :n")).to.equal(undefined);
  });
});
