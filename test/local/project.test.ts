import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { MachineError } from "../../local/machine-error.ts";
import { Project } from "../../local/project.ts";

describe("Project", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-project-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
  };

  it("puts a stack's configuration over the project's defaults, and overrides over both", async () => {
    write(
      "Pulumi.yaml",
      "name: shop\nmain: index.mjs\nconfig:\n  days: {type: integer, default: 30}\n  size: {type: integer, default: 1}\n  owner: {type: string}\n",
    );
    write("Pulumi.dev-eu-west-1.yaml", "config:\n  aws:region: eu-west-1\n  shop:size: 2\n");
    write("index.mjs", "export const answer = 42;\n");
    const project = new Project(folder);
    expect(project.stacks).to.deep.equal(["dev-eu-west-1"]);
    const program = project.program("dev-eu-west-1", { "shop:owner": "me", "shop:list": ["a"] });
    expect(program).to.deep.include({ project: "shop", stack: "dev-eu-west-1" });
    expect(program.config).to.deep.equal({
      "shop:days": "30",
      "shop:size": "2",
      "aws:region": "eu-west-1",
      "shop:owner": "me",
      "shop:list": '["a"]',
    });
    expect(await program.run()).to.deep.equal({ answer: 42 });
  });

  it("evaluates the program anew for each stack", async () => {
    write("Pulumi.yaml", "name: shop\nmain: index.mjs\n");
    write("Pulumi.a.yaml", "");
    write("index.mjs", "export const made = Symbol();\n");
    write("Pulumi.a.yaml", "config: {}\n");
    const project = new Project(folder);
    const [first, second] = [await project.program("a").run(), await project.program("a").run()];
    expect(first.made).not.to.equal(second.made);
  });

  it("says what is missing, and what is wrong with what is there", () => {
    expect(() => new Project(folder)).to.throw(MachineError, "Pulumi.yaml is missing");
    write("Pulumi.yaml", "main: index.ts\n");
    expect(() => new Project(folder)).to.throw(MachineError, /Pulumi\.yaml: .*name/s);
    write("Pulumi.yaml", "name: shop\nmain: index.ts\n");
    expect(() => new Project(folder).program("prod")).to.throw(MachineError, "Pulumi.prod.yaml is missing");
  });
});
