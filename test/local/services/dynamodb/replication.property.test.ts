import { expect } from "chai";
import fc from "fast-check";
import type { Engine } from "../../../../local/services/dynamodb/engine.ts";
import { startEngine } from "../../../../local/services/dynamodb/engine.ts";
import { Replication } from "../../../../local/services/dynamodb/replication.ts";
import { ReplicatedFixture } from "./replicated-fixture.ts";

const regions = ["eu-west-1", "us-east-1", "ap-southeast-2"] as const;
const pairs = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

const region = fc.constantFrom(...regions);
/** What regions and their network do. A key names its owner, as Berth's keys do. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("put" as const), region, key: fc.nat(2), value: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), region, key: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cut" as const), pair: fc.constantFrom(...pairs) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("heal" as const), pair: fc.constantFrom(...pairs) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lag" as const), milliseconds: fc.constantFrom(0, 10, 60) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe("Replication of writes that obey the rule", () => {
  let engine: Engine;
  let fixture: ReplicatedFixture;

  before(async () => {
    engine = await startEngine();
    fixture = new ReplicatedFixture(engine);
  });

  after(async () => {
    fixture.close();
    await engine.stop();
  });

  async function run(steps: readonly Step[], foreign = false) {
    fixture.nextTable();
    await fixture.create(regions);
    const replication = new Replication({ engine });
    await replication.addTable({ tableName: fixture.table, regions });
    const model = new Map<string, number>();
    for (const each of steps) {
      if (each.do === "lag") replication.setLag(each.milliseconds);
      else if (each.do === "cut") replication.cut(regions[each.pair[0]], regions[each.pair[1]]);
      else if (each.do === "heal") replication.heal(regions[each.pair[0]], regions[each.pair[1]]);
      else {
        const pk = `item-${each.key}`;
        const sk = foreign ? "anyone" : each.region;
        if (each.do === "put") await fixture.put(each.region, pk, { sk, value: each.value });
        else await fixture.remove(each.region, pk, sk);
        if (each.do === "put") model.set(`${pk} ${sk}`, each.value);
        else model.delete(`${pk} ${sk}`);
      }
    }
    for (const [a, b] of pairs) replication.heal(regions[a], regions[b]);
    await replication.settled();
    const contents = await Promise.all(regions.map((name) => fixture.contents(name)));
    const conflicts = replication.conflicts.length;
    await replication.stop();
    return { contents, conflicts, model };
  }

  it("ends with equal replicas that hold what was written, and no conflict, through cuts and lags", async () => {
    const seed = Number(process.env.BERTH_SEED ?? 20_260_301);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const { contents, conflicts, model } = await run(steps);
        expect(conflicts).to.equal(0);
        for (const content of contents) {
          expect(new Map(content.map(({ pk, sk, value }) => [`${String(pk)} ${String(sk)}`, value]))).to.eql(model);
        }
      }),
      { seed, numRuns: 25 },
    );
  });

  it("negative control: finds conflicts as soon as regions share keys", async () => {
    const steps: Step[] = regions.map((name) => ({ do: "put", region: name, key: 0, value: regions.indexOf(name) }));
    const { conflicts } = await run(steps, true);
    expect(conflicts).to.be.at.least(1);
  });
});
