import { expect } from "chai";
import { catalogueEntry, InvalidItem } from "../../../functions/ledger/item.ts";

const item = { itemId: "tour-1", kind: "tour", title: "Harbour by boat", description: "Two hours." } as const;

describe("an entry of the catalogue", () => {
  it("is keyed by its home region and says what the item is", () => {
    expect(catalogueEntry({ item, homeRegion: "eu-west-1" })).to.deep.equal({
      pk: "CATALOGUE",
      sk: "ITEM#tour-1#eu-west-1",
      ...item,
    });
  });

  it("is refused with every reason at once", () => {
    expect(() => catalogueEntry({ item: { ...item, itemId: "a#b", title: "" }, homeRegion: "eu-west-1" })).to.throw(
      InvalidItem,
      /"a#b".*itemId: .*title: /,
    );
  });
});
