import { expect } from "chai";
import { statusLines } from "../../../tools/local/status-lines.ts";

describe("statusLines", () => {
  it("tell regions, queues, dead letters, replication and conflicts", () => {
    const queue = { visible: 1, inFlight: 2, delayed: 3 };
    const lines = statusLines({
      regions: [
        {
          name: "eu-west-1",
          isRunning: true,
          queues: [
            { ...queue, name: "bookings", takesDeadLetters: false },
            { ...queue, name: "bookings-dead", takesDeadLetters: true },
          ],
        },
        { name: "us-east-1", isRunning: false, queues: [] },
      ],
      lagMilliseconds: 250,
      cuts: [["eu-west-1", "us-east-1"]],
      conflicts: [{ table: "ledger", key: { pk: "SLOT#1" }, regions: ["eu-west-1", "us-east-1"] }],
    });
    expect(lines).to.deep.equal([
      "eu-west-1   running",
      "  bookings: 1 waiting, 2 in flight, 3 delayed",
      "  bookings-dead: 6 dead letters",
      "us-east-1   dark",
      "replication   lag 250 ms, cut: eu-west-1 from us-east-1",
      'CONFLICT   {"pk":"SLOT#1"} of ledger was written by eu-west-1 and us-east-1',
    ]);
    const quiet = statusLines({ regions: [], lagMilliseconds: 0, cuts: [], conflicts: [] });
    expect(quiet).to.deep.equal(["replication   lag 0 ms, no cut", "conflicts   none"]);
  });
});
