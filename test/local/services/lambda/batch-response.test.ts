import { expect } from "chai";
import { failedMessages } from "../../../../local/services/lambda/batch-response.ts";

describe("failedMessages", () => {
  const failed = (payload: unknown) => [...failedMessages(payload, ["a", "b"])];

  it("is none for nothing, null, an empty response and an empty list", () => {
    for (const payload of [undefined, null, "", {}, { batchItemFailures: [] }, { batchItemFailures: null }]) {
      expect(failed(payload), JSON.stringify(payload)).to.deep.equal([]);
    }
  });

  it("is those that are named", () => {
    expect(failed({ batchItemFailures: [{ itemIdentifier: "b" }] })).to.deep.equal(["b"]);
  });

  it("is all when the response cannot be read, or names what was not in the batch", () => {
    const identifiers = ["", null, 5, "unknown"].map((itemIdentifier) => ({ batchItemFailures: [{ itemIdentifier }] }));
    for (const payload of [
      "no",
      5,
      [],
      { batchItemFailures: "a" },
      { batchItemFailures: [{ id: "a" }] },
      ...identifiers,
    ]) {
      expect(failed(payload), JSON.stringify(payload)).to.deep.equal(["a", "b"]);
    }
  });
});
