import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import fc from "fast-check";
import { keepStock } from "../../../../functions/catalogue/follow/stock.ts";
import { NotAllWithdrawn, withdrawSlots } from "../../../../functions/catalogue/follow/withdraw.ts";
import { slotKey, stockKey } from "../../../../functions/catalogue/keys.ts";
import { placeOf, slotIdOf } from "../../../../functions/catalogue/slot.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const digits = (sequence: number) => String(sequence).padStart(40, "0");

describe("what the catalogue follows", () => {
  let table: TestTable;
  before(async () => {
    table = await startTable();
  });
  after(() => table.stop());

  /** Tells of changes in any order, some of them twice, and asks for the latest of each shard of each region. */
  async function expectLatest(keep: typeof keepStock): Promise<void> {
    const changes = ["eu-west-1", "us-east-1"].flatMap((region) =>
      [0, 1].flatMap((shard) => [3, 2, 1].map((unsold) => ({ region, shard, unsold, sequence: digits(9 - unsold) }))),
    );
    const order = fc.shuffledSubarray([...changes, ...changes], { minLength: 2 * changes.length });
    await fc.assert(
      fc.asyncProperty(order, fc.uuid(), async (told, itemId) => {
        const slotId = slotIdOf(itemId, "2030-01-31T09:00:00.000Z");
        for (const change of told) await keep(table, { slotId, ...change });
        const kept = (await table.all()).filter((row) => row.slotId === slotId);
        expect(kept.map(({ unsold }) => unsold)).to.deep.equal([1, 1, 1, 1]);
      }),
      { numRuns: 10 },
    );
  }

  it("keeps the latest of each shard of each region, whatever the order, and of slots that it has not heard of", () =>
    expectLatest(keepStock));

  it("would keep another if it took what comes last for the latest", async () => {
    const careless: typeof keepStock = async (to, change) => {
      const place = placeOf(change.slotId);
      if (place !== undefined) await table.put([{ ...stockKey(place, change.region, change.shard), ...change }]);
      expect(to).to.equal(table);
    };
    const error = await expectLatest(careless).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property("message").that.includes("Property failed");
  });

  it("takes no notice of slots that are none of the catalogue's", async () => {
    const before = await table.all();
    await keepStock(table, { slotId: "race-1", region: "eu-west-1", shard: 0, unsold: 1, sequence: digits(1) });
    expect(await table.all()).to.deep.equal(before);
  });

  describe("an item that was removed", () => {
    const itemId = "removed-0123456789";
    const removal = { itemId, region: "eu-west-1", correlationId: "removal" };
    const now = () => new Date("2030-01-01T00:00:00.000Z");
    const slots = Array.from({ length: 120 }, (_, index) => {
      const startsAt = new Date(Date.parse("2029-12-30T00:00:00Z") + index * 86_400_000).toISOString();
      const rest = { capacity: 1, shards: 1, unitPrice: 0, region: "eu-west-1", status: "offered", version: 1 };
      return { slotId: slotIdOf(itemId, startsAt), itemId, startsAt, correlationId: "offer", ...rest };
    });
    const byStatus = async () => {
      const rows = (await table.all()).filter((row) => row.itemId === itemId);
      return Object.fromEntries(
        [...Map.groupBy(rows, ({ status }) => String(status))].map(([key, all]) => [key, all.length]),
      );
    };
    before(() => table.put(slots.map((slot) => ({ ...slotKey(slot, "eu-west-1"), ...slot }))));

    it("has its slots withdrawn as far as the time goes, and is to come again", async () => {
      let time = now().getTime();
      const clock = () => new Date((time += 10));
      const error = await withdrawSlots({ table, now: clock, patience: 30 }, removal).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(NotAllWithdrawn);
      const { withdrawn = 0 } = await byStatus();
      expect(withdrawn).to.be.above(0).and.below(118);
    });

    it("has all that have not begun withdrawn when it comes again, each once", async () => {
      await withdrawSlots({ table, now, patience: 60_000 }, removal);
      await withdrawSlots({ table, now, patience: 60_000 }, removal);
      expect(await byStatus()).to.deep.equal({ offered: 2, withdrawn: 118 });
      const last = (await table.all()).find((row) => row.slotId === slots.at(-1)?.slotId);
      expect(last).to.include({ status: "withdrawn", version: 2, correlationId: "removal", capacity: 1 });
    });

    it("has none withdrawn again that another has withdrawn meanwhile", async () => {
      const [slot] = slots.slice(-1);
      if (slot === undefined) return;
      const Key = slotKey(slot, "eu-west-1");
      const again = {
        UpdateExpression: "SET correlationId = :other",
        ExpressionAttributeValues: { ":other": "other" },
      };
      await table.client.send(new UpdateCommand({ TableName: table.name, Key, ...again }));
      await withdrawSlots({ table, now, patience: 60_000 }, removal);
      expect((await table.all()).find(({ sk }) => sk === Key.sk)).to.include({ correlationId: "other" });
    });
  });
});
