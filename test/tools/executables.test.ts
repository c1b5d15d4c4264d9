import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EngineError } from "../../tools/engine/engine-error.ts";
import { buildPulumi, findPulumi, onPath, pulumiVersion } from "../../tools/engine/executables.ts";
import { failureOf } from "../local/resources/region-fixture.ts";

describe("finding Pulumi", () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-pulumi-"));
    environment = { PATH: join(folder, "bin"), XDG_CACHE_HOME: join(folder, "cache") };
    said = [];
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const say = (line: string) => {
    said.push(line);
  };

  function install(path: string, script: string): string {
    const file = join(folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  it("takes the one on the path, if it is new enough", async () => {
    for (const version of [pulumiVersion, "3.245.1", "3.1000.0", "4.0.0", "3.300.0-dev"]) {
      const file = install("bin/pulumi", `echo v${version}`);
      expect(await findPulumi(environment, say), version).to.equal(file);
    }
    expect(said).to.deep.equal([]);
  });

  it("takes the one that was built instead of an old or a broken one, and says so", async () => {
    const built = install(`cache/berth/pulumi-${pulumiVersion}/pulumi`, "echo");
    for (const script of ["echo v3.244.9", "echo v2.999.999", "echo something", "exit 1"]) {
      install("bin/pulumi", script);
      expect(await findPulumi(environment, say), script).to.equal(built);
    }
    expect(said).to.have.lengthOf(4);
    expect(said[0]).to.equal(`${folder}/bin/pulumi is Pulumi 3.244.9, and ${pulumiVersion} is needed: it is not used.`);
  });

  it("finds none where there is none", async () => {
    expect(await findPulumi(environment, say)).to.equal(undefined);
    install("bin/pulumi/file", "");
    expect(onPath("pulumi", environment.PATH ?? "")).to.equal(undefined);
  });

  it("builds one with Go, and leaves nothing of a build that fails", async () => {
    const go = 'echo example.com/package >&2; printf "#!/bin/sh" > "$GOBIN/pulumi"; chmod +x "$GOBIN/pulumi"';
    environment.PATH = `${environment.PATH ?? ""}:/usr/bin:/bin`;
    install("bin/go", `${go}; echo "go: no space left" >&2; exit 1`);
    const failure = await failureOf(buildPulumi(environment, say));
    expect(failure).to.be.instanceOf(EngineError);
    expect(failure.message).to.equal("Pulumi cannot be built: example.com/package; go: no space left");
    expect(readdirSync(join(folder, `cache/berth/pulumi-${pulumiVersion}`))).to.deep.equal([]);

    install("bin/go", go);
    const built = await buildPulumi(environment, say);
    expect(await findPulumi({ ...environment, PATH: "" }, say)).to.equal(built);
    expect(readdirSync(join(folder, `cache/berth/pulumi-${pulumiVersion}`))).to.deep.equal(["pulumi"]);
    expect(said[0]).to.include(`Building Pulumi ${pulumiVersion} with Go, once`);
  });

  it("says in one line what to install, where Go is missing too", async () => {
    const { message } = await failureOf(buildPulumi(environment, say));
    expect(message).to.match(/^neither Pulumi nor Go is on the PATH: install Pulumi 3\.245\.0 or newer [^\n]*$/);
  });
});
