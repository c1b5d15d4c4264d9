import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { DynamoDbCatalogue } from "../../../../functions/catalogue/browse/dynamodb-catalogue.ts";
import type { Search } from "../../../../functions/catalogue/browse/catalogue.ts";
import { keepStock } from "../../../../functions/catalogue/follow/stock.ts";
import { entryKey, listingKey, listingPrefix, slotKey, slotPrefix } from "../../../../functions/catalogue/keys.ts";
import { slotIdOf } from "../../../../functions/catalogue/slot.ts";
import { cursorOf, pageOf } from "../../../../functions/runtime/page.ts";
import { NotFound } from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const everything: Search = { words: [], kind: undefined, span: undefined };
const from = "2030-01-01T00:00:00.000Z";
const day = (number: number) => `2030-02-${String(number).padStart(2, "0")}T09:00:00.000Z`;

describe("the catalogue, in its table", () => {
  let table: TestTable;
  let catalogue: DynamoDbCatalogue;
  before(async () => {
    table = await startTable();
    catalogue = new DynamoDbCatalogue(table);
  });
  after(() => table.stop());

  async function put(itemId: string, { title = "A tour", description = "", kind = "tour", status = "published" } = {}) {
    const item = { itemId, kind, title, description, region: "eu-west-1" };
    await table.put([
      { ...entryKey(itemId, "eu-west-1"), ...item, status, version: 1, correlationId: "c" },
      ...(status === "published" ? [{ ...listingKey(itemId, "eu-west-1"), ...item }] : []),
    ]);
    return item;
  }

  async function offer(itemId: string, startsAt: string, unsold: Record<string, number> = {}): Promise<string> {
    const slotId = slotIdOf(itemId, startsAt);
    const slot = { slotId, itemId, startsAt, capacity: 10, shards: 2, unitPrice: 500, region: "eu-west-1" };
    await table.put([{ ...slotKey(slot, "eu-west-1"), ...slot, status: "offered", version: 1, correlationId: "c" }]);
    for (const [where, units] of Object.entries(unsold)) {
      const [region = "", shard] = where.split(" ");
      await keepStock(table, { slotId, region, shard: Number(shard), unsold: units, sequence: "1" });
    }
    return slotId;
  }

  const page = (query: Record<string, string> = {}) =>
    pageOf(new URLSearchParams(query), { prefix: listingPrefix, defaultLimit: 25 });
  /** The ids of all that is found, and of how many pages they came. */
  async function found(search: Partial<Search>, limit = "100") {
    const ids: string[] = [];
    let [pages, cursor]: [number, string | undefined] = [0, undefined];
    do {
      const next = await catalogue.search(
        { ...everything, ...search },
        page({ limit, ...(cursor !== undefined && { cursor }) }),
      );
      ids.push(...next.entries.map(({ itemId }) => itemId));
      cursor = next.cursor;
      pages += 1;
    } while (cursor !== undefined);
    return { ids, pages };
  }

  describe("a search", () => {
    const ids = Array.from({ length: 30 }, (_, index) => `tour-${String(index).padStart(2, "0")}`);
    before(async () => {
      for (const id of ids) await put(id, { title: `Tour ${id.slice(-2)}` });
      await put("belem", { title: "Belém by boat", description: "At sunset.", kind: "room" });
      await put("gone", { status: "removed" });
    });

    it("gives every item once, a page at a time, in the order of the ids, and none that was removed", async () => {
      expect(await found({}, "10")).to.deep.equal({ ids: ["belem", ...ids], pages: 4 });
    });

    it("has no cursor when a page ends exactly where the list does", async () => {
      expect((await catalogue.search(everything, page({ limit: "31" }))).cursor).to.equal(undefined);
    });

    it("gives an empty page after the last item", async () => {
      const query = { cursor: cursorOf(`${listingPrefix}zzz`) };
      expect(await catalogue.search(everything, page(query))).to.deep.equal({ entries: [] });
    });

    it("finds items by the beginnings of words in title and description, all of them", async () => {
      expect((await found({ words: ["belem"] })).ids).to.deep.equal(["belem"]);
      expect((await found({ words: ["boat", "sun"] })).ids).to.deep.equal(["belem"]);
      expect((await found({ words: ["boat", "moon"] })).ids).to.deep.equal([]);
      expect((await found({ words: ["set"] })).ids).to.deep.equal([]);
    });

    it("finds items of a kind, with words or without", async () => {
      expect((await found({ kind: "room" })).ids).to.deep.equal(["belem"]);
      expect((await found({ kind: "tour", words: ["belem"] })).ids).to.deep.equal([]);
    });

    it("finds with a span only what has a slot in it with something free in some region", async () => {
      await offer("tour-01", day(1), { "eu-west-1 0": 0, "us-east-1 1": 3 });
      await offer("tour-02", day(1), { "eu-west-1 0": 0, "us-east-1 1": 0 });
      await offer("tour-02", day(5), { "eu-west-1 0": 1 });
      await offer("tour-03", day(1));
      const inSpan = async (first: string, before?: string) => (await found({ span: { from: first, before } })).ids;
      expect(await inSpan(day(1), day(2))).to.deep.equal(["tour-01"]);
      expect(await inSpan(day(1))).to.deep.equal(["tour-01", "tour-02"]);
      expect(await inSpan(day(2), day(5))).to.deep.equal([]);
      expect(await inSpan(day(2), day(6))).to.deep.equal(["tour-02"]);
      expect(await inSpan(day(2), day(1)), "an empty span").to.deep.equal([]);
    });

    it("reads no more for a page than its bounds, and goes on from there", async () => {
      for (let index = 0; index < 60; index += 1) await put(`full-${String(index).padStart(2, "0")}`);
      const span = { from: day(1), before: day(2) };
      const first = await catalogue.search({ ...everything, span }, page());
      expect(first.entries).to.deep.equal([]);
      expect(first.cursor).to.be.a("string");
      expect(await found({ span })).to.deep.equal({ ids: ["tour-01"], pages: 2 });
    });
  });

  describe("an item", () => {
    it("is there as long as it is not removed", async () => {
      expect(await catalogue.item("belem")).to.include({ title: "Belém by boat", version: 1 });
      for (const itemId of ["gone", "none", "A#b", "", "x".repeat(3_000)]) {
        const ask = [() => catalogue.item(itemId), () => catalogue.slots(itemId, from, page())];
        for (const work of ask)
          expect(await work().catch((reason: unknown) => reason), itemId).to.be.instanceOf(NotFound);
      }
    });
  });

  describe("an item's slots", () => {
    const slotPage = (query: Record<string, string> = {}) =>
      pageOf(new URLSearchParams(query), { prefix: slotPrefix, defaultLimit: 100 });
    const list = async (query?: Record<string, string>) => catalogue.slots("room", from, slotPage(query));
    before(async () => {
      await put("room", { kind: "room" });
      await offer("room", "2029-12-31T23:59:00.000Z", { "eu-west-1 0": 9 });
      for (let number = 28; number > 0; number -= 1) {
        await offer("room", day(number), { "eu-west-1 0": number, "eu-west-1 1": 2, "us-east-1 0": 3 });
      }
    });

    it("come soonest first, without those that have begun, with what all regions have left together", async () => {
      const { entries, cursor } = await list();
      expect(entries.map(({ startsAt }) => startsAt)).to.deep.equal(
        Array.from({ length: 28 }, (_, index) => day(index + 1)),
      );
      expect(entries.map(({ available }) => available)).to.deep.equal(
        Array.from({ length: 28 }, (_, index) => index + 6),
      );
      expect(entries[0]).to.include({ unitPrice: 500, capacity: 10 });
      expect(cursor).to.equal(undefined);
    });

    it("come a page at a time, each with its own", async () => {
      const pages: number[][] = [];
      let cursor: string | undefined;
      do {
        const next = await list({ limit: "10", ...(cursor === undefined ? {} : { cursor }) });
        pages.push(next.entries.map(({ available }) => available));
        cursor = next.cursor;
      } while (cursor !== undefined);
      expect(pages.map((one) => one.length)).to.deep.equal([10, 10, 8]);
      expect(pages.flat()).to.deep.equal(Array.from({ length: 28 }, (_, index) => index + 6));
    });

    it("begin with those that have not begun, even with a cursor from before them", async () => {
      const { entries } = await list({ cursor: cursorOf("SLOT#2029") });
      expect(entries[0]).to.include({ startsAt: day(1) });
    });

    it("have nothing left of which nothing was heard, and are none of an item without slots", async () => {
      await put("new");
      expect(await catalogue.slots("new", from, slotPage())).to.deep.equal({ entries: [], cursor: undefined });
      await offer("new", day(1));
      expect((await catalogue.slots("new", from, slotPage())).entries[0]).to.include({ available: 0 });
    });

    it("are read with a number of queries that does not grow with their number", async () => {
      const client = table.newClient();
      const commands: unknown[] = [];
      client.middlewareStack.add(
        (next, context) => (args) => {
          commands.push(context.commandName);
          return next(args);
        },
        { step: "initialize" },
      );
      await new DynamoDbCatalogue({ client, name: table.name }).slots("room", from, slotPage());
      client.destroy();
      expect(commands).to.deep.equal(Array.from({ length: 3 }, () => QueryCommand.name));
    });
  });
});
