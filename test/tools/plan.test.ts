import { expect } from "chai";
import { readCommandLine } from "../../tools/engine/command-line.ts";
import { EngineError } from "../../tools/engine/engine-error.ts";
import { planFor, type Situation } from "../../tools/engine/plan.ts";

const config = { "aws:region": "eu-west-1", "berth:regions": ["eu-west-1", "us-east-1"] };
const machine = { identity: "this", config: {} };
const situation: Situation = { machine, lastMachine: "this", config, hasOutputs: () => true };

const planned = (line: string, changes: Partial<Situation> = {}) =>
  planFor(readCommandLine(line.split(" ")), { ...situation, ...changes });

function refusal(line: string, changes: Partial<Situation> = {}): string {
  try {
    planned(line, changes);
  } catch (error) {
    expect(error).to.be.instanceOf(EngineError);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("what the engine command does besides the command", () => {
  it("makes the stack and its configuration where the program is run, and only there", () => {
    expect(planned("up --stack local-eu-west-1")).to.deep.include({ createsStack: true, needsConfig: true, added: [] });
    expect(planned("destroy --stack local-eu-west-1")).to.deep.include({ createsStack: false, needsConfig: true });
    expect(planned("stack output --stack local-eu-west-1")).to.deep.include({
      createsStack: false,
      needsConfig: false,
    });
    expect(planned("up --stack local-eu-west-1 --config-file mine.yaml")).to.deep.include({ needsConfig: false });
  });

  it("needs a machine to deploy, and none to preview", () => {
    for (const command of ["up", "refresh", "destroy", "import"]) {
      expect(refusal(`${command} --stack local-eu-west-1`, { machine: undefined })).to.equal(
        "no machine runs here: start one with npm start -- --empty",
      );
    }
    expect(planned("preview --stack local-eu-west-1", { machine: undefined }).added).to.deep.equal([]);
  });

  it("deploys no stack but the machine's", () => {
    for (const command of ["up", "destroy", "refresh"]) {
      expect(refusal(`${command} --stack prod-eu-west-1`)).to.include("deploy it with pulumi");
    }
    expect(() => planned("preview --stack prod-eu-west-1")).not.to.throw();
  });

  it("says which stack comes first", () => {
    const second = { ...config, "aws:region": "us-east-1" };
    const seen: string[] = [];
    const hasOutputs = (stack: string) => {
      seen.push(stack);
      return false;
    };
    const message =
      "local-us-east-1 reads the outputs of local-eu-west-1, which are not there yet: deploy local-eu-west-1 first";
    expect(refusal("up --stack local-us-east-1", { config: second, hasOutputs })).to.equal(message);
    expect(refusal("preview --stack local-us-east-1", { config: second, hasOutputs })).to.equal(message);
    expect(seen).to.deep.equal(["local-eu-west-1", "local-eu-west-1"]);
    expect(() => planned("up --stack local-us-east-1", { config: second })).not.to.throw();
    expect(() => planned("up --stack local-eu-west-1", { hasOutputs })).not.to.throw();
    expect(() => planned("up --stack local-else", { config: {}, hasOutputs })).not.to.throw();
    expect(() => planned("destroy --stack local-us-east-1", { config: second, hasOutputs })).not.to.throw();
  });

  it("refreshes a stack that was deployed to another machine", () => {
    const other = { lastMachine: "other" };
    const plan = planned("up --stack local-eu-west-1", other);
    expect(plan.added).to.deep.equal(["--refresh"]);
    expect(plan.notice).to.include("local-eu-west-1");
    expect(planned("preview --stack local-eu-west-1", other).added).to.deep.equal(["--refresh"]);
    expect(planned("up --stack local-eu-west-1 --refresh", other).added).to.deep.equal([]);
    expect(planned("destroy --stack local-eu-west-1", other).added).to.deep.equal([]);
    expect(planned("up --stack local-eu-west-1", { lastMachine: undefined }).added).to.deep.equal([]);
  });

  it("keeps the committed configuration when a stack is removed", () => {
    expect(planned("stack rm --stack dev-eu-west-1").added).to.deep.equal(["--preserve-config"]);
    expect(planned("destroy --remove --stack local-eu-west-1").added).to.deep.equal(["--preserve-config"]);
    expect(planned("stack rm --preserve-config --stack dev-eu-west-1").added).to.deep.equal([]);
  });
});
