import { expect } from "chai";
import fc from "fast-check";
import { itemIdOf, itemIdPattern, payloadOf, requestOf, wordsOf } from "../../../functions/catalogue/item.ts";

const request = requestOf("eu-west-1", "rita", "key-1");

describe("an item's id", () => {
  const slugs: [string, string][] = [
    ["Belém by boat", "belem-by-boat"],
    ["  Éa -- Ça!  ", "ea-ca"],
    ["ALFAMA", "alfama"],
    ["東京", "item"],
    ["", "item"],
    ["a".repeat(40), "a".repeat(24)],
    [`${"a".repeat(23)} bc`, "a".repeat(23)],
  ];
  for (const [title, slug] of slugs) {
    it(`begins with ${slug} for the title ${JSON.stringify(title)}`, () => {
      expect(itemIdOf(title, request)).to.equal(`${slug}-${request.slice(0, 10)}`);
    });
  }

  it("is an id whatever the title, and leaves room for a slot's time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 130 }), (title) => {
        expect(itemIdOf(title, request)).to.match(itemIdPattern);
      }),
    );
  });

  it("differs between regions, callers and keys", () => {
    const names = [
      request,
      requestOf("us-east-1", "rita", "key-1"),
      requestOf("eu-west-1", "rui", "key-1"),
      requestOf("eu-west-1", "rita", "key-2"),
      requestOf("eu-west-1", 'rita","key', "1"),
    ];
    expect(new Set(names.map((name) => itemIdOf("Harbour", name))).size).to.equal(names.length);
  });
});

describe("what is said of an item", () => {
  const content = { kind: "tour", title: "a", description: "b" } as const;

  it("is told apart by each of its fields", () => {
    const others = [
      { ...content, kind: "room" as const },
      { ...content, title: "b", description: "a" },
      { ...content, description: "" },
      { ...content, pictureUrl: "https://a" },
    ];
    expect(new Set([content, ...others].map(payloadOf)).size).to.equal(5);
    expect(payloadOf({ description: "b", title: "a", kind: "tour" })).to.equal(payloadOf(content));
  });

  it("is made of words without capitals and accents", () => {
    expect(wordsOf("Belém, by BOAT (ﬁve  hours) – 東京 n°2")).to.deep.equal([
      ...["belem", "by", "boat", "five", "hours", "東京", "n", "2"],
    ]);
  });
});
