import { expect } from "chai";
import fc from "fast-check";
import { slotIdPattern } from "../../../functions/basket/keys.ts";
import {
  asFirstFound,
  changedLine,
  emptiedLine,
  lineItem,
  maximumSlots,
  maximumUnits,
  merged,
  wanted,
} from "../../../functions/basket/line.ts";
import type { Line } from "../../../functions/basket/line.ts";
import * as booking from "../../../functions/booking/message.ts";
import { identifierPattern } from "../../../functions/ledger/keys.ts";
import { afterNoon, ireland, lineOf, noon, slotNamed, virginia } from "./samples.ts";

const day = 24 * 3_600_000;

/** Lines as regions may hold them, so many milliseconds apart: a region has one for each slot and moment. */
const linesApart = (milliseconds: number) =>
  fc.array(
    fc
      .record({
        slotId: fc.constantFrom("a", "b", "c"),
        region: fc.constantFrom(ireland, virginia, "ap-southeast-2"),
        moment: fc.nat(4),
      })
      .map(({ moment, region, slotId }) =>
        lineOf({ slotId, region, at: afterNoon(moment * milliseconds), units: (7 * moment + region.length) % 3 }),
      ),
    { maxLength: 12 },
  );
const lines = linesApart(1);

type Merge = (...each: readonly (readonly Line[])[]) => Line[];

/** Throws unless it does not matter what is merged first, nor how often. */
function expectLawful(merge: Merge): void {
  fc.assert(
    fc.property(lines, lines, lines, (a, b, c) => {
      expect(merge(a, b)).to.deep.equal(merge(b, a));
      expect(merge(merge(a, b), c)).to.deep.equal(merge(a, merge(b, c)));
      expect(merge(a, a)).to.deep.equal(merge(a));
      expect(merge(merge(a))).to.deep.equal(merge(a));
    }),
    { seed: 1, numRuns: 500 },
  );
}

describe("the lines of a basket", () => {
  it("are merged alike in whatever order and however often regions hear of them", () => {
    expectLawful(merged);
  });

  const broken: Readonly<Record<string, Merge>> = {
    "what was heard last counts": (...each) => {
      const last = new Map(each.flat().map((line) => [line.slotId, line]));
      return [...last.values()].sort((left, right) => left.slotId.localeCompare(right.slotId));
    },
    "the region does not decide between changes of one moment": (...each) => {
      const latest = new Map<string, Line>();
      for (const line of each.flat()) {
        const other = latest.get(line.slotId);
        if (other === undefined || line.changedAt > other.changedAt) latest.set(line.slotId, line);
      }
      return [...latest.values()].sort((left, right) => left.slotId.localeCompare(right.slotId));
    },
    "units are added up": (...each) => {
      const sums = new Map<string, Line>();
      for (const line of each.flat()) {
        sums.set(line.slotId, { ...line, units: line.units + (sums.get(line.slotId)?.units ?? 0) });
      }
      return [...sums.values()];
    },
  };
  for (const [fault, merge] of Object.entries(broken)) {
    it(`would be seen to differ if ${fault}`, () => {
      expect(() => {
        expectLawful(merge);
      }).to.throw();
    });
  }

  it("hold of each slot what was changed last, and of two changes at once that of the last region by name", () => {
    const [early, late] = [lineOf({ units: 5 }), lineOf({ region: virginia, units: 2, at: afterNoon(1) })];
    expect(merged([late, early])).to.deep.equal([late]);
    const [there, here] = [lineOf({ region: virginia, units: 2 }), lineOf({ units: 5 })];
    expect(merged([there, here])).to.deep.equal([there]);
    expect(merged([lineOf({ slotId: "b" }), lineOf({ slotId: "a" })]).map(({ slotId }) => slotId)).to.deep.equal([
      "a",
      "b",
    ]);
  });

  it("are changed later than all that is known, also by a region whose clock is behind", () => {
    const known = lineOf({ region: virginia, at: afterNoon(60_000) });
    const change = lineOf({ units: 3, known });
    expect(change.changedAt > known.changedAt).to.equal(true);
    expect(merged([known, change])).to.deep.equal([change]);
    expect(lineOf({ known: lineOf({ at: afterNoon(-5) }) }).changedAt).to.equal(noon.toISOString());
  });

  it("are kept under customer, slot and region, and end 30 days after their last change", () => {
    expect(lineItem(lineOf({ units: 2 }))).to.deep.equal({
      ...{ pk: "CUSTOMER#customer-1", sk: "LINE#s#eu-west-1" },
      ...{ customerId: "customer-1", region: ireland, units: 2, changedAt: noon.toISOString() },
      ...{ slotId: "s", itemId: "tour", startsAt: "2031-01-01T09:00:00.000Z", unitPrice: 1_250 },
      expiresAt: (noon.getTime() + 30 * day) / 1000,
    });
    expect(wanted([lineOf()], afterNoon(30 * day - 1))).to.have.lengthOf(1);
    expect(wanted([lineOf()], afterNoon(30 * day))).to.deep.equal([]);
  });

  it("do not come back when what has removed them is forgotten, whichever of them the table has deleted by then", () => {
    fc.assert(
      fc.property(linesApart(1_000), fc.nat(8), fc.infiniteStream(fc.boolean()), (each, seconds, isDeleted) => {
        const now = afterNoon(30 * day - 2_000 + 1_000 * seconds);
        const left = each.filter(
          ({ expiresAt }) => 1000 * expiresAt > now.getTime() || isDeleted.next().value === false,
        );
        expect(wanted(merged(left), now)).to.deep.equal(wanted(merged(each), now));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("would come back if a removal were forgotten before what it has removed", () => {
    const before = lineOf({ units: 2 });
    const removal = { ...lineOf({ region: virginia, units: 0, known: before }), expiresAt: noon.getTime() / 1000 };
    const all = [before, removal];
    expect(wanted(merged(all), afterNoon(1))).to.deep.equal([]);
    expect(wanted(merged([before]), afterNoon(1))).not.to.deep.equal([]);
  });

  it("are emptied by a checkout, but not of a later change that it has not heard of", () => {
    const found = lineOf({ units: 2 });
    const emptied = emptiedLine(found, virginia, "digest");
    expect(emptied).to.include({ region: virginia, units: 0, changedAt: afterNoon(1).toISOString() });
    expect(wanted(merged([found, emptied]), afterNoon(2))).to.deep.equal([]);
    const unheard = lineOf({ units: 5, at: afterNoon(2) });
    expect(wanted(merged([found, emptied, unheard]), afterNoon(3))).to.deep.equal([unheard]);
  });

  it("are found by a repeated checkout as the first try has found them, whatever has arrived of it", () => {
    const found = [lineOf({ slotId: "a", units: 2 }), lineOf({ slotId: "b", region: virginia, units: 3 })];
    fc.assert(
      fc.property(fc.subarray(found), (arrived) => {
        const emptied = arrived.map((line) => emptiedLine(line, ireland, "digest"));
        const left = found.filter(({ slotId, region }) => {
          return region !== ireland || !emptied.some((line) => line.slotId === slotId);
        });
        const again = wanted(asFirstFound(merged(left, emptied), "digest"), afterNoon(5));
        expect(again.map(({ slotId, units }) => [slotId, units])).to.deep.equal([
          ["a", 2],
          ["b", 3],
        ]);
        const other = wanted(asFirstFound(merged(left, emptied), "another"), afterNoon(5));
        expect(other).to.have.lengthOf(found.length - arrived.length);
      }),
    );
  });

  it("are at most as many, and of as many units, as a booking takes", () => {
    expect(maximumSlots).to.equal(booking.maximumSlots);
    expect(maximumUnits).to.equal(booking.maximumUnits);
    expect(slotIdPattern.source).to.equal(identifierPattern.source);
  });

  it("say what the catalogue has said of their slots", () => {
    const slot = slotNamed("s", { unitPrice: 99 });
    const line = changedLine(undefined, { slot, customerId: "c", region: ireland, units: 1 }, noon);
    expect(line).to.deep.include(slot);
  });
});
