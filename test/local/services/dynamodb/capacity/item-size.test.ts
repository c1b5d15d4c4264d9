import { expect } from "chai";
import { itemSize, valueSize } from "../../../../../local/services/dynamodb/capacity/item-size.ts";

describe("itemSize", () => {
  it("adds names and values in UTF-8", () => {
    expect(itemSize({ pk: { S: "Belém" }, ok: { BOOL: true }, no: { NULL: true } })).to.equal(2 + 6 + 2 + 1 + 2 + 1);
    expect(itemSize(undefined)).to.equal(0);
  });

  it("takes a byte for two significant digits, one more, and one for a sign", () => {
    const sizes = { "0": 1, "7": 2, "10": 2, "100": 2, "123": 3, "-123": 4, "0.0012": 2, "1.5e10": 2 };
    for (const [text, size] of Object.entries(sizes)) expect(valueSize({ N: text }), text).to.equal(size);
    expect(valueSize({ N: `-${"9".repeat(38)}` })).to.equal(21);
  });

  it("takes bytes as they are, also from base64, and sets without overhead", () => {
    const bytes = Buffer.from("12345");
    expect(valueSize({ B: bytes })).to.equal(5);
    expect(valueSize(JSON.parse(JSON.stringify({ B: bytes.toString("base64") })) as { B: Uint8Array })).to.equal(5);
    expect(valueSize({ SS: ["a", "bc"] })).to.equal(3);
    expect(valueSize({ NS: ["1", "123"] })).to.equal(5);
    expect(valueSize({ BS: [bytes, bytes] })).to.equal(10);
  });

  it("takes 3 bytes for a list or map, and one for each element", () => {
    expect(valueSize({ L: [] })).to.equal(3);
    expect(valueSize({ L: [{ S: "ab" }, { N: "1" }] })).to.equal(3 + 1 + 2 + 1 + 2);
    expect(valueSize({ M: { name: { S: "ab" } } })).to.equal(3 + 1 + 4 + 2);
  });
});
