import { expect } from "chai";
import { Checkpoints } from "../../../../../local/services/lambda/streams/checkpoints.ts";

describe("Checkpoints", () => {
  it("stand before the oldest record that is not done, in each shard", () => {
    const checkpoints = new Checkpoints();
    const [first, second, third] = ["1", "2", "3"].map((number) => checkpoints.take("a", number));
    const other = checkpoints.take("b", "9");
    if (first === undefined || second === undefined || third === undefined) throw new Error("no tickets");
    checkpoints.finish([third]);
    expect([...checkpoints.after]).to.deep.equal([]);
    checkpoints.finish([first, other]);
    expect([...checkpoints.after]).to.deep.equal([
      ["a", "1"],
      ["b", "9"],
    ]);
    checkpoints.finish([second]);
    expect(checkpoints.after.get("a")).to.equal("3");
  });

  it("forget what was not done when a new poller reads it again", () => {
    const checkpoints = new Checkpoints();
    checkpoints.finish([checkpoints.take("a", "1")]);
    checkpoints.take("a", "2");
    checkpoints.rewind();
    checkpoints.finish([checkpoints.take("a", "2")]);
    expect(checkpoints.after.get("a")).to.equal("2");
  });
});
