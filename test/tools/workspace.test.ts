import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { EngineError } from "../../tools/engine/engine-error.ts";
import { findMachine } from "../../tools/engine/machine.ts";
import { Workspace } from "../../tools/engine/workspace.ts";

const stack = "local-eu-west-1";

describe("the engine's workspace", () => {
  let folder: string;
  let own: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-workspace-"));
    own = join(folder, ".berth");
    write("Pulumi.yaml", "name: letters\nruntime: nodejs\n");
    write(`Pulumi.${stack}.yaml`, "config:\n  aws:region: eu-west-1\n  letters:size: 3\n");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(file: string, content: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }

  const open = (environment: NodeJS.ProcessEnv = { PATH: "/bin" }) => new Workspace(folder, own, environment);
  const state = (deployment: unknown) => {
    write(`.berth/pulumi/.pulumi/stacks/letters/${stack}.json`, JSON.stringify({ checkpoint: { latest: deployment } }));
  };

  it("says where a project is missing", () => {
    rmSync(join(folder, "Pulumi.yaml"));
    expect(open).to.throw(EngineError, `${folder}/Pulumi.yaml is missing`);
  });

  it("keeps everything of the engine's to itself, and finds this machine's provider first", () => {
    const { environment } = open({ PATH: "/bin", HOME: "/home/me", PULUMI_BACKEND_URL: "s3://theirs" });
    expect(environment).to.include({
      HOME: "/home/me",
      BERTH_FOLDER: own,
      PULUMI_HOME: join(own, "pulumi-home"),
      PULUMI_BACKEND_URL: `file://${own}/pulumi?metadata=skip`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
    expect(environment.PATH).to.match(/^[^:]*local\/provider\/bin:[^:]*tools\/language-host\/bin:\/bin$/);
    expect(open({ PATH: "/bin", PULUMI_CONFIG_PASSPHRASE: "mine" }).environment.PULUMI_CONFIG_PASSPHRASE).to.equal(
      "mine",
    );
  });

  it("leaves the host of programs to Pulumi's own, where that is installed", () => {
    write("bin/pulumi-language-nodejs", "");
    const path = join(folder, "bin");
    expect(open({ PATH: path }).environment.PATH).to.include("language-host"); // it cannot be executed
    rmSync(join(path, "pulumi-language-nodejs"));
    writeFileSync(join(path, "pulumi-language-nodejs"), "", { mode: 0o755 });
    expect(open({ PATH: path }).environment.PATH).not.to.include("language-host");
  });

  it("adds to a stack's configuration in a file of its own, and keeps the salt that the engine wrote there", () => {
    const workspace = open();
    const file = workspace.writeConfig(stack, { "letters:key": { n: 1 } });
    expect(parse(readFileSync(file, "utf8"))).to.deep.equal({
      config: { "aws:region": "eu-west-1", "letters:size": 3, "letters:key": { n: 1 } },
    });
    expect(statSync(file).mode & 0o077).to.equal(0);
    writeFileSync(file, "encryptionsalt: v1:abc\nconfig:\n  letters:old: 1\n");
    workspace.writeConfig(stack, {});
    expect(parse(readFileSync(file, "utf8"))).to.deep.equal({
      encryptionsalt: "v1:abc",
      config: { "aws:region": "eu-west-1", "letters:size": 3 },
    });
    expect(readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8")).not.to.include("salt");
  });

  it("tells whether others can read a stack's outputs", () => {
    const root = { urn: "u", type: "pulumi:pulumi:Stack" };
    expect(open().hasOutputs(stack)).to.equal(false);
    state({ resources: [root] });
    expect(open().hasOutputs(stack)).to.equal(false);
    state({ resources: [{ ...root, outputs: { arn: "a" } }] });
    expect(open().hasOutputs(stack)).to.equal(true);
    state(null);
    expect(open().hasOutputs(stack)).to.equal(false);
  });

  it("tells what the engine knows, and whether it was ended while it made something", () => {
    const made = { urn: "u", type: "t", id: "i" };
    state({ resources: [made, { ...made, id: undefined }, { ...made, outputs: { region: "r" } }] });
    expect(open().knownResources(stack)).to.deep.equal([
      { urn: "u", id: "i" },
      { urn: "u", id: "i", region: "r" },
    ]);
    expect(open().hasPendingCreates(stack)).to.equal(false);
    state({ pending_operations: [{ type: "deleting" }] });
    expect(open().hasPendingCreates(stack)).to.equal(false);
    state({ pending_operations: [{ type: "creating" }] });
    expect(open().hasPendingCreates(stack)).to.equal(true);
  });

  it("takes no lock from a living engine, nor from another computer's", () => {
    const lock = (pid: number, host: string) => {
      const file = `.berth/pulumi/.pulumi/locks/organization/letters/${stack}/lock.json`;
      write(file, JSON.stringify({ pid, hostname: host }));
    };
    const dead = 2 ** 22 + 1; // above what Linux gives
    expect(open().isLockedByTheDead(stack)).to.equal(false);
    lock(process.pid, hostname());
    expect(open().isLockedByTheDead(stack)).to.equal(false);
    lock(dead, "another");
    expect(open().isLockedByTheDead(stack)).to.equal(false);
    lock(dead, hostname());
    expect(open().isLockedByTheDead(stack)).to.equal(true);
  });

  it("remembers the machine that a stack was deployed to", () => {
    expect(open().lastMachine(stack)).to.equal(undefined);
    open().rememberMachine(stack, "one");
    expect(open().lastMachine(stack)).to.equal("one");
    expect(open().lastMachine("local-us-east-1")).to.equal(undefined);
  });

  it("tells one machine from another, and one that takes no stacks", () => {
    expect(findMachine(own)).to.equal(undefined);
    const publish = (contract: unknown) => {
      write(".berth/local.json", JSON.stringify(contract));
    };
    publish({ control: "http://127.0.0.1:1", controlToken: "a", config: { "letters:key": 1 } });
    const one = findMachine(own);
    expect(one?.config).to.deep.equal({ "letters:key": 1 });
    expect(one?.identity).not.to.include("a".repeat(64));
    publish({ control: "http://127.0.0.1:1", controlToken: "b" });
    expect(findMachine(own)?.identity).not.to.equal(one?.identity);
    publish({ regions: {} });
    expect(() => findMachine(own)).to.throw(EngineError, "has its stacks already");
  });
});
