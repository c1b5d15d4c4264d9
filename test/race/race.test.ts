import { expect } from "chai";
import { running, stopped } from "../e2e/running.ts";
import { race } from "./race.ts";

after(stopped);

describe("a race for places over HTTP", function () {
  this.timeout(900_000);

  it("sells exactly what there is, while regions are cut off from each other and one goes dark", async () => {
    const result = await race(await running(), { requests: 200, capacity: 50 });
    expect(result.violations).to.deep.equal([]);
    expect(result).to.deep.include({
      bookings: 200,
      confirmed: 50,
      rejected: 150,
      pending: 0,
      conflicts: 0,
      deadLetters: [],
      unsold: [],
    });
  });

  it("gives the only place to one of two who ask for it in two regions in the same instant, each time", async () => {
    const result = await race(await running(), { requests: 60, slots: 30, capacity: 1, disturbed: false });
    expect(result.violations).to.deep.equal([]);
    expect(result).to.deep.include({
      bookings: 60,
      confirmed: 30,
      rejected: 30,
      pending: 0,
      conflicts: 0,
      deadLetters: [],
      unsold: [],
    });
  });
});
