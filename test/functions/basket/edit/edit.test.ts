import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { lineItem } from "../../../../functions/basket/line.ts";
import { startBasket } from "../fixture.ts";
import type { BasketFunctions } from "../fixture.ts";
import { lineOf, slotOffered, slotWithdrawn, virginia } from "../samples.ts";

const later = "2100-01-01T09:00:00.000Z";

describe("a basket, through the functions as they are deployed", () => {
  let functions: BasketFunctions;
  let customerId: string;
  before(async () => {
    functions = await startBasket();
    for (let index = 0; index < 30; index += 1) await offer(`slot-${index}`);
  });
  after(() => functions.stop());
  beforeEach(() => {
    customerId = randomUUID();
  });

  const offer = (slotId: string, unitPrice = 100) =>
    functions.hear("SlotOffered", slotOffered(slotId, { startsAt: later, unitPrice }));
  const put = (slotId: string, body: unknown) => functions.put(slotId, body, customerId);
  const unitsIn = async () => (await functions.basket(customerId)).lines.map(({ slotId, units }) => [slotId, units]);

  it("is empty at first, is filled, changed and emptied, and never kept by anybody between", async () => {
    expect(await functions.basket(customerId)).to.deep.equal({ lines: [], total: 0, currency: "EUR" });
    const { status, headers, body } = await put("slot-1", { units: 2 });
    expect(status).to.equal(200);
    expect(headers).to.include({ "cache-control": "no-store", "x-correlation-id": "correlation-1" });
    expect(body).to.deep.equal({
      lines: [
        {
          ...{ slotId: "slot-1", itemId: "tour", startsAt: later, units: 2, unitPrice: 100, amount: 200 },
          status: "bookable",
        },
      ],
      ...{ total: 200, currency: "EUR" },
    });
    expect(await functions.basket(customerId)).to.deep.equal(body);
    await put("slot-2", { units: 1 });
    expect((await put("slot-1", { units: 5 })).body.total).to.equal(600);
    for (const time of ["once", "again"]) {
      const { status: removed, body: left } = await functions.remove("slot-1", customerId);
      expect(removed, time).to.equal(200);
      expect(left.lines.map(({ slotId }) => slotId)).to.deep.equal(["slot-2"]);
    }
    expect(await functions.basket(randomUUID())).to.include({ total: 0 });
  });

  it("shows what another region has heard, and changes that in its own line only", async () => {
    const there = { ...lineOf({ slotId: "slot-1", region: virginia, units: 3, at: new Date() }), customerId };
    await functions.table.put([lineItem(there)]);
    expect(await unitsIn()).to.deep.equal([["slot-1", 3]]);
    await put("slot-1", { units: 4 });
    expect(await unitsIn()).to.deep.equal([["slot-1", 4]]);
    await functions.remove("slot-1", customerId);
    expect(await unitsIn()).to.deep.equal([]);
    const items = (await functions.table.all()).filter(({ pk }) => pk === `CUSTOMER#${customerId}`);
    expect(items.map(({ region, units }) => [region, units])).to.have.deep.members([
      ["us-east-1", 3],
      ["eu-west-1", 0],
    ]);
    expect(items).to.deep.include(lineItem(there));
  });

  it("loses a line that has not arrived yet when its slot is taken out here", async () => {
    const before = new Date();
    await functions.remove("slot-1", customerId);
    await functions.table.put([
      lineItem({ ...lineOf({ slotId: "slot-1", region: virginia, at: before }), customerId }),
    ]);
    expect(await unitsIn()).to.deep.equal([]);
  });

  it("takes 25 slots and no more, of which each can still be changed", async () => {
    for (let index = 0; index < 25; index += 1) expect((await put(`slot-${index}`, { units: 1 })).status).to.equal(200);
    const { status, body } = await put("slot-25", { units: 1 });
    expect(status).to.equal(409);
    expect(body.type).to.equal("urn:berth:problem:basket-full");
    expect((await put("slot-24", { units: 2 })).status).to.equal(200);
    await functions.remove("slot-0", customerId);
    expect((await put("slot-25", { units: 1 })).status).to.equal(200);
  });

  it("refuses what is no number of units, and says of all faults at once", async () => {
    for (const units of [0, -1, 1.5, 1001, "2", null]) {
      const { status, body } = await put("slot-1", { units });
      expect(status, String(units)).to.equal(400);
      expect(body.errors?.map(({ field, rule }) => [field, rule])).to.deep.equal([["units", "integer-from-1-to-1000"]]);
    }
    const { body } = await put("slot-1", { unitPrice: 1 });
    expect(body.errors?.map(({ field, rule }) => [field, rule])).to.have.deep.members([
      ["units", "required"],
      ["unitPrice", "no-such-field"],
    ]);
    expect((await put("slot-1", [])).status).to.equal(400);
    expect(await unitsIn()).to.deep.equal([]);
  });

  it("refuses a slot that is unknown, has begun or was withdrawn, and marks one that was so afterwards", async () => {
    for (const slotId of ["no-such-slot", "a%20b", "-", "x".repeat(65)]) {
      expect((await put(slotId, { units: 1 })).status, slotId).to.equal(404);
    }
    expect((await functions.remove("no-such-slot", customerId)).status).to.equal(200);
    expect((await functions.remove("a%20b", customerId)).status).to.equal(404);
    await functions.hear("SlotOffered", slotOffered("begun", { startsAt: "2020-01-01T09:00:00.000Z" }));
    const begun = await put("begun", { units: 0 });
    expect(begun.status).to.equal(400);
    expect(begun.body.errors?.map(({ field, rule }) => [field, rule])).to.have.deep.members([
      ["slotId", "slot-in-the-past"],
      ["units", "integer-from-1-to-1000"],
    ]);
    await offer("gone");
    await put("gone", { units: 2 });
    await functions.hear("SlotWithdrawn", slotWithdrawn("gone"));
    const gone = await put("gone", { units: 1 });
    expect(gone.body.errors).to.deep.include({ field: "slotId", rule: "slot-withdrawn", value: "gone" });
    expect((await functions.basket(customerId)).lines).to.have.lengthOf(1);
    expect(await functions.basket(customerId)).to.include({ total: 0 });
    expect((await functions.basket(customerId)).lines[0]).to.include({ status: "withdrawn", units: 2 });
    expect((await functions.remove("gone", customerId)).body.lines).to.deep.equal([]);
  });

  it("hears of a slot again without a change, and gives back what is no event", async () => {
    const before = await functions.table.all();
    expect(await offer("slot-1")).to.deep.equal({ batchItemFailures: [] });
    expect(await functions.table.all()).to.have.deep.members(before);
    const failed = { batchItemFailures: [{ itemIdentifier: "message" }] };
    const { unitPrice: _, ...broken } = slotOffered("broken");
    expect(await functions.hear("SlotOffered", broken)).to.deep.equal(failed);
    expect(await functions.hear("ItemPublished", slotOffered("slot-1"))).to.deep.equal(failed);
  });
});
