import { expect } from "chai";
import fc from "fast-check";
import { beats, partsOf, partState } from "../../../functions/ledger/resolve.ts";
import type { Claim, Outcome } from "../../../functions/ledger/claim.ts";
import { claimFor, ireland, noon, requestFor, sydney, virginia } from "./samples.ts";

const request = requestFor();
const { bookingId } = request;
const later = "2030-01-01T12:00:01.000Z";
const prolongation = "0123456789abcdef";
const rejected: Outcome = { status: "rejected", reason: "sold-out" };
const forwarded: Outcome = { status: "forwarded", to: virginia, search: { origin: ireland, asked: {}, hops: 1 } };
const cancelled: Outcome = { status: "cancelled" };
const stateOf = (claims: readonly Claim[], part = "0") => {
  const state = partState(claims, bookingId, part);
  return state.status === "pending" ? "pending" : `${state.status} in ${state.region}`;
};

describe("what became of a part", () => {
  it("is pending while nobody has recorded it, or it is on its way", () => {
    expect(stateOf([])).to.equal("pending");
    expect(stateOf([claimFor(request, forwarded)])).to.equal("pending");
    expect(stateOf([claimFor(requestFor({ idempotencyKey: "another" }))])).to.equal("pending");
  });

  it("is cancelled, whatever else was recorded of it, and so is every prolongation", () => {
    const claims = [
      claimFor(request),
      claimFor({ ...request, part: prolongation }),
      claimFor(request, { region: virginia, ...cancelled }),
      claimFor(request, { region: sydney, ...rejected }),
    ];
    expect(stateOf(claims)).to.equal("cancelled in us-east-1");
    expect(stateOf(claims, prolongation)).to.equal("cancelled in us-east-1");
  });

  it("is not cancelled because a prolongation is", () => {
    const claims = [claimFor(request), claimFor({ ...request, part: prolongation }, cancelled)];
    expect(stateOf(claims)).to.equal("confirmed in eu-west-1");
  });

  it("is confirmed though another region has rejected it earlier", () => {
    const claims = [claimFor(request, { region: virginia, ...rejected }), claimFor(request, { claimedAt: later })];
    expect(stateOf(claims)).to.equal("confirmed in eu-west-1");
  });

  it("is the earliest of several that are confirmed, then that of the first region by name", () => {
    const ofIreland = claimFor(request, { claimedAt: later });
    const ofVirginia = claimFor(request, { region: virginia });
    const ofSydney = claimFor(request, { region: sydney });
    expect(stateOf([ofIreland, ofVirginia])).to.equal("confirmed in us-east-1");
    expect(stateOf([ofIreland, ofVirginia, ofSydney])).to.equal("confirmed in ap-southeast-2");
    expect(beats(ofVirginia, ofIreland)).to.be.true;
    expect(beats(ofIreland, ofVirginia)).to.be.false;
    expect(beats(ofSydney, ofVirginia)).to.be.true;
    expect(beats(ofVirginia, ofVirginia)).to.be.false;
  });

  it("is confirmed where the winner of a released claim is, though nothing was heard from there", () => {
    const released = claimFor(request, { status: "released", winner: virginia });
    expect(stateOf([released, claimFor(request, { region: sydney, ...rejected })])).to.equal("confirmed in us-east-1");
  });

  it("is rejected with its reason if nobody has confirmed it", () => {
    const state = partState([claimFor(request, rejected)], bookingId, "0");
    expect(state).to.include({ status: "rejected", region: ireland, reason: "sold-out" });
  });

  it("is the same in whatever order the claims were heard of", () => {
    const outcome = fc.constantFrom<Outcome>({ status: "confirmed" }, rejected, forwarded, cancelled, {
      status: "released",
      winner: virginia,
    });
    const ofRegion = fc.record({
      outcome,
      part: fc.constantFrom("0", prolongation),
      claimedAt: fc.constantFrom(noon, later),
      region: fc.constantFrom<string>(ireland, virginia, sydney),
    });
    const all = fc.uniqueArray(ofRegion, { selector: ({ region, part }) => `${region} ${part}` });
    fc.assert(
      fc.property(
        all.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([one, other]) => {
          const claims = (list: typeof one) =>
            list.map(({ part, region, claimedAt, outcome: became }) =>
              claimFor({ ...request, part }, { region, claimedAt, ...became }),
            );
          for (const part of ["0", prolongation]) {
            const [left, right] = [partState(claims(one), bookingId, part), partState(claims(other), bookingId, part)];
            expect(right.status).to.equal(left.status);
            // Which region is named matters where places are held.
            if (left.status === "confirmed") expect(right).to.have.property("region", left.region);
          }
        },
      ),
    );
  });
});

describe("the parts of a booking", () => {
  it("are each there once, the first one first, and none of another booking", () => {
    const parts = ["fedcba9876543210", "0", prolongation, "0"].map((part) => claimFor({ ...request, part }));
    const another = claimFor({ ...requestFor({ idempotencyKey: "another" }), part: "aaaaaaaaaaaaaaaa" });
    expect(partsOf([...parts, another], bookingId)).to.deep.equal(["0", prolongation, "fedcba9876543210"]);
  });
});
