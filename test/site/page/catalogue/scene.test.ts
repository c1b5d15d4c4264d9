import { expect } from "chai";
import fc from "fast-check";
import { coverSize, sceneOf } from "../../../../site/page/catalogue/scene.ts";

describe("the scene of a cover", () => {
  it("is the same for the same item, and within the picture", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (itemId) => {
        const scene = sceneOf(itemId);
        expect(sceneOf(itemId)).to.deep.equal(scene);
        expect(scene.sun.x).to.be.within(0, coverSize.width);
        expect(scene.sun.y).to.be.within(0, coverSize.height);
        expect(scene.waves.join()).to.not.include("NaN");
      }),
    );
  });

  it("differs from item to item", () => {
    const waves = Array.from({ length: 50 }, (_, index) => sceneOf(`item-${index}`).waves[0]);
    expect(new Set(waves).size).to.equal(50);
    expect(new Set(Array.from({ length: 50 }, (_, index) => sceneOf(`item-${index}`).light)).size).to.equal(5);
  });
});
