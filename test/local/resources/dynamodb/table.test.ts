import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { table } from "../../../../local/resources/dynamodb/table.ts";
import type { Context } from "../../../../local/resources/resource-type.ts";
import { DynamoDb } from "../../../../local/services/dynamodb/dynamodb.ts";
import type { Engine } from "../../../../local/services/dynamodb/engine.ts";
import { startEngine } from "../../../../local/services/dynamodb/engine.ts";
import { Replication } from "../../../../local/services/dynamodb/replication.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";
import { failureOf } from "../region-fixture.ts";

const region = "eu-west-1";

describe("aws:dynamodb/table:Table", () => {
  let engine: Engine;
  let replication: Replication;
  let dynamodb: DynamoDb;
  let context: Context;
  let count = 0;

  before(async () => {
    engine = await startEngine();
    replication = new Replication({ engine });
    dynamodb = new DynamoDb({ region, engine, measurements: new RecordedMeasurements(), replication });
  });

  after(async () => {
    dynamodb.close();
    await replication.stop();
    await engine.stop();
  });

  beforeEach(() => {
    count += 1;
    context = { region: { name: region, dynamodb } as Region, autoName: `ledger-${count}` };
  });

  const inputs = {
    attributes: [
      { name: "pk", type: "S" },
      { name: "sk", type: "S" },
    ],
    hashKey: "pk",
    rangeKey: "sk",
    billingMode: "PAY_PER_REQUEST",
  };
  const stream = { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" };
  const replicas = (...names: string[]) => names.map((regionName) => ({ regionName, pointInTimeRecovery: true }));

  it("is made, read, changed and removed", async () => {
    const made = await table.create(context, { ...inputs, serverSideEncryption: { enabled: true } });
    const arn = `arn:aws:dynamodb:${region}:000000000000:table/${made.id}`;
    expect(made.id).to.equal(context.autoName);
    expect(made.outputs).to.deep.include({
      ...inputs,
      arn,
      name: made.id,
      region,
      replicas: [],
      serverSideEncryption: { enabled: true },
    });
    expect(made.outputs).to.include({ streamEnabled: false, streamArn: "", streamLabel: "" });

    const ttl = { attributeName: "expiresAt", enabled: true };
    const changed = await table.update(context, made.id, { ...inputs, ...stream, ttl });
    expect(changed.outputs).to.deep.include({ ...stream, ttl });
    expect(changed.outputs.streamArn).to.equal(`${arn}/stream/${String(changed.outputs.streamLabel)}`);
    expect((await table.read(context, made.id))?.outputs).to.deep.include({ ...stream, ttl });

    await table.update(context, made.id, inputs);
    expect((await table.read(context, made.id))?.outputs).to.deep.include({
      streamEnabled: false,
      ttl: { attributeName: "", enabled: false },
    });
    await table.delete(context, made.id);
    expect(await table.read(context, made.id)).to.equal(undefined);
    await table.delete(context, made.id);
  });

  it("makes its replicas in their regions, tells their ARNs, and has them replicated", async () => {
    const made = await table.create(context, { ...inputs, ...stream, name: "global", replicas: replicas("us-east-1") });
    expect(replication.regionsOf("global")).to.eql([region, "us-east-1"]);
    const [replica] = made.outputs.replicas as Record<string, unknown>[];
    expect(replica).to.include({
      regionName: "us-east-1",
      arn: "arn:aws:dynamodb:us-east-1:000000000000:table/global",
      pointInTimeRecovery: true,
      deletionProtectionEnabled: false,
    });
    expect(replica?.streamArn).to.match(/^arn:aws:dynamodb:us-east-1:000000000000:table\/global\/stream\//);

    const all = { ...inputs, ...stream, replicas: replicas("us-east-1", "ap-southeast-2") };
    await table.update(context, "global", all);
    expect(replication.regionsOf("global")).to.eql([region, "us-east-1", "ap-southeast-2"]);
    await table.update(context, "global", { ...inputs, ...stream, replicas: replicas("ap-southeast-2") });
    expect(replication.regionsOf("global")).to.eql([region, "ap-southeast-2"]);
    expect(await dynamodb.tables.read("us-east-1", "global")).to.equal(undefined);

    await table.delete(context, "global");
    expect(replication.regionsOf("global")).to.eql([]);
    expect(await dynamodb.tables.read("ap-southeast-2", "global")).to.equal(undefined);
  });

  it("takes back what it made if a replica cannot be made, and nothing else", async () => {
    const { autoName: name } = context;
    const theirs: Context = { ...context, region: { ...context.region, name: "us-east-1" } };
    await table.create(theirs, { ...inputs, ...stream, name, replicas: replicas("ap-southeast-2") });
    const protectedTable = { ...inputs, ...stream, deletionProtectionEnabled: true };
    const wanted = { ...protectedTable, replicas: replicas("eu-central-1", "us-east-1") };
    expect((await failureOf(table.create(context, wanted))).name).to.equal("ResourceInUseException");
    for (const made of [region, "eu-central-1"]) expect(await dynamodb.tables.read(made, name)).to.equal(undefined);
    expect(replication.regionsOf(name)).to.eql(["us-east-1", "ap-southeast-2"]);

    await table.delete(theirs, name);
    await table.create(context, wanted);
    expect(replication.regionsOf(name)).to.eql([region, "eu-central-1", "us-east-1"]);
  });

  it("makes its indexes", async () => {
    const globalSecondaryIndexes = [
      { name: "bySort", hashKey: "sk", projectionType: "INCLUDE", nonKeyAttributes: ["title"] },
    ];
    const made = await table.create(context, { ...inputs, globalSecondaryIndexes });
    const [index] = (await table.read(context, made.id))?.outputs.globalSecondaryIndexes as Record<string, unknown>[];
    expect(index).to.deep.include(globalSecondaryIndexes[0]);
    await table.update(context, made.id, { ...inputs, globalSecondaryIndexes, deletionProtectionEnabled: false });
    const error = await failureOf(table.update(context, made.id, inputs));
    expect(error.message).to.include("cannot change attributes, hashKey, rangeKey or globalSecondaryIndexes in place");
  });

  it("is not removed while it or a replica is protected, and keeps all of it", async () => {
    const guarded = { ...inputs, ...stream, replicas: [{ regionName: "us-east-1", deletionProtectionEnabled: true }] };
    const { id } = await table.create(context, guarded);
    expect((await failureOf(table.delete(context, id))).message).to.equal(
      `table ${id} in us-east-1 is protected: set deletionProtectionEnabled to false first`,
    );
    await table.update(context, id, {
      ...inputs,
      ...stream,
      deletionProtectionEnabled: true,
      replicas: replicas("us-east-1"),
    });
    expect((await failureOf(table.delete(context, id))).message).to.include(`table ${id} in ${region} is protected`);
    expect(replication.regionsOf(id)).to.eql([region, "us-east-1"]);
    await table.update(context, id, { ...inputs, ...stream, replicas: replicas("us-east-1") });
    await table.delete(context, id);
    expect(await table.read(context, id)).to.equal(undefined);
  });

  const refused: [change: object, message: RegExp][] = [
    [{ localSecondaryIndexes: [] }, /localSecondaryIndexes/],
    [{ billingMode: "PROVISIONED" }, /PAY_PER_REQUEST/],
    [{ streamEnabled: true }, /streamViewType: a stream needs one/],
    [{ replicas: replicas("us-east-1") }, /needs a stream of NEW_AND_OLD_IMAGES/],
    [{ ...stream, replicas: replicas(region) }, /eu-west-1 has the table already/],
    [{ ...stream, replicas: [{ regionName: "us-east-1", consistencyMode: "STRONG" }] }, /EVENTUAL only/],
    [{ ...stream, replicas: [{ regionName: "us-east-1", colour: "blue" }] }, /colour/],
    [{ ttl: { enabled: true } }, /ttl.attributeName/],
    [{ name: "a" }, /between 3 and 255/],
  ];
  for (const [change, message] of refused) {
    it(`refuses ${JSON.stringify(change)}, and makes nothing`, async () => {
      expect((await failureOf(table.create(context, { ...inputs, ...change }))).message).to.match(message);
      expect(await table.read(context, context.autoName)).to.equal(undefined);
    });
  }
});
