import { expect } from "chai";
import fc from "fast-check";
import { bear, withdraw } from "../../../../functions/booking/offer/slots.ts";
import { unbookable } from "../../../../functions/booking/accept/slots.ts";
import { InvalidSlot } from "../../../../functions/ledger/slot.ts";
import { simulatedStore, SimulatedTable } from "../../../simulation/simulated-table.ts";

const region = "eu-west-1";
const startsAt = "2031-01-01T09:00:00.000Z";
const now = new Date("2030-01-01T00:00:00.000Z");
const told = { schema: 1, version: 1, occurredAt: now.toISOString(), region, correlationId: "c" } as const;
const offer = (slotId: string) => ({
  ...{ ...told, id: `${slotId}/offered`, itemId: "i", slotId, startsAt, capacity: 5, shards: 2, unitPrice: 100 },
});
const withdrawal = (slotId: string) => ({ ...told, id: `${slotId}/withdrawn`, itemId: "i", slotId });
const faultsOf = async (table: SimulatedTable, slotId: string) =>
  (await unbookable(simulatedStore(table), [{ slotId, units: 1 }], now)).map(({ rule }) => rule);

describe("slots of the catalogue, in the ledger", () => {
  let table: SimulatedTable;
  let site: Parameters<typeof bear>[0];
  beforeEach(() => {
    table = new SimulatedTable();
    site = { store: simulatedStore(table) };
  });

  it("are born whole where they are offered", async () => {
    await bear(site, offer("s"));
    expect(table.items.map(({ pk, sk, unsold }) => [pk, sk, unsold])).to.deep.equal([
      ["SLOT#s", "ALLOT#eu-west-1#0", 2],
      ["SLOT#s", "ALLOT#eu-west-1#1", 3],
      ["SLOT#s", "ENTRY#eu-west-1", undefined],
      ["SLOTS", `${startsAt}#s#eu-west-1`, undefined],
    ]);
    expect(await faultsOf(table, "s")).to.deep.equal([]);
  });

  it("are born once: what was sold meanwhile is not given back by an offer that comes again", async () => {
    await bear(site, offer("s"));
    const key = { pk: "SLOT#s", sk: "ALLOT#eu-west-1#1" };
    table.commit([{ kind: "debit", key, units: 3, purpose: "sell" }]);
    const before = table.items;
    await bear(site, offer("s"));
    expect(table.items).to.deep.equal(before);
  });

  it("can be booked no more once they are withdrawn", async () => {
    await bear(site, offer("s"));
    await bear(site, offer("t"));
    await withdraw(site, withdrawal("s"));
    expect(await faultsOf(table, "s")).to.deep.equal(["slot-withdrawn"]);
    expect(await faultsOf(table, "t")).to.deep.equal([]);
  });

  it("are the same in the end whatever the order of what is said, and however often", async () => {
    const reference = new SimulatedTable();
    await bear({ store: simulatedStore(reference) }, offer("s"));
    await withdraw({ store: simulatedStore(reference) }, withdrawal("s"));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(["offer", "offer", "withdrawal", "withdrawal"] as const, { minLength: 4 }),
        async (order) => {
          const other = new SimulatedTable();
          for (const said of order) {
            if (said === "offer") await bear({ store: simulatedStore(other) }, offer("s"));
            else await withdraw({ store: simulatedStore(other) }, withdrawal("s"));
          }
          const sorted = ({ items }: SimulatedTable) => items.map((item) => JSON.stringify(item)).sort();
          expect(sorted(other)).to.deep.equal(sorted(reference));
          expect(await faultsOf(other, "s")).to.deep.equal(["slot-withdrawn"]);
        },
      ),
    );
  });

  it("are not born if they can be none, which somebody has to look at", async () => {
    const error = await bear(site, { ...offer("s"), capacity: 0 }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InvalidSlot);
  });
});
