import { expect } from "chai";
import { largestGrowth } from "../../../../../local/services/dynamodb/capacity/growth.ts";

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
