import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { Baskets } from "../../../../functions/basket/baskets.ts";
import { setUnits } from "../../../../functions/basket/edit/change-line.ts";
import { checkOut } from "../../../../functions/basket/edit/check-out.ts";
import { merged, wanted } from "../../../../functions/basket/line.ts";
import { offeredItem } from "../../../../functions/basket/slot.ts";
import { BasketEmpty } from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";
import { ireland, slotNamed, slotOffered } from "../samples.ts";

const startsAt = "2100-01-01T09:00:00.000Z";

describe("requests for one basket in the same instant", () => {
  let table: TestTable;
  let baskets: Baskets;
  let customerId: string;
  before(async () => {
    table = await startTable();
    await table.put(["a", "b", "c", "d"].map((slotId) => offeredItem(slotOffered(slotId, { startsAt }), ireland)));
    baskets = new Baskets(table);
  });
  after(() => table.stop());
  beforeEach(() => {
    customerId = randomUUID();
  });

  const dependencies = () => ({
    ...{ baskets, region: ireland, currency: "EUR", now: () => new Date() },
    backoff: { tries: 20 },
  });
  const put = (slotId: string, units: number) =>
    setUnits(dependencies(), { customerId, slot: slotNamed(slotId, { startsAt }), units });
  const bought = (idempotencyKey: string) =>
    checkOut(dependencies(), { customerId, idempotencyKey, correlationId: "correlation-1" });
  const inBasket = async () =>
    wanted(merged(await baskets.lines(customerId)), new Date()).map(({ slotId, units }) => `${slotId} ${units}`);
  const checkouts = async () =>
    (await table.all()).filter(({ pk, sk }) => pk === `CUSTOMER#${customerId}` && String(sk).startsWith("CHECKOUT#"));

  it("lose no change of different slots, and one of the same slot wins", async () => {
    await Promise.all(["a", "b", "c", "d"].map((slotId) => put(slotId, 1)));
    expect(await inBasket()).to.deep.equal(["a 1", "b 1", "c 1", "d 1"]);
    await Promise.all([2, 3, 4].map((units) => put("a", units)));
    expect((await inBasket())[0]).to.match(/^a [234]$/);
  });

  it("are one checkout under one key", async () => {
    await put("a", 1);
    const done = await Promise.all(Array.from({ length: 8 }, () => bought("key")));
    for (const { checkout } of done) expect(checkout).to.deep.equal(done[0]?.checkout);
    expect(done.filter(({ isRepeated }) => !isRepeated)).to.have.lengthOf(1);
    expect(await checkouts()).to.have.lengthOf(1);
  });

  it("buy a basket once under several keys", async () => {
    await put("a", 1);
    const outcomes = await Promise.allSettled(["1", "2", "3", "4"].map((key) => bought(key)));
    const refused = outcomes.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
    expect(refused).to.have.lengthOf(3);
    for (const { reason } of refused) expect(reason).to.be.instanceOf(BasketEmpty);
    expect(await checkouts()).to.have.lengthOf(1);
  });

  it("leave a change that a checkout has not seen in the basket", async () => {
    for (let round = 0; round < 20; round += 1) {
      await put("a", 1);
      const [{ checkout }] = await Promise.all([bought(`key-${round}`), put("a", 2), put("b", 1)]);
      const all = [...checkout.lines.map(({ slotId, units }) => `${slotId} ${units}`), ...(await inBasket())];
      expect(
        all.filter((line) => line === "a 2"),
        all.join(),
      ).to.have.lengthOf(1);
      expect(
        all.filter((line) => line === "b 1"),
        all.join(),
      ).to.have.lengthOf(1);
      await bought(`rest-${round}`).catch((error: unknown) => {
        if (!(error instanceof BasketEmpty)) throw error;
      });
    }
  });
});
