import { expect } from "chai";
import {
  allotmentKey,
  catalogueItemPrefix,
  catalogueKey,
  claimKey,
  claimPrefix,
  customerPartition,
  slotEntryKey,
  slotListingKey,
} from "../../../functions/ledger/keys.ts";

describe("the keys of the table", () => {
  it("say which region writes the item", () => {
    expect(allotmentKey("s1", "eu-west-1", "0")).to.deep.equal({ pk: "SLOT#s1", sk: "ALLOT#eu-west-1#0" });
    expect(slotEntryKey("s1", "eu-west-1")).to.deep.equal({ pk: "SLOT#s1", sk: "ENTRY#eu-west-1" });
    expect(slotListingKey("i1", "2030-01-01T10:00:00.000Z", "s1", "eu-west-1")).to.deep.equal({
      pk: "ITEM#i1",
      sk: "SLOT#2030-01-01T10:00:00.000Z#s1#eu-west-1",
    });
    expect(catalogueKey("i1", "eu-west-1")).to.deep.equal({ pk: "CATALOGUE", sk: "ITEM#i1#eu-west-1" });
    expect(claimKey("c1", "0123456789abcdef", "0", "us-east-1")).to.deep.equal({
      pk: "CUSTOMER#c1",
      sk: "BOOKING#0123456789abcdef#0#us-east-1",
    });
  });

  it("differ between any two regions that write the same thing", () => {
    expect(allotmentKey("s1", "eu-west-1", "0")).not.to.deep.equal(allotmentKey("s1", "us-east-1", "0"));
    expect(claimKey("c1", "r", "0", "eu-west-1")).not.to.deep.equal(claimKey("c1", "r", "0", "us-east-1"));
  });

  it("find with a prefix the claims of one part, and the entry of one item, in every region", () => {
    const claim = claimKey("c1", "r", "1", "us-east-1");
    expect(claim.pk).to.equal(customerPartition("c1"));
    expect(claim.sk.startsWith(claimPrefix("r", "1"))).to.equal(true);
    expect(claimKey("c1", "r", "10", "us-east-1").sk.startsWith(claimPrefix("r", "1"))).to.equal(false);
    expect(catalogueKey("i1", "eu-west-1").sk.startsWith(catalogueItemPrefix("i1"))).to.equal(true);
    expect(catalogueKey("i10", "eu-west-1").sk.startsWith(catalogueItemPrefix("i1"))).to.equal(false);
  });
});
