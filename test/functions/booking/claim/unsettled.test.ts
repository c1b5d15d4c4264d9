import { expect } from "chai";
import { givenUp } from "../../../../functions/booking/claim/unsettled.ts";
import { bookingEvents } from "../../../../functions/events/booking.ts";
import { sqsRecord } from "../../events.ts";
import { ireland, noon, requestFor } from "../../ledger/samples.ts";

const { customerId, bookingId } = requestFor();

describe("what support is told of messages that were not settled", () => {
  const told = (receives: number) => {
    const message = { version: 1, kind: "cancel", customerId, bookingId, acceptedAt: noon } as const;
    const received = sqsRecord("m1", JSON.stringify(message));
    const record = { ...received, attributes: { ...received.attributes, ApproximateReceiveCount: String(receives) } };
    return givenUp([{ record, message, correlationId: "correlation" }], {
      maximumReceives: 5,
      region: ireland,
      now: () => new Date(noon),
    });
  };

  it("is nothing while they come again", () => {
    expect([1, 4].flatMap(told)).to.deep.equal([]);
  });

  it("names the booking once they will not", () => {
    for (const [event] of [told(5), told(6)]) {
      expect(event).to.deep.include({ source: "berth.booking", type: "BookingUnsettled" });
      expect(event?.detail).to.deep.include({ customerId, bookingId, region: ireland, occurredAt: noon });
      expect(event?.detail.correlationId).to.equal("correlation");
      expect(bookingEvents.BookingUnsettled.parse(event?.detail)).to.deep.equal(event?.detail);
    }
  });
});
