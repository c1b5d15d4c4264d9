import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ControlClient, NoMachine } from "../../../local/control/client.ts";
import { Control } from "../../../local/control/control.ts";
import { autoName } from "../../../local/resources/resource-type.ts";
import { failureOf, type RegionFixture, startRegion } from "../resources/region-fixture.ts";

const urnOf = (type: string, name: string) => `urn:pulumi:local-eu-west-1::test::my:own:Thing$${type}::${name}`;
const urn = urnOf("aws:sqs/queue:Queue", "letters");
const where = { urn, region: "eu-west-1" };

describe("the control listener", () => {
  let fixture: RegionFixture;
  let control: Control;
  let folder: string;
  let client: ControlClient;

  beforeEach(async () => {
    fixture = await startRegion();
    control = await Control.listen({
      region: (name) => {
        if (name !== "eu-west-1") throw new Error(`this machine has no region ${name}`);
        return fixture.context.region;
      },
    });
    folder = mkdtempSync(join(tmpdir(), "berth-control-"));
    publish({ control: control.url, controlToken: control.token });
    client = new ControlClient(folder);
  });

  afterEach(async () => {
    await control.close();
    await fixture.close();
    rmSync(folder, { recursive: true });
  });

  function publish(contract: Record<string, unknown>): void {
    writeFileSync(join(folder, "local.json"), JSON.stringify(contract));
  }

  const queues = () => fixture.context.region.sqs.queues.names();
  const make = (name: string) => client.ask("create", { ...where, inputs: { name } });

  it("makes, reads, changes and removes a resource as its type says", async () => {
    const made = await client.ask("create", { ...where, inputs: { name: "letters", delaySeconds: 3 } });
    expect(made?.outputs).to.include({ name: "letters", delaySeconds: 3, visibilityTimeoutSeconds: 30 });
    const id = made?.id ?? "";
    const changed = await client.ask("update", { ...where, id, inputs: { name: "letters", delaySeconds: 4 } });
    expect(changed?.outputs.delaySeconds).to.equal(4);
    expect((await client.ask("read", { ...where, id }))?.outputs.delaySeconds).to.equal(4);
    expect(await client.ask("delete", { ...where, id })).to.equal(undefined);
    expect(await client.ask("read", { ...where, id })).to.equal(undefined);
    expect(await client.ask("delete", { ...where, id })).to.equal(undefined);
  });

  it("names a resource as the in-process run does, where the inputs do not", async () => {
    const made = await client.ask("create", { ...where, inputs: {} });
    expect(made?.outputs.name).to.equal(autoName("local-eu-west-1", "aws:sqs/queue:Queue", "letters"));
  });

  it("says what is wrong, in the machine's own words", async () => {
    const failures = [
      [{ ...where, inputs: { fifo: true } }, "aws:sqs/queue:Queue: this machine does not know the input fifo"],
      [{ ...where, region: "eu-north-1", inputs: {} }, "this machine has no region eu-north-1"],
      [
        { ...where, urn: urnOf("aws:ssm/parameter:Parameter", "b"), inputs: {} },
        "b is of the type aws:ssm/parameter:Parameter, which this machine does not know",
      ],
    ] as const;
    for (const [asked, message] of failures) {
      expect((await failureOf(client.ask("create", asked))).message).to.equal(message);
    }
  });

  it("knows the names of what it made and is there still", async () => {
    expect(await client.names(urn)).to.deep.equal([]);
    await make("one");
    const two = await make("two");
    expect(await client.names(urn)).to.deep.equal(["one", "two"]);
    await client.ask("delete", { ...where, id: two?.id ?? "" });
    await fixture.context.region.sqs.queues.delete("one");
    expect(await client.names(urn)).to.deep.equal([]);
  });

  it("sweeps what the engine knows nothing of, of that stack only", async () => {
    const one = await make("one");
    await make("two");
    const others = urn.replace("local-eu-west-1", "local-us-east-1");
    await client.ask("create", { ...where, urn: others, inputs: { name: "three" } });
    const known = [{ urn, id: one?.id ?? "", region: "eu-west-1" }];
    expect(await client.sweep({ stack: "local-eu-west-1", known })).to.equal(1);
    expect(await queues()).to.have.members(["one", "three"]);
    const elsewhere = [{ urn, id: one?.id ?? "", region: "us-east-1" }];
    expect(await client.sweep({ stack: "local-eu-west-1", known: elsewhere })).to.equal(1);
    expect(await queues()).to.deep.equal(["three"]);
  });

  it("takes no orders without its token, nor such as it does not understand", async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${control.url}/create`, { method: "POST", headers, body });
    const json = { "Content-Type": "application/json" };
    const body = JSON.stringify({ ...where, inputs: { name: "letters" } });
    for (const Authorization of ["", "Bearer", `Bearer ${control.token}x`, control.token]) {
      const response = await post({ ...json, Authorization }, body);
      expect(response.status, Authorization).to.equal(401);
    }
    const known = { ...json, Authorization: `Bearer ${control.token}` };
    const response = await post(known, JSON.stringify({ urn: "nothing", inputs: 3 }));
    expect(response.status).to.equal(400);
    expect(((await response.json()) as { message: string }).message).to.include("urn");
    expect(await queues()).to.deep.equal([]);
  });

  it("listens on the loopback address only", () => {
    expect(control.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("is told from no machine, a machine that has ended, and one that has its stacks already", async () => {
    const id = "x";
    publish({ control: control.url, controlToken: control.token, takesStacks: false });
    const full = await failureOf(client.ask("read", { ...where, id }));
    expect(full).to.be.instanceOf(NoMachine);
    expect(full.message).to.include("has its stacks already");
    publish({ control: "http://127.0.0.1:1", controlToken: "t" });
    expect((await failureOf(client.ask("read", { ...where, id }))).message).to.include("does not answer at");
    rmSync(join(folder, "local.json"));
    expect((await failureOf(client.ask("read", { ...where, id }))).message).to.match(
      /^no machine runs: .*local\.json is missing; start one with npm start -- --empty$/,
    );
    expect(await client.names(urn)).to.deep.equal([]);
  });
});
