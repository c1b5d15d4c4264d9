import { expect } from "chai";
import fc from "fast-check";
import { receiving, sending, transfersIn } from "../../../functions/ledger/transfer.ts";
import type { Action } from "../../../functions/ledger/store.ts";
import { ireland, stockOf, virginia } from "./samples.ts";

const transfer = { slotId: "s", transferId: "1", region: ireland, to: virginia, units: 5, shards: 2 };
const sent = { pk: "SLOT#s", sk: "TRANSFER#eu-west-1#us-east-1#1", ...transfer };
const receipt = {
  ...{ pk: "SLOT#s", sk: "RECEIPT#us-east-1#eu-west-1#1", slotId: "s", transferId: "1" },
  ...{ region: virginia, from: ireland, units: 5 },
};

describe("a transfer", () => {
  it("debits the sender's shards and says where the units went, in one commit", () => {
    const stock = stockOf("s", { [ireland]: [{ unsold: 3 }, { unsold: 4 }], [virginia]: 9 });
    expect(sending(transfer, stock)).to.deep.equal([
      { kind: "debit", key: { pk: "SLOT#s", sk: "ALLOT#eu-west-1#1" }, units: 4, purpose: "send" },
      { kind: "debit", key: { pk: "SLOT#s", sk: "ALLOT#eu-west-1#0" }, units: 1, purpose: "send" },
      { kind: "create", item: sent },
    ]);
  });

  it("is none if the sender has too few", () => {
    expect(sending(transfer, stockOf("s", { [ireland]: 4, [virginia]: 9 }))).to.be.undefined;
  });

  it("credits the receiver's shards and leaves a receipt, in one commit", () => {
    const allotment = (shard: number) => ({
      ...{ pk: "SLOT#s", sk: `ALLOT#us-east-1#${shard}` },
      ...{ slotId: "s", region: virginia, shard },
    });
    expect(receiving(transfer)).to.deep.equal([
      { kind: "credit", allotment: allotment(0), units: 2, purpose: "receive" },
      { kind: "credit", allotment: allotment(1), units: 3, purpose: "receive" },
      { kind: "create", item: receipt },
    ]);
  });

  it("credits what was debited, however many shards it goes to, and no shard with nothing", () => {
    const creditsOf = (actions: Action[]) =>
      actions.flatMap((action) => (action.kind === "credit" ? [action.units] : []));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 16 }), (units, shards) => {
        const credits = creditsOf(receiving({ ...transfer, units, shards }));
        expect(credits.reduce((a, b) => a + b, 0)).to.equal(units);
        expect(credits).to.not.include(0);
      }),
    );
  });

  it("is received once its own receipt is there, and not by any other", () => {
    const others = [
      { ...receipt, sk: "RECEIPT#us-east-1#eu-west-1#2" },
      { ...receipt, sk: "RECEIPT#us-east-1#ap-southeast-2#1" },
      { ...receipt, sk: "RECEIPT#eu-west-1#us-east-1#1" },
    ];
    expect(transfersIn([...others, sent])).to.deep.equal([{ transfer, received: false }]);
    expect(transfersIn([receipt, sent])).to.deep.equal([{ transfer, received: true }]);
    expect(transfersIn([receipt])).to.deep.equal([]);
    const second = { ...sent, sk: "TRANSFER#eu-west-1#us-east-1#2", transferId: "2" };
    expect(transfersIn([receipt, sent, second]).map(({ received }) => received)).to.deep.equal([true, false]);
  });
});
