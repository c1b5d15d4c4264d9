import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { lineItem } from "../../../../functions/basket/line.ts";
import { bookingIdOf } from "../../../../functions/ledger/booking-id.ts";
import { startBasket } from "../fixture.ts";
import type { BasketFunctions } from "../fixture.ts";
import { lineOf, slotOffered, slotWithdrawn, virginia } from "../samples.ts";

const later = "2100-01-01T09:00:00.000Z";

describe("a checkout, through the functions as they are deployed", () => {
  let functions: BasketFunctions;
  let customerId: string;
  before(async () => {
    functions = await startBasket();
    for (let index = 0; index < 30; index += 1) await offer(`slot-${index}`, 100 + index);
  });
  after(() => functions.stop());
  beforeEach(() => {
    customerId = randomUUID();
  });

  const offer = (slotId: string, unitPrice: number) =>
    functions.hear("SlotOffered", slotOffered(slotId, { startsAt: later, unitPrice }));
  const put = (slotId: string, units: number) => functions.put(slotId, { units }, customerId);
  const checkOut = (key: string, body?: string) =>
    functions.checkOut(key, { customerId, ...(body !== undefined && { body }) });
  const checkouts = async () =>
    (await functions.table.all()).filter(({ pk, sk }) => {
      return pk === `CUSTOMER#${customerId}` && String(sk).startsWith("CHECKOUT#");
    });

  it("books all of the basket at the catalogue's prices, and empties it", async () => {
    await put("slot-2", 2);
    await put("slot-1", 1);
    const { status, headers, body } = await checkOut("key-1");
    const slots = [
      { slotId: "slot-1", units: 1 },
      { slotId: "slot-2", units: 2 },
    ];
    const bookingId = bookingIdOf({ customerId, idempotencyKey: "key-1", slots });
    expect(status).to.equal(202);
    expect(headers).to.include({ location: `/bookings/${bookingId}` });
    const facts = { itemId: "tour", startsAt: later };
    expect(body).to.deep.equal({
      ...{ bookingId, status: "pending", total: 305, currency: "EUR" },
      lines: [
        { ...facts, slotId: "slot-1", units: 1, unitPrice: 101, amount: 101 },
        { ...facts, slotId: "slot-2", units: 2, unitPrice: 102, amount: 204 },
      ],
    });
    expect(await functions.basket(customerId)).to.include({ total: 0 });
    const line = await functions.edit.line((entry) => entry.bookingId === bookingId);
    expect(line).to.include({ message: "basket checked out", correlationId: "correlation-1" });
  });

  it("is answered as the first time under the same key, whatever is in the basket by then", async () => {
    await put("slot-1", 1);
    const first = await checkOut("key-1");
    expect(await checkOut("key-1")).to.deep.include({ status: 202, body: first.body });
    await put("slot-1", 7);
    await put("slot-2", 1);
    expect(await checkOut("key-1", "{}")).to.deep.include({ status: 202, body: first.body });
    expect((await functions.basket(customerId)).lines).to.have.lengthOf(2);
    const second = await checkOut("key-2");
    expect(second.body.bookingId).not.to.equal(first.body.bookingId);
    expect(second.body.total).to.equal(7 * 101 + 102);
    expect(await checkouts()).to.have.lengthOf(2);
  });

  it("takes what was put there in another region, and writes nothing of that region's", async () => {
    const there = lineItem({ ...lineOf({ slotId: "slot-3", region: virginia, units: 3, at: new Date() }), customerId });
    await functions.table.put([there]);
    const { body } = await checkOut("key-1");
    expect(body.lines[0]).to.include({ slotId: "slot-3", units: 3, unitPrice: 103 });
    expect(await functions.basket(customerId)).to.include({ total: 0 });
    expect(await functions.table.all()).to.deep.include(there);
  });

  it("is the same booking when it is repeated where only what it has emptied was heard of", async () => {
    await put("slot-1", 1);
    await put("slot-2", 2);
    const first = await checkOut("key-1");
    // As in another region, where the checkout itself has not arrived.
    const [checkout] = await checkouts();
    const { client, name: TableName } = functions.table;
    await client.send(new DeleteCommand({ TableName, Key: { pk: checkout?.pk, sk: checkout?.sk } }));
    expect((await checkOut("another")).body.type).to.equal("urn:berth:problem:basket-empty");
    expect((await checkOut("key-1")).body).to.deep.equal(first.body);
  });

  it("is refused for an empty basket, and makes nothing", async () => {
    const { status, body } = await checkOut("key-1");
    expect(status).to.equal(409);
    expect(body.type).to.equal("urn:berth:problem:basket-empty");
    expect(await checkouts()).to.deep.equal([]);
  });

  it("is refused if a slot cannot be booked, naming each, and changes nothing", async () => {
    await offer("withdrawn-1", 1);
    await put("withdrawn-1", 1);
    await put("slot-1", 1);
    const unheard = lineOf({ slotId: "unheard", region: virginia, at: new Date() });
    await functions.table.put([lineItem({ ...unheard, customerId })]);
    await functions.hear("SlotWithdrawn", slotWithdrawn("withdrawn-1"));
    const { status, body } = await checkOut("key-1");
    expect(status).to.equal(409);
    expect(body.type).to.equal("urn:berth:problem:slot-not-bookable");
    expect(body.errors).to.have.deep.members([
      { field: "slotId", rule: "slot-withdrawn", value: "withdrawn-1" },
      { field: "slotId", rule: "unknown-slot", value: "unheard" },
    ]);
    expect((await functions.basket(customerId)).lines).to.have.lengthOf(3);
    expect(await checkouts()).to.deep.equal([]);
  });

  it("is refused for more slots than a booking has, as several regions may have put there", async () => {
    const there = Array.from({ length: 26 }, (_, index) =>
      lineItem({ ...lineOf({ slotId: `slot-${index}`, region: virginia, at: new Date() }), customerId }),
    );
    await functions.table.put(there);
    expect((await checkOut("key-1")).body.type).to.equal("urn:berth:problem:basket-full");
    await functions.remove("slot-0", customerId);
    const { status, body } = await checkOut("key-1");
    expect(status).to.equal(202);
    expect(body.lines).to.have.lengthOf(25);
  });

  it("takes no price and no other word from the client, and needs a key, and says both at once", async () => {
    await put("slot-1", 1);
    const refused = await functions.checkOut(undefined, { customerId, body: JSON.stringify({ total: 1 }) });
    expect(refused.status).to.equal(400);
    expect(refused.body.errors?.map(({ field, rule }) => [field, rule])).to.have.deep.members([
      ["Idempotency-Key", "from-1-to-255-visible-ascii-characters"],
      ["total", "no-such-field"],
    ]);
    expect((await functions.checkOut(undefined, { customerId })).status).to.equal(400);
    expect((await checkOut("key-1", "[]")).status).to.equal(400);
    expect((await checkOut("key-1", " ".repeat(65_537))).status).to.equal(413);
    expect(await checkouts()).to.deep.equal([]);
  });
});
