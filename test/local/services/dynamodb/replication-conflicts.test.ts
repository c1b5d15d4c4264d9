import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import type { Engine } from "../../../../local/services/dynamodb/engine.ts";
import { startEngine } from "../../../../local/services/dynamodb/engine.ts";
import type { Conflict } from "../../../../local/services/dynamodb/replication.ts";
import { Replication } from "../../../../local/services/dynamodb/replication.ts";
import { eventually } from "../../eventually.ts";
import { ReplicatedFixture } from "./replicated-fixture.ts";

const west = "eu-west-1";
const east = "us-east-1";
const south = "ap-southeast-2";

describe("Replication of keys that two regions write", () => {
  let engine: Engine;
  let fixture: ReplicatedFixture;
  let replication: Replication;
  let told: Conflict[];
  let errors: unknown[];

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
    told = [];
    errors = [];
    replication = new Replication({
      engine,
      onConflict: (conflict) => told.push(conflict),
      onError: (error) => errors.push(error),
    });
    await fixture.create([west, east]);
    await replication.addTable({ tableName: fixture.table, regions: [west, east] });
  });

  afterEach(async () => {
    await replication.stop();
    expect(errors).to.eql([]);
  });

  it("is not misled when the other replica holds the very image already", async () => {
    replication.cut(west, east);
    await fixture.put(west, "a", { n: 1 });
    await eventually(() => !replication.isSettled());
    await fixture.put(east, "a", { n: 1 });
    await eventually(() => replication.conflicts.length === 1);
    replication.heal(west, east);
    await replication.settled();
    await fixture.put(west, "a", { n: 2 });
    await replication.settled();
    expect(await fixture.get(east, "a")).to.include({ n: 2 });
    expect(replication.conflicts).to.have.length(1);
  });

  it("finds a conflict when another region writes a key later", async () => {
    await fixture.put(west, "a", { n: 1 });
    await replication.settled();
    const change = { UpdateExpression: "SET n = n + :one", ExpressionAttributeValues: { ":one": 1 } };
    await fixture
      .region(east)
      .send(new UpdateCommand({ TableName: fixture.table, Key: { pk: "a", sk: "0" }, ...change }));
    await replication.settled();
    const conflict = { table: fixture.table, key: { pk: "a", sk: "0" }, regions: [west, east] };
    expect(replication.conflicts).to.eql([conflict]);
    expect(told).to.eql([conflict]);
    expect(await fixture.get(west, "a")).to.include({ n: 2 });
  });

  it("finds a conflict when another region deletes a key, or writes it after its deletion", async () => {
    await fixture.put(west, "a");
    await fixture.put(west, "b");
    await fixture.remove(west, "b");
    await replication.settled();
    await fixture.remove(east, "a");
    await fixture.put(east, "b");
    await replication.settled();
    expect(replication.conflicts.map(({ key }) => key.pk).sort()).to.eql(["a", "b"]);
    expect(await fixture.get(west, "a")).to.equal(undefined);
    expect(await fixture.get(west, "b")).not.to.equal(undefined);
  });

  it("finds conflicts of writes that cross, and still ends with equal replicas", async () => {
    await fixture.create([south]);
    await replication.addTable({ tableName: fixture.table, regions: [west, east, south] });
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    for (const round of [1, 2, 3]) {
      await Promise.all(
        keys.flatMap((pk) => [west, east, south].map((region) => fixture.put(region, pk, { by: region, round }))),
      );
    }
    await replication.settled();
    const conflicted = new Set(replication.conflicts.map(({ key }) => key.pk));
    expect([...conflicted].sort()).to.eql([...keys].sort());
    const contents = await fixture.contents(west);
    expect(contents).to.have.length(keys.length);
    expect(await fixture.contents(east)).to.eql(contents);
    expect(await fixture.contents(south)).to.eql(contents);
  });

  it("lets the last writer win where both wrote during a cut", async () => {
    replication.cut(west, east);
    await fixture.put(west, "a", { n: 1 });
    await eventually(() => !replication.isSettled());
    await fixture.put(east, "a", { n: 2 });
    await eventually(() => replication.conflicts.length === 1);
    replication.heal(west, east);
    await replication.settled();
    expect([await fixture.get(west, "a"), await fixture.get(east, "a")].map((item) => item?.n)).to.eql([2, 2]);
  });

  it("takes a deletion of what has expired for nobody's write", async () => {
    await replication.addTable({ tableName: fixture.table, regions: [west, east], ttlAttribute: "expiresAt" });
    await fixture.put(west, "old", { expiresAt: 1 });
    await fixture.put(west, "young", { expiresAt: 4_000_000_000 });
    await replication.settled();
    // Each replica deletes it by itself; DynamoDB Local takes minutes to, so the test does it as it would.
    await fixture.remove(east, "old");
    await replication.settled();
    expect(replication.conflicts).to.eql([]);
    await fixture.remove(east, "young");
    await replication.settled();
    expect(replication.conflicts).to.have.length(1);
  });
});
