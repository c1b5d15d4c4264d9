import { expect } from "chai";
import { claimMessage } from "../../../functions/booking/message.ts";
import { deliveryOf, MessageNotUnderstood } from "../../../functions/booking/record.ts";
import { sqsRecord } from "../events.ts";
import { noon, requestFor, unitsOf } from "../ledger/samples.ts";

const slots = [unitsOf("b", 2), unitsOf("a")];
const { customerId, bookingId, ...request } = requestFor({ slots });
const detail = {
  ...{ schema: 1, id: `${bookingId}/checked-out`, version: 1, occurredAt: noon, region: "eu-west-1" },
  ...{ correlationId: "checkout", customerId, bookingId, total: 350 },
  lines: slots.map((slot) => ({ ...slot, unitPrice: 100 })),
};
const event = (changes: object = {}, type = "BasketCheckedOut") =>
  sqsRecord("m1", JSON.stringify({ source: "berth.basket", "detail-type": type, detail: { ...detail, ...changes } }));

describe("a record of the queue of bookings", () => {
  const message = claimMessage({ ...request, customerId, bookingId }, new Date(noon));

  it("carries a message of the service, with its correlation id as an attribute", () => {
    const delivery = deliveryOf(sqsRecord("m1", JSON.stringify(message), "asked"));
    expect(delivery).to.deep.equal({ message, correlationId: "asked" });
    expect(deliveryOf(sqsRecord("m1", JSON.stringify(message))).correlationId).to.equal("m1");
  });

  it("or a basket that was checked out: all its slots as one booking, with the event's correlation id", () => {
    expect(deliveryOf(event())).to.deep.equal({ message, correlationId: "checkout" });
  });

  it("takes fields that were added to the event", () => {
    const lines = detail.lines.map((line) => ({ ...line, added: true }));
    expect(deliveryOf(event({ added: true, lines }))).to.deep.equal({ message, correlationId: "checkout" });
  });

  const [first] = detail.lines;
  const broken: [string, ReturnType<typeof event>, string][] = [
    ["a slot twice", event({ lines: [first, first] }), "slot-listed-once"],
    ["no lines", event({ lines: [] }), "from-1-to-25-slots"],
    ["half a unit", event({ lines: [{ ...first, units: 0.5 }] }), "integer-from-1-to-1000"],
    ["no lines at all", event({ lines: undefined }), "detail.lines"],
    ["somebody else's booking", event({ customerId: "somebody else" }), "a booking of the customer"],
    ["another version", event({ schema: 2 }), "detail.schema"],
    ["another event", event({}, "BookingConfirmed"), "detail-type"],
  ];
  for (const [what, record, problem] of broken) {
    it(`is not understood with ${what}, and the log learns which rule is broken, and no value`, () => {
      expect(() => deliveryOf(record))
        .to.throw(MessageNotUnderstood, problem)
        .with.property("message")
        .not.includes("somebody else");
    });
  }
});
