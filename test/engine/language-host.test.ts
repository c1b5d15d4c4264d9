import { expect } from "chai";
import { counts, ProjectCopy } from "./engine.ts";

const stack = "local-eu-west-1";

/** A project as `pulumi new aws-typescript` makes it: no options of the runtime, CommonJS. */
describe("a program that the SDK compiles, with Pulumi's own engine", function () {
  this.timeout(600_000);

  let project: ProjectCopy;

  before(() => {
    project = new ProjectCopy(`${import.meta.dirname}/fixture`);
    project.edit("Pulumi.yaml", "\n  options:\n    typescript: false\n    nodeargs: --import tsx", "");
    project.edit("package.json", '"type": "module"', '"type": "commonjs"');
  });

  after(() => {
    project.remove();
  });

  it("is previewed without being told how", async () => {
    expect(counts(await project.succeed("preview", "--stack", stack))[0]).to.match(/^\+ \d+ to create$/);
  });

  it("fails on an error of its types, which only a compiler sees", async () => {
    project.edit("index.ts", "visibilityTimeoutSeconds: 60", 'visibilityTimeoutSeconds: "60"');
    const { status, printed } = await project.run("preview", "--stack", stack);
    expect(status).to.be.a("number").and.not.equal(0);
    expect(printed).to.match(/index\.ts\(\d+,\d+\): error TS2322/);
  });
});
