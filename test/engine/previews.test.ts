import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Project } from "../../local/project.ts";
import { berthCopy, counts, type ProjectCopy, withPack } from "./engine.ts";

/** A table of the first region's stack. */
const table = (name: string, region: string) => ({
  [`${name}Arn`]: `arn:aws:dynamodb:${region}:000000000000:table/${name}-1a2b3c4`,
  [`${name}StreamArns`]: Object.fromEntries(
    ["us-east-1", "ap-southeast-2"].map((peer) => [
      peer,
      `arn:aws:dynamodb:${peer}:000000000000:table/${name}-1a2b3c4/stream/2026-01-01T00:00:00.000`,
    ]),
  ),
});

/** What the other regions read of the first one's stack. */
const outputs = (region: string) => ({
  ...table("ledger", region),
  ...table("baskets", region),
  ...table("catalogue", region),
  ...table("reports", region),
  pageOrigins: ["https://book.example.com"],
  partnerKeys: {},
  userPoolId: `${region}_aBcDeFgHi`,
  userPoolClientId: "1a2b3c4d5e6f7g8h9i0jklmnop",
  userPoolKeys: JSON.stringify({ keys: [{ kid: "1", kty: "RSA", n: "AQAB", e: "AQAB" }] }),
});

/** A deployment that has outputs and nothing else, in the form of `pulumi stack export`. */
function deploymentOf(stack: string, region: string): string {
  const type = "pulumi:pulumi:Stack";
  const urn = `urn:pulumi:${stack}::berth::${type}::berth-${stack}`;
  return JSON.stringify({ version: 3, deployment: { resources: [{ urn, type, outputs: outputs(region) }] } });
}

/** With no machine, no credentials and no way to the outside. */
describe("every committed stack", function () {
  this.timeout(600_000);

  const committed = new Project(".");
  const firstRegion = (stack: string) => (committed.config(stack)["berth:regions"] as string[])[0] ?? "";
  const isFirst = (stack: string) => stack.endsWith(`-${firstRegion(stack)}`);
  const stacks = committed.stacks.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  let project: ProjectCopy;

  before(() => {
    project = berthCopy();
  });

  after(() => {
    project.remove();
  });

  for (const stack of stacks) {
    it(`${stack} is previewed by Pulumi's own engine, with the policy pack`, async () => {
      const printed = await project.succeed("preview", "--stack", stack, ...withPack);
      expect(counts(printed)[0]).to.match(/^\+ \d+ to create$/);
      expect(printed).to.match(/^Policies:$/m);
      expect(printed).not.to.include("[mandatory]");
      if (isFirst(stack)) {
        // The other regions' previews read the outputs of a stack that only AWS could make.
        const file = join(project.folder, `${stack}.json`);
        writeFileSync(file, deploymentOf(stack, firstRegion(stack)));
        await project.succeed("stack", "import", "--file", file, "--stack", stack);
      }
    });
  }

  it("is deployed to AWS by Pulumi, and never to this machine but for the local ones", async () => {
    const { status, printed } = await project.run("up", "--yes", "--stack", "dev-eu-west-1");
    expect(status).to.equal(1);
    expect(printed).to.equal(
      "engine: dev-eu-west-1 is no stack of the environment local, which is this machine's: here it can be previewed only; deploy it with pulumi up\n",
    );
  });

  it("needs a machine to be deployed to, and says how to start one", async () => {
    const { status, printed } = await project.run("up", "--yes", "--stack", "local-eu-west-1");
    expect(status).to.equal(1);
    expect(printed).to.equal("engine: no machine runs here: start one with npm start -- --empty\n");
  });
});
