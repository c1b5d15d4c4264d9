import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ControlClient, NoMachine } from "../../../local/control/client.ts";
import { Control } from "../../../local/control/control.ts";
import { Drills } from "../../../local/control/drills.ts";
import { Machine } from "../../../local/machine.ts";
import { failureOf } from "../resources/region-fixture.ts";

const [here, there] = ["eu-west-1", "us-east-1"];

describe("drills over the control listener", () => {
  let machine: Machine;
  let control: Control;
  let folder: string;
  let client: ControlClient;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "berth-drills-"));
    machine = await Machine.start({ regions: [here, there], folder, port: 0, print: () => undefined });
    const region = (name: string) => machine.region(name);
    control = await Control.listen({ region, drills: new Drills(machine), takesStacks: false });
    writeFileSync(
      join(folder, "local.json"),
      JSON.stringify({ control: control.url, controlToken: control.token, takesStacks: false }),
    );
    client = new ControlClient(folder);
  });

  after(async () => {
    await control.close();
    await machine.stop();
    rmSync(folder, { recursive: true });
  });

  it("sets the lag, cuts and heals", async () => {
    expect(await client.drill("lag", { milliseconds: 20 })).to.include({ lagMilliseconds: 20 });
    expect(machine.replication.lag).to.equal(20);
    expect((await client.drill("cut", { regions: [here, there] })).cuts).to.deep.equal([[here, there]]);
    expect((await client.drill("heal", { regions: [there, here] })).cuts).to.deep.equal([]);
    await client.drill("cut", { regions: [here, there] });
    expect((await client.drill("heal", {})).cuts).to.deep.equal([]);
  });

  it("stops and starts a region", async () => {
    const { regions } = await client.drill("stop", { region: there });
    expect(regions.map(({ name, isRunning }) => [name, isRunning])).to.deep.equal([
      [here, true],
      [there, false],
    ]);
    expect(machine.region(there).isRunning).to.equal(false);
    await client.drill("start", { region: there });
    expect(machine.region(there).isRunning).to.equal(true);
  });

  it("tells what queues hold, dark or not, and which take dead letters", async () => {
    const { queues } = machine.region(here).sqs;
    const { arn } = await queues.create("letters-dead", {});
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 });
    await queues.create("letters", { RedrivePolicy });
    await machine.region(here).stop();
    const { regions } = await client.drill("status", {});
    const empty = { visible: 0, inFlight: 0, delayed: 0 };
    expect(regions[0]?.queues).to.deep.equal([
      { name: "letters", ...empty, takesDeadLetters: false },
      { name: "letters-dead", ...empty, takesDeadLetters: true },
    ]);
    await machine.region(here).start();
  });

  it("says what is wrong, in the machine's own words", async () => {
    const message = async (asked: Promise<unknown>) => (await failureOf(asked)).message;
    expect(await message(client.drill("lag", { milliseconds: -1 }))).to.include("must be 0 milliseconds or more");
    expect(await message(client.drill("cut", { regions: [here, here] }))).to.equal(
      "eu-west-1 cannot be cut off from itself: name two regions",
    );
    const unknown = "this machine has no region mars: its regions are eu-west-1, us-east-1";
    expect(await message(client.drill("cut", { regions: [here, "mars"] }))).to.equal(unknown);
    expect(await message(client.drill("stop", { region: "mars" }))).to.equal(unknown);
    const none = await failureOf(new ControlClient(join(folder, "nowhere")).drill("status", {}));
    expect(none).to.be.instanceOf(NoMachine);
    expect(none.message).to.match(/^no machine runs: .*local\.json is missing; start one with npm start$/);
  });

  it("makes no resources where the machine has its stacks already", async () => {
    const response = await fetch(`${control.url}/sweep`, {
      method: "POST",
      headers: { Authorization: `Bearer ${control.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ stack: "local-eu-west-1", known: [] }),
    });
    expect(response.status).to.equal(404);
  });
});
