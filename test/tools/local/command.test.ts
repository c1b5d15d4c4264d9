import { expect } from "chai";
import { LocalUsageError, readLocalCommand } from "../../../tools/local/command.ts";

describe("readLocalCommand", () => {
  it("reads every command", () => {
    const read = (line: string) => readLocalCommand(line.split(" "));
    const json = false;
    expect(read("lag 250")).to.deep.equal({ operation: "lag", asked: { milliseconds: 250 }, json });
    expect(read("cut a b")).to.deep.equal({ operation: "cut", asked: { regions: ["a", "b"] }, json });
    expect(read("heal a b")).to.deep.equal({ operation: "heal", asked: { regions: ["a", "b"] }, json });
    expect(read("heal")).to.deep.equal({ operation: "heal", asked: {}, json });
    expect(read("stop a")).to.deep.equal({ operation: "stop", asked: { region: "a" }, json });
    expect(read("start a")).to.deep.equal({ operation: "start", asked: { region: "a" }, json });
    expect(read("status --json")).to.deep.equal({ operation: "status", asked: {}, json: true });
  });

  it("names what is wrong", () => {
    const refused = (...args: string[]) =>
      expect(() => readLocalCommand(args))
        .to.throw(LocalUsageError)
        .with.property("message");
    refused("lag", "-1").that.includes("the lag is -1, and must be 0 milliseconds or more");
    refused("lag", "soon").that.includes("the lag is soon");
    refused("cut", "a").that.includes("cut takes 2 arguments, and has 1");
    refused("heal", "a").that.includes("heal takes 0 or 2 arguments, and has 1");
    refused("explode").that.includes("explode is no command");
    refused().that.includes("what is to be done is missing. npm run local -- lag <ms>");
    refused("status", "--loud").that.includes("--loud");
  });
});
