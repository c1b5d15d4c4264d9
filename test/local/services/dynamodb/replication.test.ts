import { expect } from "chai";
import type { Engine } from "../../../../local/services/dynamodb/engine.ts";
import { startEngine } from "../../../../local/services/dynamodb/engine.ts";
import { Replication } from "../../../../local/services/dynamodb/replication.ts";
import { eventually } from "../../eventually.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";
import { ReplicatedFixture } from "./replicated-fixture.ts";

const west = "eu-west-1";
const east = "us-east-1";
const south = "ap-southeast-2";

describe("Replication", () => {
  let engine: Engine;
  let fixture: ReplicatedFixture;
  let replication: Replication;
  let errors: unknown[];
  let measured: RecordedMeasurements;

  before(async () => {
    engine = await startEngine();
    fixture = new ReplicatedFixture(engine);
  });

  after(async () => {
    fixture.close();
    await engine.stop();
  });

  beforeEach(async () => {
    fixture.nextTable();
    errors = [];
    measured = new RecordedMeasurements();
    replication = new Replication({
      engine,
      measurements: (region) => (region === west ? measured : undefined),
      onError: (error) => errors.push(error),
    });
    await fixture.create([west, east]);
    await replication.addTable({ tableName: fixture.table, regions: [west, east] });
  });

  afterEach(async () => {
    await replication.stop();
    expect(errors).to.eql([]);
  });

  it("applies elsewhere what a region wrote, whatever it is made of", async () => {
    const rest = {
      n: 1.5,
      set: new Set(["b", "a"]),
      bytes: new Uint8Array([1, 2]),
      deep: { list: [null, true, { x: "y", empty: {} }, []], empty: {} },
    };
    await fixture.put(west, "a", rest);
    await replication.settled();
    expect(await fixture.get(east, "a"))
      .to.eql(await fixture.get(west, "a"))
      .and.have.property("n", 1.5);
  });

  it("takes what was written before it was told of the table", async () => {
    fixture.nextTable();
    await fixture.create([west, east]);
    await fixture.put(west, "early", { n: 1 });
    await replication.addTable({ tableName: fixture.table, regions: [west, east] });
    await replication.settled();
    expect(await fixture.get(east, "early")).to.include({ n: 1 });
    expect(replication.conflicts).to.eql([]);
  });

  it("does not take a write that it applied for one of that region's own", async () => {
    for (let n = 0; n < 20; n += 1) await fixture.put(west, `item-${n % 4}`, { n });
    await replication.settled();
    await replication.settled();
    expect(measured.values("ReplicationLatency")).to.have.length(20);
    expect(replication.conflicts).to.eql([]);
  });

  it("applies every version of an item, in order", async () => {
    const versions = [0, 1, 2, 3, 4, 5];
    for (const n of versions) await fixture.put(west, "a", { n });
    await replication.settled();
    expect(await fixture.get(east, "a")).to.include({ n: 5 });
    expect(measured.values("ReplicationLatency")).to.have.length(versions.length);
  });

  it("replicates deletions", async () => {
    await fixture.put(west, "a");
    await replication.settled();
    expect(await fixture.get(east, "a")).not.to.equal(undefined);
    await fixture.remove(west, "a");
    await replication.settled();
    expect(await fixture.get(east, "a")).to.equal(undefined);
    expect(replication.conflicts).to.eql([]);
  });

  it("is not misled by a write that changes nothing, which leaves no trace in a stream", async () => {
    await fixture.put(west, "a", { n: 1 });
    await replication.settled();
    // Its echo would be expected for ever, and then taken for the next write of the same image.
    await fixture.put(west, "a", { n: 1 });
    await fixture.remove(west, "ghost");
    await replication.settled();
    await fixture.put(west, "a", { n: 2 });
    await fixture.put(west, "a", { n: 1 });
    await replication.settled();
    expect(replication.isSettled()).to.equal(true);
    expect(await fixture.get(east, "a")).to.include({ n: 1 });
    expect(replication.conflicts).to.eql([]);
  });

  it("holds every write back for the lag, and lets it go when the lag is taken away", async () => {
    replication.setLag(3_600_000);
    await fixture.put(west, "a");
    await eventually(() => !replication.isSettled());
    expect(await fixture.get(east, "a")).to.equal(undefined);
    replication.setLag(0);
    await replication.settled();
    expect(await fixture.get(east, "a")).not.to.equal(undefined);
  });

  it("reports the lag as ReplicationLatency in milliseconds, where the write was made", async () => {
    replication.setLag(80);
    await fixture.put(west, "a");
    await replication.settled();
    const [measurement] = measured.all;
    expect(measurement).to.deep.include({
      namespace: "AWS/DynamoDB",
      name: "ReplicationLatency",
      dimensions: { TableName: fixture.table, ReceivingRegion: east },
    });
    expect(measurement?.value).to.be.at.least(80);
  });

  it("refuses a lag below 0", () => {
    expect(() => {
      replication.setLag(-1);
    }).to.throw(RangeError, "-1");
  });

  it("lets nothing pass a cut, and sends all of it when healed, in order", async () => {
    replication.cut(east, west);
    for (const n of [1, 2, 3]) await fixture.put(west, "a", { n });
    await fixture.put(east, "b", { n: 9 });
    await eventually(() => !replication.isSettled());
    replication.heal(west, east);
    await replication.settled();
    expect(await fixture.get(east, "a")).to.include({ n: 3 });
    expect(await fixture.get(west, "b")).to.include({ n: 9 });
    expect(replication.conflicts).to.eql([]);
  });

  it("cuts only the two regions that it is told", async () => {
    await fixture.create([south]);
    await replication.addTable({ tableName: fixture.table, regions: [west, east, south] });
    replication.cut(west, east);
    // When the second has arrived in the south, the first has had its time to arrive in the east.
    for (const pk of ["a", "b"]) {
      await fixture.put(west, pk);
      await eventually(async () => (await fixture.get(south, pk)) !== undefined);
    }
    expect([await fixture.get(east, "a"), await fixture.get(east, "b")]).to.eql([undefined, undefined]);
  });

  it("gives a region that joins what the others hold, deletions on their way included", async () => {
    await fixture.put(west, "a", { n: 1 });
    await fixture.put(east, "b", { n: 2 });
    await fixture.put(west, "gone");
    await replication.settled();
    replication.setLag(150);
    await fixture.put(west, "a", { n: 3 });
    await fixture.remove(west, "gone");
    await fixture.create([south]);
    await replication.addTable({ tableName: fixture.table, regions: [west, east, south] });
    await replication.settled();
    expect((await fixture.contents(south)).map(({ pk, n }) => [pk, n])).to.eql([
      ["a", 3],
      ["b", 2],
    ]);
    expect(replication.regionsOf(fixture.table)).to.eql([west, east, south]);
    expect(replication.conflicts).to.eql([]);
  });

  it("leaves a region alone that has left, and a table that was removed", async () => {
    await replication.addTable({ tableName: fixture.table, regions: [west] });
    await fixture.put(west, "a");
    await replication.settled();
    expect(await fixture.get(east, "a")).to.equal(undefined);
    await replication.removeTable(fixture.table);
    expect(replication.regionsOf(fixture.table)).to.eql([]);
    await replication.removeTable(fixture.table);
  });

  it("refuses a replica without a stream of both images, and names it", async () => {
    fixture.nextTable();
    const tableName = fixture.table;
    await fixture.create([west], { streamViewType: "KEYS_ONLY" });
    let error: unknown;
    await replication.addTable({ tableName, regions: [west] }).catch((thrown: unknown) => (error = thrown));
    expect(String(error)).to.include(
      `table ${tableName} in ${west}: a replica needs a stream of type NEW_AND_OLD_IMAGES`,
    );
  });

  it("keeps tables apart", async () => {
    await fixture.put(west, "a", { n: 1 });
    fixture.nextTable();
    await fixture.create([west, east]);
    await replication.addTable({ tableName: fixture.table, regions: [west, east] });
    await fixture.put(east, "a", { n: 2 });
    await replication.settled();
    expect(await fixture.get(west, "a")).to.include({ n: 2 });
    expect(replication.conflicts).to.eql([]);
  });

  it("tells what failed and goes on: nothing is lost while a replica cannot be written", async () => {
    await fixture.tables.delete(east, fixture.table);
    await fixture.put(west, "a", { n: 1 });
    await eventually(() => errors.length > 0);
    expect(String(errors[0])).to.include("ResourceNotFoundException");
    await fixture.create([east]);
    await eventually(async () => (await fixture.get(east, "a")) !== undefined);
    errors = [];
  });
});
