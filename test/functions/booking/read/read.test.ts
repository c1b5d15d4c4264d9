import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { readBooking } from "../../../../functions/booking/read/booking.ts";
import { listItems } from "../../../../functions/booking/read/items.ts";
import { cursorOf } from "../../../../functions/runtime/page.ts";
import { listSlots } from "../../../../functions/booking/read/slots.ts";
import { bookingIdOf, prolongationPart } from "../../../../functions/ledger/booking-id.ts";
import { keyReused, newClaim } from "../../../../functions/ledger/claim.ts";
import { catalogueEntry } from "../../../../functions/ledger/item.ts";
import { allotmentKey } from "../../../../functions/ledger/keys.ts";
import { bornWhole } from "../../../../functions/ledger/slot.ts";
import { DynamoDbStore } from "../../../../functions/operations/dynamodb-store.ts";
import { InvalidRequest, NotFound } from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const regions = ["eu-west-1", "us-east-1", "ap-southeast-2"];
const now = () => new Date("2030-01-01T00:00:00.000Z");
const slots = [{ slotId: "s", units: 1 }];
const never = () => Promise.reject(new Error("nobody waits here"));

describe("reading", () => {
  let table: TestTable;
  let store: DynamoDbStore;
  before(async () => {
    table = await startTable();
    store = new DynamoDbStore(table.client, table.name);
  });
  after(() => table.stop());

  describe("a booking", () => {
    const bookingId = bookingIdOf({ customerId: "c1", idempotencyKey: "k", slots });
    const request = { customerId: "c1", bookingId, part: "0", slots, correlationId: "correlation", search: undefined };
    const at = now().toISOString();
    const read = (id: string) => readBooking({ store, now, sleep: never }, { customerId: "c1", bookingId: id });

    it("finds nobody's booking for a foreign, an invented and a malformed id", async () => {
      for (const id of [bookingIdOf({ customerId: "c2", idempotencyKey: "k", slots }), "0".repeat(32), "x"]) {
        expect(await read(id).catch((reason: unknown) => reason), id).to.be.instanceOf(NotFound);
      }
    });

    it("finds it pending, then what any region recorded of it", async () => {
      expect(await read(bookingId)).to.deep.equal({ bookingId, status: "pending" });
      await table.put([newClaim(request, "eu-west-1", at, { status: "rejected", reason: "sold-out" })]);
      expect(await read(bookingId)).to.include({ status: "rejected", reason: "sold-out" });
      await table.put([newClaim(request, "us-east-1", at, { status: "confirmed" })]);
      const confirmed = { bookingId, status: "confirmed", region: "us-east-1", slots, requestedAt: at };
      expect(await read(bookingId)).to.deep.equal(confirmed);
    });

    it("finds its prolongations with it", async () => {
      const prolongation = { ...request, part: prolongationPart(bookingId, "more") };
      await table.put([newClaim(prolongation, "eu-west-1", at, { status: "confirmed" })]);
      expect((await read(bookingId)).prolongations).to.deep.equal([
        { status: "confirmed", region: "eu-west-1", slots },
      ]);
    });

    it("tells that the key was used for another booking", async () => {
      const others = [{ slotId: "other", units: 1 }];
      const reused = bookingIdOf({ customerId: "c1", idempotencyKey: "k", slots: others });
      await table.put([keyReused({ ...request, bookingId: reused, slots: others }, "eu-west-1", at)]);
      expect(await read(reused)).to.include({
        status: "rejected",
        reason: "idempotency-key-reused",
      });
    });
  });

  describe("a booking, as long as it is pending", () => {
    const [asked] = [[{ slotId: "w", units: 1 }]];
    const bookingId = bookingIdOf({ customerId: "c9", idempotencyKey: "wait", slots: asked });
    const claim = { customerId: "c9", bookingId, part: "0", slots: asked, correlationId: "c", search: undefined };
    let time: number;
    let sleeps: number[];
    let settledAfter: number;
    const wait = (seconds: string) =>
      readBooking(
        {
          store,
          now: () => new Date(time),
          sleep: async (pause) => {
            sleeps.push(pause);
            time += pause;
            if (sleeps.length === settledAfter) {
              await table.put([newClaim(claim, "eu-west-1", now().toISOString(), { status: "confirmed" })]);
            }
          },
        },
        { customerId: "c9", bookingId },
        new URLSearchParams({ waitSeconds: seconds }),
      );
    beforeEach(() => {
      time = 0;
      sleeps = [];
      settledAfter = Infinity;
    });

    it("is read again, less and less often, until the time is over", async () => {
      expect((await wait("3")).status).to.equal("pending");
      expect(sleeps).to.deep.equal([100, 200, 400, 800, 1000, 500]);
    });

    it("is not waited for without being asked", async () => {
      expect((await wait("0")).status).to.equal("pending");
      expect(sleeps).to.deep.equal([]);
    });

    it("is answered as soon as it is settled", async () => {
      settledAfter = 2;
      expect((await wait("5")).status).to.equal("confirmed");
      expect(sleeps).to.deep.equal([100, 200]);
    });

    it("is waited for 5 seconds at most, whole ones", async () => {
      for (const seconds of ["6", "-1", "1.5", "", "x"]) {
        const error = await wait(seconds).catch((reason: unknown) => reason);
        expect(error, seconds).to.be.instanceOf(InvalidRequest);
        expect((error as InvalidRequest).errors).to.deep.equal([
          { field: "waitSeconds", rule: "integer-from-0-to-5", value: seconds },
        ]);
      }
    });
  });

  describe("the catalogue", () => {
    const items = Array.from({ length: 30 }, (_, index) => ({
      itemId: `tour-${String(index).padStart(2, "0")}`,
      kind: "tour" as const,
      title: `Tour ${index}`,
      description: "A tour.",
    }));
    before(() => table.put(items.map((item, index) => catalogueEntry({ item, homeRegion: regions[index % 3] ?? "" }))));

    it("gives every item once, a page at a time, and no cursor on the last page", async () => {
      const first = await listItems(table, new URLSearchParams());
      expect(first.items).to.deep.equal(items.slice(0, 25));
      const second = await listItems(table, new URLSearchParams({ cursor: first.cursor ?? "" }));
      expect(second).to.deep.equal({ items: items.slice(25) });
    });

    it("has no cursor when a page ends exactly where the list does", async () => {
      expect(await listItems(table, new URLSearchParams({ limit: "30" }))).to.deep.equal({ items });
    });

    it("gives an empty page after the last item", async () => {
      expect(await listItems(table, new URLSearchParams({ cursor: cursorOf("ITEM#zzz") }))).to.deep.equal({
        items: [],
      });
    });

    it("refuses a cursor of another list", async () => {
      const query = new URLSearchParams({ cursor: cursorOf("SLOT#2030") });
      expect(await listItems(table, query).catch((reason: unknown) => reason)).to.be.instanceOf(InvalidRequest);
    });
  });

  describe("an item's slots", () => {
    const item = { itemId: "room-1", kind: "room" as const, title: "Room", description: "" };
    const days = Array.from(
      { length: 28 },
      (_, index) => `2030-02-${String(index + 1).padStart(2, "0")}T10:00:00.000Z`,
    );
    const list = (itemId: string, query: Record<string, string> = {}) =>
      listSlots({ table, regions, now }, itemId, new URLSearchParams(query));

    before(async () => {
      await table.put([
        catalogueEntry({ item, homeRegion: "eu-west-1" }),
        catalogueEntry({ item: { ...item, itemId: "room-2" }, homeRegion: "eu-west-1" }),
        ...days.flatMap((startsAt, index) =>
          bornWhole({ slot: { slotId: `night-${index}`, startsAt, capacity: index + 1 }, item, region: "eu-west-1" }),
        ),
        ...bornWhole({
          slot: { slotId: "begun", startsAt: "2029-12-31T23:59:59Z", capacity: 5 },
          item,
          region: "eu-west-1",
        }),
      ]);
    });

    it("come soonest first, without those that have begun", async () => {
      const { slots: found, cursor } = await list("room-1");
      expect(found.map(({ slotId }) => slotId)).to.deep.equal(days.map((_, index) => `night-${index}`));
      expect(found[3]).to.deep.equal({ slotId: "night-3", startsAt: days[3], capacity: 4, available: 4 });
      expect(cursor).to.equal(undefined);
    });

    it("have available what every region's allotment has left, together", async () => {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: allotmentKey("night-9", "eu-west-1", 0),
          UpdateExpression: "SET unsold = unsold - :units",
          ExpressionAttributeValues: { ":units": 7 },
        }),
      );
      const inVirginia = { slotId: "night-9", region: "us-east-1", shard: 0, unsold: 2, held: 2 };
      await table.put([{ ...allotmentKey("night-9", "us-east-1", 0), ...inVirginia }]);
      const { slots: found } = await list("room-1");
      expect(found[9]).to.include({ capacity: 10, available: 5 });
    });

    it("have available what lies in all shards", async () => {
      const slot = { slotId: "sharded", startsAt: "2030-03-01T00:00:00Z", capacity: 11, shards: 4 };
      await table.put([
        catalogueEntry({ item: { ...item, itemId: "room-4" }, homeRegion: "eu-west-1" }),
        ...bornWhole({ slot, item: { itemId: "room-4" }, region: "ap-southeast-2" }),
      ]);
      const { slots: found } = await list("room-4");
      expect(found).to.deep.equal([
        { slotId: "sharded", startsAt: "2030-03-01T00:00:00.000Z", capacity: 11, available: 11 },
      ]);
    });

    it("come a page at a time", async () => {
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await list("room-1", { limit: "10", ...(cursor === undefined ? {} : { cursor }) });
        pages.push(page.slots.map(({ slotId }) => slotId));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(pages.map((page) => page.length)).to.deep.equal([10, 10, 8]);
      expect(new Set(pages.flat()).size).to.equal(28);
    });

    it("begin with those that have not begun, even with a cursor from before them", async () => {
      const { slots: found } = await list("room-1", { cursor: cursorOf("SLOT#2029") });
      expect(found[0]).to.include({ slotId: "night-0" });
    });

    it("are counted for a hundred slots in three regions, more keys than one read takes", async () => {
      const many = Array.from({ length: 100 }, (_, index) => ({
        slotId: `many-${index}`,
        startsAt: "2030-03-01T00:00:00Z",
        capacity: 3,
      }));
      await table.put(many.flatMap((slot) => bornWhole({ slot, item: { itemId: "room-2" }, region: "us-east-1" })));
      const { slots: found } = await list("room-2");
      expect(found).to.have.length(100);
      expect(found.every(({ available }) => available === 3)).to.equal(true);
    });

    it("are none for an item without slots, and not found for an item that does not exist", async () => {
      await table.put([catalogueEntry({ item: { ...item, itemId: "room-3" }, homeRegion: "eu-west-1" })]);
      expect(await list("room-3")).to.deep.equal({ slots: [] });
      for (const itemId of ["room", "room-9", "a#b", "", "x".repeat(3_000)]) {
        expect(await list(itemId).catch((reason: unknown) => reason), itemId).to.be.instanceOf(NotFound);
      }
    });
  });
});
