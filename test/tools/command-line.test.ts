import { expect } from "chai";
import { readCommandLine } from "../../tools/engine/command-line.ts";

describe("readCommandLine", () => {
  it("finds the command and the stack, wherever they stand", () => {
    for (const line of [
      "up --stack dev",
      "--stack dev up",
      "up -s dev --yes",
      "update --stack=dev",
      "up -s organization/berth/dev",
    ]) {
      expect(readCommandLine(line.split(" ")), line).to.include({ command: "up", stack: "dev" });
    }
    expect(readCommandLine(["--color", "never", "-C", "there", "preview"])).to.include({ command: "preview" });
    expect(readCommandLine(["--color=never", "up"])).to.include({ command: "up" });
    expect(readCommandLine(["up"]).stack).to.equal(undefined);
    expect(readCommandLine([]).command).to.equal("");
  });

  it("names what is done to a stack", () => {
    expect(readCommandLine(["stack", "rm", "--yes"]).command).to.equal("stack rm");
    expect(readCommandLine(["stack"]).command).to.equal("stack");
  });

  it("knows which options were given", () => {
    expect([...readCommandLine(["up", "--config-file=a", "--refresh"]).options]).to.have.members([
      "--config-file",
      "--refresh",
    ]);
  });
});
