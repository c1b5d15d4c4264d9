import { expect } from "chai";
import { createItem, editItem, removeItem } from "../../../../functions/catalogue/manage/items.ts";
import { offerSlots } from "../../../../functions/catalogue/manage/slots.ts";
import {
  EditedElsewhere,
  IdempotencyKeyReused,
  InvalidRequest,
  NotFound,
  PreconditionFailed,
  SlotOfferedOtherwise,
} from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const now = () => new Date("2030-01-01T00:00:00.000Z");
const content = { kind: "tour", title: "Harbour", description: "By ferry." } as const;
const slot = (hour: number, changes = {}) => ({
  ...{ startsAt: `2030-02-01T${String(hour).padStart(2, "0")}:00:00.000Z`, capacity: 10, unitPrice: 500, shards: 1 },
  ...changes,
});

describe("items and slots, in their home region", () => {
  let table: TestTable;
  const home = (region = "eu-west-1") => ({ table, region, now });
  const request = (idempotencyKey: string, changes = {}) => ({
    ...{ caller: "rita", idempotencyKey, content, correlationId: "c" },
    ...changes,
  });
  const rows = async (itemId: string) => (await table.all()).filter((row) => row.itemId === itemId);
  const failure = async (work: Promise<unknown>) => await work.catch((reason: unknown) => reason);
  before(async () => {
    table = await startTable();
  });
  after(() => table.stop());

  it("are made once under a key, also when it is used several times in the same moment", async () => {
    const made = await Promise.all([1, 2, 3].map(() => createItem(home(), request("once"))));
    const [item] = made;
    expect(made).to.deep.equal([item, item, item]);
    expect(item).to.deep.equal({
      ...content,
      ...{ itemId: item?.itemId, region: "eu-west-1", status: "published", version: 1, correlationId: "c" },
    });
    expect((await rows(item?.itemId ?? "")).map(({ sk }) => sk)).to.have.members([
      ...["ENTRY#eu-west-1", `ITEM#${item?.itemId ?? ""}#eu-west-1`, "MADE#eu-west-1"],
    ]);
  });

  it("are refused under a key that stands for another, and not under somebody else's or another region's", async () => {
    const { itemId } = await createItem(home(), request("key"));
    const other = { content: { ...content, title: "Another" } };
    expect(await failure(createItem(home(), request("key", other)))).to.be.instanceOf(IdempotencyKeyReused);
    const ids = [
      (await createItem(home(), request("key", { ...other, caller: "rui" }))).itemId,
      (await createItem(home("us-east-1"), request("key"))).itemId,
    ];
    expect(new Set([itemId, ...ids]).size).to.equal(3);
  });

  it("are answered as the first time when they were edited or removed since", async () => {
    const first = await createItem(home(), request("again"));
    await editItem(home(), { ...first, content: { ...content, title: "New" }, ifMatch: '"1"' });
    expect(await createItem(home(), request("again"))).to.deep.equal(first);
    await removeItem(home(), first);
    expect(await createItem(home(), request("again"))).to.deep.equal(first);
  });

  it("are edited by who has seen their version, and by one of two at a time", async () => {
    const { itemId } = await createItem(home(), request("edited"));
    const edit = (title: string, ifMatch: string) =>
      editItem(home(), { itemId, ifMatch, correlationId: "d", content: { kind: "room", title, description: "" } });
    const both = await Promise.allSettled([edit("one", '"1"'), edit("other", '"1"')]);
    expect(both.map(({ status }) => status)).to.have.members(["fulfilled", "rejected"]);
    expect(await failure(edit("late", '"1"'))).to.be.instanceOf(PreconditionFailed);
    expect(await failure(edit("weak", 'W/"2"'))).to.be.instanceOf(PreconditionFailed);
    expect(await edit("third", '"9", "2"')).to.include({ version: 3, title: "third" });
    expect(await edit("any", "*")).to.include({ version: 4 });
    const listing = (await rows(itemId)).find(({ sk }) => String(sk).startsWith("ITEM#"));
    expect(listing).to.include({ title: "any", kind: "room" });
  });

  it("are removed with their place in the list; again: nothing", async () => {
    const { itemId } = await createItem(home(), request("removed"));
    await removeItem(home(), { itemId, correlationId: "e" });
    await removeItem(home(), { itemId, correlationId: "f" });
    expect((await rows(itemId)).filter(({ sk }) => sk !== "MADE#eu-west-1")).to.have.length(1);
    expect((await rows(itemId)).find(({ sk }) => sk === "ENTRY#eu-west-1")).to.include({
      ...{ status: "removed", version: 2, correlationId: "e" },
    });
    const gone = [
      () => editItem(home(), { itemId, content, ifMatch: "*", correlationId: "g" }),
      () => offerSlots(home(), { itemId, slots: [slot(9)], correlationId: "g" }),
    ];
    for (const work of gone) expect(await failure(work())).to.be.instanceOf(NotFound);
  });

  it("are edited nowhere else, and that says where", async () => {
    const { itemId } = await createItem(home(), request("elsewhere"));
    const away = home("us-east-1");
    for (const work of [
      () => editItem(away, { itemId, content, ifMatch: "*", correlationId: "c" }),
      () => removeItem(away, { itemId, correlationId: "c" }),
      () => offerSlots(away, { itemId, slots: [slot(9)], correlationId: "c" }),
    ]) {
      const error = await failure(work());
      expect(error).to.be.instanceOf(EditedElsewhere);
      expect(error).to.include({ region: "eu-west-1" });
    }
  });

  it("are not there if they were never made, whatever the id", async () => {
    for (const itemId of ["none-0123456789", "A#b", "", "x".repeat(3_000)]) {
      const work = removeItem(home(), { itemId, correlationId: "c" });
      expect(await failure(work), itemId.slice(0, 20)).to.be.instanceOf(NotFound);
    }
  });

  describe("of which slots are offered", () => {
    let itemId: string;
    const offer = (slots: ReturnType<typeof slot>[]) => offerSlots(home(), { itemId, slots, correlationId: "c" });
    const stored = async () => (await rows(itemId)).filter(({ sk }) => String(sk).startsWith("SLOT#"));
    beforeEach(async () => {
      ({ itemId } = await createItem(home(), request(`slots ${String(Math.random())}`)));
    });

    it("fifty at once, each once however often", async () => {
      const fifty = Array.from({ length: 50 }, (_, index) =>
        slot(9, { startsAt: new Date(Date.parse("2030-03-01T09:00:00Z") + index * 86_400_000).toISOString() }),
      );
      const answers = await Promise.all([offer(fifty), offer(fifty), offer([...fifty.slice(10), slot(10)])]);
      expect(answers[0]).to.deep.equal(answers[1]);
      expect(await stored()).to.have.length(51);
      expect(answers[2].at(-1)).to.include({ slotId: `${itemId}-20300201T1000Z`, unitPrice: 500, status: "offered" });
    });

    it("all or none: one that is there with other content refuses them, and says which", async () => {
      await offer([slot(9), slot(10)]);
      for (const changes of [{ capacity: 11 }, { unitPrice: 501 }, { shards: 2 }]) {
        const error = await failure(offer([slot(8), slot(9), slot(10, changes)]));
        expect(error).to.be.instanceOf(SlotOfferedOtherwise);
        expect((error as Error).message)
          .to.include(`${itemId}-20300201T1000Z has the capacity 10`)
          .and.not.include("T0900Z");
      }
      expect(await stored()).to.have.length(2);
    });

    it("in the future only", async () => {
      const past = slot(9, { startsAt: now().toISOString() });
      const error = await failure(offer([slot(9), past]));
      expect((error as InvalidRequest).errors).to.deep.equal([
        { field: "slots[1].startsAt", rule: "in-the-future", value: past.startsAt },
      ]);
      expect(await stored()).to.have.length(0);
    });

    it("never of an item that is removed in the same moment: who withdraws them has seen all", async () => {
      const offers = Array.from({ length: 20 }, (_, hour) => failure(offer([slot(hour)])));
      await removeItem(home(), { itemId, correlationId: "c" });
      const before = await stored();
      const failures = (await Promise.all(offers)).filter((one) => one instanceof Error);
      for (const error of failures) expect(error).to.be.instanceOf(NotFound);
      expect(await stored())
        .to.deep.equal(before)
        .and.have.length(20 - failures.length);
    });
  });
});
