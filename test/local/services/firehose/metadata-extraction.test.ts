import { expect } from "chai";
import { ExtractionFailed, MetadataExtraction } from "../../../../local/services/firehose/metadata-extraction.ts";

const record = (json: unknown) => Buffer.from(JSON.stringify(json));

describe("the extraction of partition keys", () => {
  it("follows simple paths, with names in quotes too", () => {
    const extraction = new MetadataExtraction('{kind: .kind, of:.detail."item-id" , n:."detail".count,live:.live}');
    expect(extraction.keys).to.deep.equal(["kind", "of", "n", "live"]);
    const keys = extraction.keysOf(record({ kind: "booking", detail: { "item-id": "alfama", count: 3 }, live: false }));
    expect(keys).to.deep.equal({ kind: "booking", of: "alfama", n: "3", live: "false" });
  });

  const failing: [string, Buffer, string][] = [
    ["what is not JSON", Buffer.from("kind: booking"), "Non JSON record provided"],
    ["a record that lacks the key", record({ detail: {} }), "partitionKeys values must not be null or empty"],
    ["an empty value", record({ kind: "" }), "partitionKeys values must not be null or empty"],
    ["a value that is an object", record({ kind: {} }), "partitionKeys values must not be null or empty"],
    ["a record that is no object", record(["booking"]), "partitionKeys values must not be null or empty"],
  ];
  for (const [what, bytes, message] of failing) {
    it(`fails for ${what}`, () => {
      expect(() => new MetadataExtraction("{kind:.kind}").keysOf(bytes)).to.throw(ExtractionFailed, message);
    });
  }

  for (const query of [".kind", "{kind:.kind|ascii_downcase}", "{kind:.kinds[0]}", "{kind}", "{}", "{kind:.}"]) {
    it(`refuses the query ${query}`, () => {
      expect(() => new MetadataExtraction(query)).to.throw(`MetadataExtractionQuery is ${query}`);
    });
  }
});
