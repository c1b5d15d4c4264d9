import { readdirSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { expect } from "chai";
import type { Program } from "../../../local/program.ts";
import { Project } from "../../../local/project.ts";
import { allRules } from "../../../policies/rules.ts";
import { PackProcess } from "../../../tools/analysis/pack-process.ts";
import { previewOf } from "../../../tools/preview/preview.ts";
import { everything } from "../../policies/sound/everything.ts";
import type { Violation } from "../../policies/violation.ts";
import { unknown } from "../../policies/violations.ts";

const violating = readdirSync("test/policies/programs").map((file) => file.slice(0, -".ts".length));

/** A program of nobody's, which registers what it is given. */
function program(register: () => unknown, stack = "prod-eu-west-1"): Program {
  const config = { "aws:region": "eu-west-1", "aws:defaultTags": JSON.stringify({ tags: { owner: "shop" } }) };
  const run = () => {
    register();
    return Promise.resolve({});
  };
  return { project: "shop", stack, config, run };
}

describe("previewOf", () => {
  let pack: PackProcess;

  before(async () => {
    pack = await PackProcess.start("policies");
  });

  beforeEach(() => pack.configure());

  after(() => pack.stop());

  for (const stack of new Project(".").stacks) {
    it(`lets ${stack} pass`, async () => {
      const keys = { keys: [{ kid: "1", kty: "RSA", n: "AQAB", e: "AQAB" }] };
      const preview = await previewOf(new Project(".").program(stack, { "berth:userPoolKeys": keys }), pack);
      expect(preview.failures).to.deep.equal([]);
      expect(preview.resources.length).to.be.at.least(80);
    });
  }

  it("lets a program pass that has something of every kind, in order", async () => {
    expect((await previewOf(program(everything), pack)).failures).to.deep.equal([]);
  });

  for (const rule of violating) {
    const level = allRules.find(({ name }) => name === rule)?.level;
    it(`${level === "mandatory" ? "fails by" : "tells of, and does not fail by,"} ${rule}`, async () => {
      const { violation } = (await import(`../../policies/programs/${rule}.ts`)) as { violation: Violation };
      await pack.configure(violation.settings && { [rule]: violation.settings });
      const { failures, findings } = await previewOf(program(violation.register), pack);
      const reasons = failures.map((failure) => failure.split(": ")[0]);
      expect(reasons).to.deep.equal(level === "mandatory" ? violation.messages.map(() => rule) : []);
      expect(findings.map((finding) => finding.rule)).to.deep.equal(violation.messages.map(() => rule));
    });
  }

  it("fails by a policy that could not run, though the pack calls that advisory", async () => {
    const { findings, failures } = await previewOf(
      program(() => {
        const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/letters";
        new aws.sqs.QueuePolicy("letters", { queueUrl, policy: unknown });
      }),
      pack,
    );
    expect(new Set(findings.map(({ level }) => level))).to.deep.equal(new Set(["advisory"]));
    expect(failures.length).to.be.at.least(1);
    for (const failure of failures) expect(failure).to.match(/^[a-z-]+: letters: can't run policy/);
  });

  it("fails by a type that this machine does not know, in a stack that is for this machine only", async () => {
    const register = () => {
      new aws.ssm.Parameter("greeting", { type: "String", value: "Hello" });
    };
    const { failures } = await previewOf(program(register, "local-eu-west-1"), pack);
    expect(failures).to.deep.equal([
      "greeting is of the type aws:ssm/parameter:Parameter, which this machine does not know",
    ]);
    expect((await previewOf(program(register), pack)).failures).to.deep.equal([]);
  });

  it("throws what the program throws", async () => {
    const thrown = await previewOf(
      program(() => {
        throw new TypeError("no such thing");
      }),
      pack,
    ).catch((error: unknown) => error);
    expect(String(thrown)).to.equal("TypeError: no such thing");
  });
});
