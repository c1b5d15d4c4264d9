import { expect } from "chai";
import { filterPattern } from "../../../../../local/services/lambda/streams/filter-pattern.ts";

const record = {
  eventName: "INSERT",
  dynamodb: { NewImage: { pk: { S: "SLOT#1" }, sk: { S: "TRANSFER#7" }, held: { BOOL: false } }, SizeBytes: 26 },
};

const matches = (pattern: object) => filterPattern(JSON.stringify(pattern))(record);

describe("filterPattern", () => {
  it("wants every field to have one of its values", () => {
    expect(matches({ eventName: ["MODIFY", "INSERT"] })).to.equal(true);
    expect(matches({ eventName: ["INSERT"], dynamodb: { NewImage: { pk: { S: ["SLOT#2"] } } } })).to.equal(false);
    expect(matches({ dynamodb: { NewImage: { held: { BOOL: [false] } } } })).to.equal(true);
    expect(matches({ dynamodb: { NewImage: { absent: { S: ["x"] } } } })).to.equal(false);
    expect(matches({ dynamodb: { SizeBytes: [26] } })).to.equal(true);
    expect(matches({ dynamodb: { SizeBytes: ["26"] } })).to.equal(false);
  });

  it("knows prefix, exists, anything-but and numeric", () => {
    const sk = (test: object) => matches({ dynamodb: { NewImage: { sk: { S: [test] } } } });
    expect([sk({ prefix: "TRANSFER#" }), sk({ prefix: "ALLOT#" })]).to.deep.equal([true, false]);
    expect([sk({ exists: true }), sk({ exists: false })]).to.deep.equal([true, false]);
    expect([sk({ "anything-but": ["x", "y"] }), sk({ "anything-but": "TRANSFER#7" })]).to.deep.equal([true, false]);
    expect([sk({ "anything-but": { prefix: "A" } }), sk({ "anything-but": { prefix: "T" } })]).to.deep.equal([
      true,
      false,
    ]);
    const absent = (test: object) => matches({ dynamodb: { OldImage: { pk: { S: [test] } } } });
    expect([absent({ exists: false }), absent({ "anything-but": "x" })]).to.deep.equal([true, false]);
    const size = (...numeric: (string | number)[]) => matches({ dynamodb: { SizeBytes: [{ numeric }] } });
    expect([size(">", 0, "<=", 26), size("<", 26), size("=", 26), size(">=", 27)]).to.deep.equal([
      true,
      false,
      true,
      false,
    ]);
  });

  it("compares no text as a number, as AWS does not: numbers of an image are texts", () => {
    const pattern = filterPattern(JSON.stringify({ units: { N: [{ numeric: [">", 1] }] } }));
    expect(pattern({ units: { N: "2" } })).to.equal(false);
  });

  it("refuses what it does not know, naming the field", () => {
    const refused = (pattern: unknown) => () =>
      filterPattern(typeof pattern === "string" ? pattern : JSON.stringify(pattern));
    expect(refused("{")).to.throw("filterCriteria: the pattern is not JSON: {");
    expect(refused([1])).to.throw("the pattern must be a JSON object");
    expect(refused({ eventName: "INSERT" })).to.throw('eventName: "INSERT" must be a list of values or an object');
    expect(refused({ a: { b: [{ suffix: "x" }] } })).to.throw("a.b: this machine does not know the operator suffix");
    expect(refused({ $or: [{ a: ["x"] }] })).to.throw("this machine does not know the operator $or");
    expect(refused({ a: [{ prefix: 1 }] })).to.throw("a: prefix must be a text");
    expect(refused({ a: [{ exists: "yes" }] })).to.throw("a: exists must be true or false");
    expect(refused({ a: [{ numeric: [">"] }] })).to.throw("a: numeric must be one or two pairs");
    expect(refused({ a: [{ prefix: "x", exists: true }] })).to.throw("a: one operator at a time");
    expect(refused({ a: [["x"]] })).to.throw('a: ["x"] must be a text, a number');
  });
});
