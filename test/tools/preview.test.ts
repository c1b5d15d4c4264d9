import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";

const root = resolve(import.meta.dirname, "../..");

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** `npm run preview -- …` in the folder of a project. */
function preview(folder: string, ...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const command = ["--import", "tsx", join(root, "tools", "preview.ts"), ...args];
    const child = execFile(process.execPath, command, { cwd: folder, maxBuffer: 2 ** 24 }, (_, out, error) => {
      done({ status: child.exitCode ?? -1, out, error });
    });
  });
}

describe("npm run preview", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-preview-"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nmain: index.ts\nruntime: nodejs\n");
    const config = "config:\n  aws:region: eu-west-1\n  aws:defaultTags: { tags: { owner: shop } }\n";
    for (const stack of ["prod-eu-west-1", "local-eu-west-1"])
      writeFileSync(join(folder, `Pulumi.${stack}.yaml`), config);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (statement: string) => {
    writeFileSync(join(folder, "index.ts"), `import * as aws from "@pulumi/aws";\n${statement}\n`);
  };

  it("shows a committed stack's resources under their components, counts them, and lets it pass", async () => {
    const { status, out } = await preview(root, "--stack", "prod-eu-west-1");
    expect(out).to.match(/^bookings {2}berth:index:Queue\n {2}bookings-dead-letters {2}aws:sqs\/queue:Queue$/m);
    const [, queues] = /^ +(\d+) {2}aws:sqs\/queue:Queue$/m.exec(out) ?? [];
    expect(out.match(/[a-z] {2}aws:sqs\/queue:Queue$/gm)).to.have.lengthOf(Number(queues));
    expect(out).to.match(/^ +\d+ {2}resources in prod-eu-west-1$/m);
    expect(out).to.match(/\nThe house rules hold\.\n$/);
    expect(status).to.equal(0);
  });

  it("tells scripts the same as JSON", async () => {
    write('new aws.sns.Topic("orders", { kmsMasterKeyId: "alias/orders" });');
    const { status, out } = await preview(folder, "--stack", "prod-eu-west-1", "--json");
    const told = JSON.parse(out) as { stack: string; resources: object[]; findings: object[]; failures: string[] };
    expect(told.stack).to.equal("prod-eu-west-1");
    expect(told.resources.at(-1)).to.deep.equal({
      urn: "urn:pulumi:prod-eu-west-1::shop::aws:sns/topic:Topic::orders",
      type: "aws:sns/topic:Topic",
      name: "orders",
      parent: "urn:pulumi:prod-eu-west-1::shop::pulumi:pulumi:Stack::shop-prod-eu-west-1",
      custom: true,
    });
    expect(told.failures.map((failure) => failure.split(":")[0])).to.deep.equal(["topic-tls-only"]);
    expect(told.findings.map((finding) => Object.keys(finding))).to.deep.equal([["rule", "level", "message", "urn"]]);
    expect(status).to.equal(1);
  });

  it("ends with 1 and the rule, the resource and the fix on a violation", async () => {
    write('new aws.cloudwatch.LogGroup("orders", { kmsKeyId: "alias/orders" });');
    const { status, out } = await preview(folder, "--stack", "prod-eu-west-1");
    expect(out).to.include(
      "1 reason to stop:\n  log-retention: orders: retentionInDays is not set: the log never ends. Set 1 to 731 days.\n",
    );
    expect(status).to.equal(1);
  });

  it("ends with 1 and the type on one that this machine does not know", async () => {
    write('new aws.ssm.Parameter("greeting", { type: "String", value: "Hello" });');
    const { status, out } = await preview(folder, "--stack", "local-eu-west-1");
    expect(out).to.include("greeting is of the type aws:ssm/parameter:Parameter, which this machine does not know");
    expect(status).to.equal(1);
  });

  it("says which stacks there are if it is asked for another, or for none", async () => {
    const told = "it must be one of local-eu-west-1, prod-eu-west-1. npm run preview -- --stack <stack> [--json]\n";
    for (const [args, what] of [
      [["--stack", "test-eu-west-1"], "test-eu-west-1"],
      [[], "not set"],
    ] as const) {
      expect(await preview(folder, ...args)).to.deep.equal({
        status: 1,
        out: "",
        error: `preview: --stack is ${what}: ${told}`,
      });
    }
  });

  it("says what the program says of its configuration", async () => {
    write('throw new Error("shop:currency is not set");');
    const { status, error } = await preview(folder, "--stack", "prod-eu-west-1");
    expect([status, error]).to.deep.equal([1, "preview: shop:currency is not set\n"]);
  });
});
