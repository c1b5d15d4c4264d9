import { expect } from "chai";
import fc from "fast-check";
import { Endless, Random, Scheduler } from "./scheduler.ts";

describe("a scheduler", () => {
  it("lets everything happen in the order of its time, and of what was asked for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 9 }), { maxLength: 40 }), async (delays) => {
        const scheduler = new Scheduler();
        const happened: { delay: number; index: number; time: number }[] = [];
        for (const [index, delay] of delays.entries()) {
          scheduler.after(delay, () => happened.push({ delay, index, time: scheduler.time }));
        }
        await scheduler.run(delays.length);
        const ordered = delays
          .map((delay, index) => ({ delay, index, time: delay }))
          .sort((left, right) => left.delay - right.delay || left.index - right.index);
        expect(happened).to.deep.equal(ordered);
      }),
      { numRuns: 50 },
    );
  });

  it("lets happen what was asked for meanwhile, counted from then", async () => {
    const scheduler = new Scheduler();
    const times: number[] = [];
    scheduler.after(10, () => {
      scheduler.after(5, () => times.push(scheduler.time));
      void Promise.resolve().then(() => {
        scheduler.after(1, () => times.push(scheduler.time));
      });
    });
    scheduler.after(12, () => times.push(scheduler.time));
    await scheduler.run(10);
    expect(times).to.deep.equal([11, 12, 15]);
  });

  it("ends with an error when it does not come to rest", async () => {
    const scheduler = new Scheduler();
    let count = 0;
    const again = () => {
      count += 1;
      scheduler.after(1, again);
    };
    again();
    const error = await scheduler.run(50).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Endless).with.property("message").that.includes("50 events");
    expect(count).to.equal(51);
  });
});

describe("random numbers", () => {
  it("are the same for the same seed, others for another, and in their bounds", () => {
    const from = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 200 }, () => random.next());
    };
    expect(from(7)).to.deep.equal(from(7));
    expect(from(7)).to.not.deep.equal(from(8));
    for (const number of from(7)) expect(number).to.be.within(0, 1 - Number.EPSILON);
  });

  it("hit both ends of what is asked for, and nothing beyond", () => {
    const random = new Random(1);
    const drawn = new Set(Array.from({ length: 200 }, () => random.whole(2, 5)));
    expect([...drawn].toSorted()).to.deep.equal([2, 3, 4, 5]);
    expect([random.chance(0), random.chance(1)]).to.deep.equal([false, true]);
    expect(random.between(3, 3)).to.equal(3);
  });
});
