import { expect } from "chai";
import { WriteLedger } from "../../../../local/services/dynamodb/write-ledger.ts";

describe("WriteLedger", () => {
  it("gives a key to the first region that writes it, for good", () => {
    const ledger = new WriteLedger();
    expect(ledger.ownerOf("a")).to.equal(undefined);
    expect(ledger.record("a", "west").owner).to.equal("west");
    expect(ledger.record("a", "east").owner).to.equal("west");
    expect(ledger.record("b", "east").owner).to.equal("east");
    expect([ledger.ownerOf("a"), ledger.ownerOf("b")]).to.eql(["west", "east"]);
  });

  it("lets a later write of another region overrule a write, and one of the same region follow it", () => {
    const ledger = new WriteLedger();
    const { write: first } = ledger.record("a", "west");
    const { write: second } = ledger.record("a", "west");
    expect(ledger.isOverruled(first)).to.equal(false);
    const { write: third } = ledger.record("a", "east");
    expect([first, second, third].map((write) => ledger.isOverruled(write))).to.eql([true, true, false]);
  });

  it("holds only the very last write of a key for the latest: what is restored must not go over a newer one", () => {
    const ledger = new WriteLedger();
    const { write: first } = ledger.record("a", "west");
    expect(ledger.isLatest(first)).to.equal(true);
    const { write: second } = ledger.record("a", "west");
    ledger.record("b", "west");
    expect([first, second].map((write) => ledger.isLatest(write))).to.eql([false, true]);
  });
});
