import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type EmptyMachine, startEmpty } from "../../demo/empty.ts";
import { untilBookable } from "../../demo/bookable.ts";
import { offer } from "../../demo/tours.ts";
import { eventually } from "../local/eventually.ts";
import { berthCopy, counts, type ProjectCopy, type StateResource, withPack } from "./engine.ts";
import { contents, existing, lasting } from "./inventory.ts";

const primary = "local-eu-west-1";
const secondary = "local-us-east-1";

/** One story: each step begins where the one before ended. */
describe("the local stacks, with Pulumi's own engine", function () {
  this.timeout(900_000);
  this.bail(true);

  let project: ProjectCopy;
  let empty: EmptyMachine;
  let clean: { contents: unknown; resources: unknown };
  /** What the stacks once were; most of it has the same ids whenever it is made. */
  let made: Record<"eu-west-1" | "us-east-1", StateResource[]>;

  const stateOf = (stack: string) => project.state("berth", stack);
  const region = (name = "eu-west-1") => empty.machine.region(name);
  const onMachine = () => contents(empty.machine, empty.regionNames);

  before(async () => {
    project = berthCopy();
    empty = await startEmpty({ folder: project.berthFolder, port: 0 });
  });

  after(async () => {
    await empty.stop();
    project.remove();
  });

  /** What the engine and the machine say of the primary's stack, but for what is drawn anew each time. */
  async function account(): Promise<typeof clean> {
    const { resources } = stateOf(primary);
    const told = await existing(empty.machine, "eu-west-1", resources);
    const kept = resources.map(({ urn, inputs }) => ({ urn, inputs: { ...inputs, code: undefined } }));
    return {
      contents: await onMachine(),
      resources: lasting({ told, kept: kept.sort((a, b) => a.urn.localeCompare(b.urn)) }, resources),
    };
  }

  it("previews what it would make, and makes nothing", async () => {
    const before = await onMachine();
    const printed = await project.succeed("preview", "--stack", primary);
    expect(counts(printed)).to.have.lengthOf(1);
    expect(counts(printed)[0]).to.match(/^\+ \d+ to create$/);
    expect(await onMachine()).to.deep.equal(before);
    expect(before["eu-west-1 queues"]).to.deep.equal([]);
  });

  it("says which stack comes first, while another one reads its outputs", async () => {
    const { status, printed } = await project.run("up", "--yes", "--stack", secondary);
    expect(status).to.equal(1);
    expect(printed).to.equal(
      `engine: ${secondary} reads the outputs of ${primary}, which are not there yet: deploy ${primary} first\n`,
    );
  });

  it("names a type that this machine does not know, before anything is made", async () => {
    const file = `Pulumi.${primary}.yaml`;
    project.edit(file, "config:", "config:\n  berth:provisionedConcurrency: 1");
    const { status, printed } = await project.run("preview", "--stack", primary);
    project.edit(file, "config:\n  berth:provisionedConcurrency: 1", "config:");
    expect(status).not.to.equal(0);
    expect(printed).to.include("this machine does not know the type aws:appautoscaling/target:Target");
  });

  it("makes a region that answers, and that passes the policy pack with everything known", async () => {
    const printed = await project.up(primary, ...withPack);
    expect(printed).to.match(/^Policies:\n *✅ /m);
    expect(printed).not.to.include("can't run policy");
    const url = (await project.succeed("stack", "output", "apiUrl", "--stack", primary)).trim();
    expect(await (await fetch(`${url}/health`)).json()).to.deep.equal({ status: "ok", region: "eu-west-1" });
    clean = await account();
    const made = stateOf(primary).resources.filter(({ type }) => type.startsWith("aws:"));
    expect(Object.keys(await existing(empty.machine, "eu-west-1", made))).to.have.members(made.map(({ urn }) => urn));
  });

  it("leaves the project's own files as they are", () => {
    const files = readdirSync(project.folder).filter((file) => file.startsWith("Pulumi."));
    for (const file of files) {
      expect(project.read(file), file).to.equal(readFileSync(join(import.meta.dirname, "../..", file), "utf8"));
    }
  });

  it("changes nothing the second time, and finds everything as it left it", async () => {
    await project.up(primary, "--expect-no-changes");
    await project.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes", "--stack", primary);
    expect(await account()).to.deep.equal(clean);
  });

  it("changes a resource in place when the configuration changes", async () => {
    const mapping = () => stateOf(primary).resources.find(({ urn }) => urn.endsWith(":EventSourceMapping::bookings"));
    const before = mapping();
    project.edit(`Pulumi.${primary}.yaml`, "config:", "config:\n  berth:claimConcurrency: 5");
    const printed = await project.up(primary);
    expect(counts(printed)[0]).to.equal("~ 1 updated");
    expect(mapping()?.id).to.equal(before?.id);
    expect(region().lambda.eventSources.find(before?.id ?? "")?.definition.maximumConcurrency).to.equal(5);
  });

  it("replaces a deployment of the API when its document changes, at the same address", async () => {
    const deployment = () => stateOf(primary).resources.find(({ type }) => type.endsWith(":Deployment"))?.id ?? "";
    const [before, url] = [deployment(), await project.succeed("stack", "output", "apiUrl", "--stack", primary)];
    project.edit("api/openapi.yaml", "info:", "info:\n  termsOfService: https://example.com/terms");
    const printed = await project.up(primary);
    expect(counts(printed)).to.include.members(["+-1 replaced"]);
    expect(deployment()).not.to.equal(before);
    expect(region().apigateway.deployment(before)).to.equal(undefined);
    expect(await project.succeed("stack", "output", "apiUrl", "--stack", primary)).to.equal(url);
    expect((await fetch(`${url.trim()}/health`)).status).to.equal(200);
  });

  it("sees by refresh what went or changed behind its back, and mends it", async () => {
    const { sqs, cloudwatch } = region();
    const [alarm = ""] = cloudwatch.alarms().map(({ definition }) => definition.name);
    const queue = (await sqs.queues.names()).find((name) => /^bookings-(?!dead)/.test(name)) ?? "";
    const timeout = async () => (await sqs.queues.read(queue))?.attributes.VisibilityTimeout;
    const wanted = await timeout();
    cloudwatch.deleteAlarm(alarm);
    await sqs.queues.set(queue, { VisibilityTimeout: "7" });

    const seen = await project.succeed("refresh", "--yes", "--skip-preview", "--stack", primary);
    expect(counts(seen)).to.include.members(["~ 1 updated", "- 1 deleted"]);
    const mended = await project.up(primary);
    expect(counts(mended)).to.include.members(["+ 1 created", "~ 1 updated"]);
    expect(await timeout())
      .to.equal(wanted)
      .and.not.equal("7");
    expect(cloudwatch.alarm(alarm)).not.to.equal(undefined);
  });

  it("takes a booking in one region, once both stacks are there, and knows it in the other", async () => {
    await project.up(secondary);
    const output = async (stack: string, name: string) =>
      (await project.succeed("stack", "output", name, "--stack", stack)).trim();
    const tableOf = async (name: string) => (await output(primary, name)).split("/")[1] ?? "";
    const tables = { ledger: await tableOf("ledgerArn"), catalogue: await tableOf("catalogueArn") };
    const tour = { title: "A tour", description: "For a test.", homeRegion: "us-east-1", capacity: 3, days: 1 };
    const staff = empty.users.find(({ group }) => group === "staff")?.token ?? "";
    const offered = await offer({ ...tour, unitPrice: 0 }, { api: await output(secondary, "apiUrl"), token: staff });
    const { url: endpoint } = region("us-east-1").endpoint;
    const credentials = empty.machine.iam.operator;
    await untilBookable({ region: "us-east-1", endpoint, credentials }, tables, [offered]);
    const [slotId] = offered.slotIds;

    const headers = { Authorization: `Bearer ${empty.users[0]?.token ?? ""}`, "Content-Type": "application/json" };
    const accepted = await fetch(`${await output(secondary, "apiUrl")}/bookings`, {
      method: "POST",
      headers: { ...headers, "Idempotency-Key": "one" },
      body: JSON.stringify({ slots: [{ slotId, units: 1 }] }),
    });
    expect(accepted.status).to.equal(202);
    const { bookingId } = (await accepted.json()) as { bookingId: string };
    const elsewhere = await output(primary, "apiUrl");
    await eventually(async () => {
      const response = await fetch(`${elsewhere}/bookings/${bookingId}`, { headers });
      return response.status === 200 && ((await response.json()) as { status: string }).status === "confirmed";
    });
  });

  /** Asserts that nothing of the stacks is there: neither what they were nor what nobody knows of. */
  async function expectNothing(): Promise<void> {
    for (const name of ["eu-west-1", "us-east-1"] as const) {
      expect(await existing(empty.machine, name, made[name])).to.deep.equal({});
    }
    for (const [kind, names] of Object.entries(await onMachine())) expect(names, kind).to.deep.equal([]);
  }

  it("leaves nothing when the stacks are destroyed", async () => {
    made = { "eu-west-1": stateOf(primary).resources, "us-east-1": stateOf(secondary).resources };
    await project.destroy(secondary);
    await project.destroy(primary);
    for (const stack of [primary, secondary]) expect(stateOf(stack)).to.deep.equal({ resources: [], pending: [] });
    await expectNothing();
  });

  /** Starts `up`, and kills the engine while it waits for a resource, with so many behind it. */
  async function killedAfter(count: number): Promise<void> {
    const running = project.start("up", "--yes", "--skip-preview", "--stack", primary);
    const isInTheMiddle = () => {
      const { resources, pending } = stateOf(primary);
      return resources.length >= count && pending.length > 0;
    };
    for (let frozen = false; !frozen;) {
      await eventually(() => isInTheMiddle() || running.child.exitCode !== null);
      const engine = project.lockingProcess("berth", primary);
      process.kill(engine, "SIGSTOP"); // it must not get out of the middle before it is killed
      frozen = isInTheMiddle();
      process.kill(engine, frozen ? "SIGKILL" : "SIGCONT");
    }
    const { status, printed } = await running.ended();
    expect(status, printed).to.equal(137);
  }

  it("leaves nothing either of a stack that an engine was killed over", async () => {
    for (const file of [`Pulumi.${primary}.yaml`, "api/openapi.yaml"]) project.restore(file);
    await killedAfter(25);
    await project.destroy(primary);
    expect(stateOf(primary)).to.deep.equal({ resources: [], pending: [] });
    await expectNothing();
  });

  it("ends in the same state when an engine is killed in the middle, and started again", async () => {
    await killedAfter(50);
    const reached = stateOf(primary).resources.length;
    const printed = await project.up(primary);
    expect(printed).to.include(`An engine was ended while it worked on ${primary}: its lock is taken away.`);
    expect(printed).to.match(
      /An engine was ended while it made resources of local-eu-west-1: \d+ that it knew nothing/,
    );
    expect(stateOf(primary).resources).to.have.lengthOf.greaterThan(reached);
    expect(stateOf(primary).pending).to.deep.equal([]);
    expect(await account()).to.deep.equal(clean);
    await project.up(primary, "--expect-no-changes");
  });
});
