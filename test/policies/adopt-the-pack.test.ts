import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { allRules } from "../../policies/rules.ts";

const guide = readFileSync("docs/adopt-the-pack.md", "utf8");
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) => text);

const step = z.looseObject({ name: z.string().optional(), run: z.string().optional(), shell: z.string().optional() });
const workflow = z
  .looseObject({
    env: z.record(z.string(), z.string()),
    jobs: z.record(z.string(), z.looseObject({ steps: z.array(step) })),
  })
  .parse(parse(blocks("yaml")[0] ?? ""));

const unjudged = (rule: string, path: string) =>
  `          can't run policy '${rule}' from policy pack 'berth@v0.1.0' during preview: string value at .${path} can't be known during preview`;

/** Runs the scripts of the job that previews, as GitHub does, with a Pulumi that prints this and ends so. */
async function preview(lines: readonly string[], status = 0): Promise<{ status: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "adopt-the-pack-"));
  try {
    writeFileSync(join(folder, "printed.txt"), lines.join("\n"));
    const pulumi = join(folder, "pulumi");
    writeFileSync(pulumi, `#!/bin/sh\necho "$@" > arguments.txt\ncat printed.txt\nexit ${String(status)}\n`);
    chmodSync(pulumi, 0o755);
    const env = { ...process.env, ...workflow.env, PATH: `${folder}:${process.env.PATH ?? ""}` };
    let output = "";
    for (const { run, shell } of workflow.jobs.preview?.steps ?? []) {
      if (run === undefined || run === "npm ci") continue;
      const options = shell === "bash" ? ["-eo", "pipefail", "-c", run] : ["-e", "-c", run];
      const ended = await new Promise<number>((resolve) => {
        const child = execFile("bash", options, { cwd: folder, env }, (_, stdout) => {
          output += stdout;
          resolve(child.exitCode ?? -1);
        });
      });
      if (ended !== 0) return { status: ended, output };
    }
    const given = readFileSync(join(folder, "arguments.txt"), "utf8");
    expect(given).to.include("preview").and.to.include("--policy-pack node_modules/berth-policies");
    return { status: 0, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the workflow of docs/adopt-the-pack.md", () => {
  it("passes when every rule is kept", async () => {
    expect((await preview(["Policies:", "    ✅ berth@v0.1.0 (local: policies)"])).status).to.equal(0);
  });

  it("fails when Pulumi does, which is what a mandatory violation makes it do", async () => {
    expect((await preview(["        - [mandatory]  queue-encryption"], 1)).status).not.to.equal(0);
  });

  it("fails on a rule that could not run, although Pulumi does not", async () => {
    const { status, output } = await preview([unjudged("log-retention", "retentionInDays")]);
    expect(status).to.equal(1);
    expect(output).to.include("::error::Rules that could not be judged:").and.to.include("'log-retention'");
  });

  it("lists documents that pulumi up judges, and fails on what stands among them", async () => {
    const documents = [
      unjudged("iam-actions-exact", "policy"),
      unjudged("iam-actions-exact", "inlinePolicies.0.policy"),
      unjudged("redrive-count", "redrivePolicy"),
    ];
    const passed = await preview(documents);
    expect(passed.status).to.equal(0);
    expect(passed.output).to.include("Judged by pulumi up:").and.to.include("'redrive-count'");
    const { status, output } = await preview([...documents, unjudged("function-arm64", "architectures.policyless")]);
    expect(status).to.equal(1);
    expect(output.slice(output.indexOf("::error::")))
      .to.include("'function-arm64'")
      .and.not.to.include("'redrive-count'");
  });

  it("deploys with the same pack and configuration", () => {
    const run = workflow.jobs.deploy?.steps.find(({ name }) => name?.startsWith("Deploy"))?.run;
    expect(run).to.include('--policy-pack "$PACK" --policy-pack-config "$PACK_CONFIG"');
  });
});

describe("the examples of docs/adopt-the-pack.md", () => {
  it("name rules, levels and settings that there are", () => {
    const examples = blocks("json").map((text) => JSON.parse(text) as Record<string, string | Record<string, unknown>>);
    expect(examples).to.have.lengthOf(2);
    for (const [name, value] of examples.flatMap((example) => Object.entries(example))) {
      const rule = allRules.find((one) => one.name === name);
      const {
        enforcementLevel,
        exempt: _,
        ...settings
      } = typeof value === "string" ? { enforcementLevel: value } : value;
      expect(enforcementLevel, name).to.be.oneOf(["mandatory", "advisory", "remediate", "disabled"]);
      expect(rule, name).not.to.equal(undefined);
      for (const setting of Object.keys(settings))
        expect(rule?.configSchema?.properties, name).to.have.property(setting);
      if (enforcementLevel === "remediate") expect(rule, name).to.have.property("remediateResource");
    }
  });

  it("link to what is there", () => {
    for (const [, target = ""] of guide.matchAll(/\]\((?!https:)([^)]+)\)/g)) {
      expect(existsSync(join("docs", target)), target).to.equal(true);
    }
  });
});
