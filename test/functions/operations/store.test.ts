import { expect } from "chai";
import { Refused } from "../../../functions/ledger/store.ts";
import type { Action, Item, Store } from "../../../functions/ledger/store.ts";
import { DynamoDbStore } from "../../../functions/operations/dynamodb-store.ts";
import { simulatedStore, SimulatedTable } from "../../simulation/simulated-table.ts";
import { startTable } from "../table.ts";

interface Subject {
  readonly store: Store;
  all(): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const subjects: Record<string, () => Promise<Subject>> = {
  "in memory": () => {
    const table = new SimulatedTable();
    return Promise.resolve({
      store: simulatedStore(table),
      all: () => Promise.resolve(table.items),
      stop: () => Promise.resolve(),
    });
  },
  "in DynamoDB": async () => {
    const table = await startTable();
    return { store: new DynamoDbStore(table.client, table.name), all: () => table.all(), stop: () => table.stop() };
  },
};

for (const [place, start] of Object.entries(subjects)) {
  describe(`a store ${place}`, () => {
    let subject: Subject;
    let pk = 0;
    before(async () => {
      subject = await start();
    });
    after(() => subject.stop());
    beforeEach(() => {
      pk += 1;
    });

    const key = (sk: string) => ({ pk: String(pk), sk });
    const item = (sk: string, more: Record<string, unknown> = {}): Item => ({ ...key(sk), version: 1, ...more });
    const allotment = (sk: string) => ({ ...key(sk), slotId: "s", region: "eu-west-1", shard: 0 });
    const commit = (...actions: Action[]) => subject.store.commit(actions);
    const create = (created: Item): Action => ({ kind: "create", item: created });
    const credit = (sk: string, units: number, purpose: "return" | "receive"): Action => ({
      ...{ kind: "credit", allotment: allotment(sk), units, purpose },
    });
    const debit = (sk: string, units: number, purpose: "sell" | "send"): Action => ({
      ...{ kind: "debit", key: key(sk), units, purpose },
    });
    const refusalsOf = async (...actions: Action[]) => {
      try {
        await commit(...actions);
      } catch (error) {
        if (error instanceof Refused) return error.refusals;
        throw error;
      }
      throw new Error("it was not refused");
    };
    const stored = () => subject.store.query({ pk: String(pk), from: " ", to: "~" });

    it("has nothing in the beginning", async () => {
      expect(await stored()).to.deep.equal([]);
    });

    it("gives the items of a range in the order of their sort keys, both ends included", async () => {
      await commit(create(item("c")), create(item("a")), create(item("b")), create(item("d")));
      const found = await subject.store.query({ pk: String(pk), from: "b", to: "c" });
      expect(found).to.deep.equal([item("b"), item("c")]);
    });

    it("gives all items of a range that does not fit one answer", async () => {
      const filler = "x".repeat(90_000);
      for (let index = 0; index < 12; index += 1) await commit(create(item(`big-${index + 10}`, { filler })));
      expect((await stored()).map(({ sk }) => sk)).to.have.length(12);
    });

    it("creates an item once, and shows who is refused what is there", async () => {
      await commit(create(item("a", { by: "first" })));
      expect(await refusalsOf(create(item("a", { by: "second" })))).to.deep.equal([
        { index: 0, existing: item("a", { by: "first" }) },
      ]);
      expect(await stored()).to.deep.equal([item("a", { by: "first" })]);
    });

    it("replaces an item of the version that is expected, and no other", async () => {
      await commit(create(item("a")));
      await commit({ kind: "replace", item: item("a", { version: 2 }), version: 1 });
      expect(await refusalsOf({ kind: "replace", item: item("a", { version: 9 }), version: 1 })).to.deep.equal([
        { index: 0, existing: item("a", { version: 2 }) },
      ]);
      expect(await refusalsOf({ kind: "replace", item: item("b"), version: 1 })).to.deep.equal([
        { index: 0, existing: undefined },
      ]);
    });

    it("does nothing of a commit if one condition does not hold, and names all that do not", async () => {
      await commit(create(item("a")), credit("allotment", 2, "receive"));
      const refusals = await refusalsOf(
        create(item("b")),
        create(item("a")),
        debit("allotment", 3, "sell"),
        debit("absent", 1, "sell"),
      );
      expect(refusals.map(({ index, existing }) => [index, existing?.unsold ?? existing?.sk])).to.deep.equal([
        [1, "a"],
        [2, 2],
        [3, undefined],
      ]);
      expect((await stored()).map(({ sk }) => sk)).to.deep.equal(["a", "allotment"]);
    });

    it("expects an item to be of a version, or not to be there, and leaves it as it is", async () => {
      await commit(create(item("a")));
      await commit(
        { kind: "expect", key: key("a"), version: 1 },
        { kind: "expect", key: key("b"), version: undefined },
        create(item("c")),
      );
      const refusals = await refusalsOf(
        { kind: "expect", key: key("a"), version: undefined },
        { kind: "expect", key: key("b"), version: 1 },
        create(item("d")),
      );
      expect(refusals).to.deep.equal([
        { index: 0, existing: item("a") },
        { index: 1, existing: undefined },
      ]);
      expect((await stored()).map(({ sk }) => sk)).to.deep.equal(["a", "c"]);
    });

    it("sells units that stay held, and sends units that do not", async () => {
      await commit(credit("a", 10, "receive"));
      await commit(debit("a", 3, "sell"));
      await commit(debit("a", 2, "send"), create(item("transfer")));
      expect((await stored())[0]).to.deep.equal({ ...allotment("a"), unsold: 5, held: 8 });
      await commit(debit("a", 5, "sell"));
      expect((await refusalsOf(debit("a", 1, "sell")))[0]?.existing?.unsold).to.equal(0);
    });

    it("returns units that are held, and receives units that are not, into an allotment that need not be there", async () => {
      await commit(credit("a", 4, "receive"), credit("b", 2, "return"));
      await commit(debit("a", 3, "sell"));
      await commit(credit("a", 3, "return"), create(item("note")));
      expect((await stored()).slice(0, 2)).to.deep.equal([
        { ...allotment("a"), unsold: 4, held: 4 },
        { ...allotment("b"), unsold: 2, held: 0 },
      ]);
    });

    it("never sells more than there is, however many sell at once", async () => {
      await commit(credit("a", 7, "receive"));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => commit(debit("a", 1, "sell"), create(item(`claim-${index + 10}`)))),
      );
      const sold = outcomes.filter(({ status }) => status === "fulfilled").length;
      const [left, ...claims] = await stored();
      expect(claims).to.have.length(sold);
      expect(left?.unsold).to.equal(7 - sold);
    });
  });
}
