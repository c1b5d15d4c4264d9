import { expect } from "chai";
import { claimMessage } from "../../../functions/booking/message.ts";
import type { ArchivedWrite } from "../../../tools/replay/archived-writes.ts";
import { replay } from "../../../tools/replay/replay.ts";
import { noon, requestFor } from "../../functions/ledger/samples.ts";

const writeOf = (idempotencyKey: string, part = "0"): ArchivedWrite => ({
  message: claimMessage({ ...requestFor({ idempotencyKey }), part }, new Date(noon)),
  correlationId: idempotencyKey,
});
const [first, second] = [writeOf("a"), writeOf("b")];
const prolongation = writeOf("a", "0123456789abcdef");
const { customerId, bookingId } = first.message;
const cancellation: ArchivedWrite = {
  message: { version: 1, kind: "cancel", customerId, bookingId, acceptedAt: noon },
  correlationId: "c",
};

describe("replaying writes", () => {
  let sent: ArchivedWrite[][];
  let lines: string[];
  let looks: number;
  /** Whether a write is settled at a look, the first being 1. */
  let isSettled: (write: ArchivedWrite, look: number) => boolean;
  beforeEach(() => {
    sent = [];
    lines = [];
    looks = 1;
    isSettled = () => true;
  });

  const play = (...writes: ArchivedWrite[]) =>
    replay(
      {
        send: (these) => Promise.resolve(void sent.push([...these])),
        isSettled: (write) => Promise.resolve(isSettled(write, looks)),
        sleep: () => Promise.resolve(void (looks += 1)),
        print: (line) => lines.push(line),
      },
      writes,
    );

  it("sends bookings, then what was added to them, then cancellations", async () => {
    await play(cancellation, prolongation, first, second);
    expect(sent).to.deep.equal([[first, second], [prolongation], [cancellation]]);
  });

  it("waits with each kind until those before are settled, and says how many are not", async () => {
    isSettled = (write, look) => {
      if (write.message.kind === "claim" && write.message.part === "0") {
        expect(sent, "sent before its booking").to.have.lengthOf(1);
        return look >= (write === first ? 2 : 3);
      }
      return true;
    };
    await play(prolongation, first, second);
    expect(looks).to.equal(3);
    expect(lines).to.include("      1  bookings are not settled yet");
    expect(sent.at(1)).to.deep.equal([prolongation]);
  });

  it("gives up, names one, and sends nothing more when nothing is settled for ten minutes", async () => {
    isSettled = (write) => write !== second;
    const error = await play(prolongation, first, second).catch((reason: unknown) => reason);
    expect(String(error)).to.include(
      `1 bookings are not settled after ten minutes, such as ${second.message.bookingId}`,
    );
    expect(looks).to.be.within(600, 602);
    expect(sent).to.deep.equal([[first, second]]);
  });

  it("says so when there is nothing to replay", async () => {
    await play();
    expect(sent).to.deep.equal([]);
    expect(lines).to.have.lengthOf(1);
  });
});
