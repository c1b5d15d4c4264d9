import { expect } from "chai";
import fc from "fast-check";
import { withBackoff } from "../../../functions/runtime/backoff.ts";

class Busy extends Error {}
const isBusy = (error: unknown) => error instanceof Busy;

/** Work that is busy a number of times before it succeeds, and the waits in between. */
function busyFor(times: number) {
  const waits: number[] = [];
  let calls = 0;
  return {
    waits,
    calls: () => calls,
    sleep: (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    work: () => {
      calls += 1;
      return calls > times ? Promise.resolve("done") : Promise.reject(new Busy());
    },
  };
}

describe("backoff", () => {
  it("tries again until the work succeeds", async () => {
    const { work, sleep, calls } = busyFor(3);
    expect(await withBackoff(work, isBusy, { tries: 4, sleep })).to.equal("done");
    expect(calls()).to.equal(4);
  });

  it("gives up with the last error after the last try, without waiting for another", async () => {
    const { work, sleep, waits, calls } = busyFor(9);
    const error = await withBackoff(work, isBusy, { tries: 3, sleep }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Busy);
    expect(calls()).to.equal(3);
    expect(waits).to.have.length(2);
  });

  it("does not repeat what failed for another reason", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      return Promise.reject(new TypeError("broken"));
    };
    expect(await withBackoff(work, isBusy).catch((reason: unknown) => reason)).to.be.instanceOf(TypeError);
    expect(calls).to.equal(1);
  });

  it("waits with full jitter: anything up to a bound that doubles to the cap", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (share) => {
        const { work, sleep, waits } = busyFor(5);
        await withBackoff(work, isBusy, { baseMilliseconds: 20, capMilliseconds: 100, sleep, random: () => share });
        expect(waits).to.deep.equal([20, 40, 80, 100, 100].map((bound) => share * bound));
      }),
    );
  });
});
