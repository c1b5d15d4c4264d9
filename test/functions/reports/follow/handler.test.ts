import type { SQSBatchResponse } from "aws-lambda";
import { expect } from "chai";
import { sqsRecord } from "../../events.ts";
import { bundle, run } from "../../function.ts";
import type { Bundle, RunningFunction } from "../../function.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";
import { ireland, offered, said } from "../samples.ts";
import type { Said } from "../samples.ts";

describe("following what reports are made of, as it is deployed", () => {
  let table: TestTable;
  let built: Bundle;
  let follow: RunningFunction;
  before(async () => {
    [table, built] = await Promise.all([startTable(), bundle("reports/follow")]);
    follow = await run(built, table.environment);
  });
  after(async () => {
    await follow.stop();
    await Promise.all([built.remove(), table.stop()]);
  });

  const hear = async (...events: Said[]) => {
    const Records = events.map(({ type, detail }, index) =>
      sqsRecord(String(index), JSON.stringify({ "detail-type": type, detail })),
    );
    return ((await follow.invoke({ Records })) as SQSBatchResponse).batchItemFailures;
  };

  it("writes each fact down once, under a key that ends with its region", async () => {
    const slots = [
      { slotId: "boat-20310101T0900Z", units: 2 },
      { slotId: "walk-20310101T0900Z", units: 1 },
    ];
    const sold = said("BookingConfirmed", { bookingId: "b", part: "0", slots });
    const events = [...offered("boat", 2), sold, said("BookingCancelled", { bookingId: "b", part: "0", slots })];
    expect(await hear(...events)).to.deep.equal([]);
    const items = await table.all();
    expect(items).to.have.lengthOf(1 + 2 + 2 + 2);
    for (const { sk } of items) expect(sk).to.match(new RegExp(`#${ireland}$`));
    expect(await hear(...events.toReversed())).to.deep.equal([]);
    expect(await table.all()).to.have.deep.members(items);
  });

  it("keeps an item's newest title", async () => {
    const titled = (version: number) =>
      said("ItemPublished", { itemId: "walk", kind: "tour", title: `Title ${version}` }, { version });
    expect(await hear(titled(2), titled(3), titled(1))).to.deep.equal([]);
    const found = (await table.all()).find(({ itemId, title }) => itemId === "walk" && title !== undefined);
    expect(found).to.include({ title: "Title 3", version: 3 });
  });

  it("gives back what it does not understand", async () => {
    const rejected = { ...said("BookingCancelled", { bookingId: "b", part: "0", slots: [] }), type: "BookingRejected" };
    const broken = {
      ...said("SlotWithdrawn", { itemId: "boat", slotId: "s" }),
      detail: { id: "i", correlationId: "c" },
    };
    expect(await hear(rejected as Said, broken)).to.deep.equal([{ itemIdentifier: "0" }, { itemIdentifier: "1" }]);
  });
});
