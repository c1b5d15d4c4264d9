import { expect } from "chai";
import {
  allotmentKey,
  claimKey,
  customerPartition,
  entryRange,
  fenceKey,
  heartbeatKey,
  listingRange,
  receiptKey,
  regionsRange,
  requestRange,
  slotEntryKey,
  slotListingKey,
  slotRange,
  stockRange,
  transferKey,
  withdrawalKey,
} from "../../../functions/ledger/keys.ts";
import type { Key, Range } from "../../../functions/ledger/keys.ts";

const isIn =
  ({ pk, from, to }: Range) =>
  (key: Key) =>
    key.pk === pk && key.sk >= from && key.sk <= to;

describe("the keys of the table", () => {
  it("say which region writes the item", () => {
    expect(allotmentKey("s1", "eu-west-1", 0)).to.deep.equal({ pk: "SLOT#s1", sk: "ALLOT#eu-west-1#0" });
    expect(slotEntryKey("s1", "eu-west-1")).to.deep.equal({ pk: "SLOT#s1", sk: "ENTRY#eu-west-1" });
    expect(withdrawalKey("s1", "eu-west-1")).to.deep.equal({ pk: "SLOT#s1", sk: "CLOSED#eu-west-1" });
    expect(slotListingKey("2030-01-01T10:00:00.000Z", "s1", "eu-west-1")).to.deep.equal({
      pk: "SLOTS",
      sk: "2030-01-01T10:00:00.000Z#s1#eu-west-1",
    });
    expect(claimKey("c1", "0123456789abcdef", "0", "us-east-1")).to.deep.equal({
      pk: "CUSTOMER#c1",
      sk: "BOOKING#0123456789abcdef#0#us-east-1",
    });
    expect(heartbeatKey("eu-west-1")).to.deep.equal({ pk: "REGIONS", sk: "HEARTBEAT#eu-west-1" });
    expect(fenceKey("eu-west-1")).to.deep.equal({ pk: "REGIONS", sk: "FENCE#eu-west-1" });
  });

  it("say first which region writes: the sender a transfer, the receiver its receipt", () => {
    const names = ["s1", "eu-west-1", "us-east-1", "t1"] as const;
    expect(transferKey(...names)).to.deep.equal({ pk: "SLOT#s1", sk: "TRANSFER#eu-west-1#us-east-1#t1" });
    expect(receiptKey(...names)).to.deep.equal({ pk: "SLOT#s1", sk: "RECEIPT#us-east-1#eu-west-1#t1" });
  });

  it("differ between any two regions that write the same thing", () => {
    for (const keyIn of [
      (region: string) => allotmentKey("s1", region, 0),
      (region: string) => claimKey("c1", "r", "0", region),
      (region: string) => heartbeatKey(region),
    ]) {
      expect(keyIn("eu-west-1")).not.to.deep.equal(keyIn("us-east-1"));
    }
  });
});

describe("the ranges of the table", () => {
  const [allotment, entry] = [allotmentKey("s1", "us-east-1", 15), slotEntryKey("s1", "us-east-1")];
  const transfer = transferKey("s1", "us-east-1", "eu-west-1", "t1");
  const receipt = receiptKey("s1", "us-east-1", "eu-west-1", "t1");
  const withdrawal = withdrawalKey("s1", "us-east-1");
  const ofSlot = [allotment, entry, transfer, receipt, withdrawal];

  it("find what is known of a slot, in every region, and nothing of another slot", () => {
    expect(ofSlot.filter(isIn(entryRange("s1")))).to.deep.equal([entry, withdrawal]);
    expect(ofSlot.filter(isIn(stockRange("s1")))).to.deep.equal([allotment, entry, withdrawal]);
    expect(ofSlot.filter(isIn(slotRange("s1")))).to.deep.equal(ofSlot);
    expect(ofSlot.filter(isIn(slotRange("s")))).to.deep.equal([]);
  });

  it("find what all regions recorded for all parts of a request, and nothing of another request", () => {
    const keys = ["0", "0~1a2b3c4d", "0123456789abcdef"].map((part) => claimKey("c1", "r", part, "us-east-1"));
    expect(keys.filter(isIn(requestRange("c1", "r")))).to.deep.equal(keys);
    expect(keys[0]?.pk).to.equal(customerPartition("c1"));
    for (const other of [claimKey("c1", "r1", "0", "us-east-1"), claimKey("c2", "r", "0", "us-east-1")]) {
      expect(isIn(requestRange("c1", "r"))(other), JSON.stringify(other)).to.be.false;
    }
  });

  it("find heartbeats and fences of all regions", () => {
    expect([fenceKey("eu-west-1"), heartbeatKey("us-east-1")].every(isIn(regionsRange))).to.be.true;
  });

  it("find the slots that begin at a time or later, in every region", () => {
    const [early, exact, late] = [9, 10, 11].map((hour) =>
      slotListingKey(`2030-01-01T${hour === 9 ? "09" : hour}:00:00.000Z`, "s1", "eu-west-1"),
    );
    const found = [early, exact, late].filter((key) => key && isIn(listingRange("2030-01-01T10:00:00.000Z"))(key));
    expect(found).to.deep.equal([exact, late]);
  });
});
