import { expect } from "chai";
import type { BookingMessage } from "../../../functions/booking/message.ts";
import { settleMessages } from "../../../functions/booking/settle-messages.ts";
import type { ClaimRequest } from "../../../functions/ledger/claim.ts";
import { requestFor, unitsOf, virginia } from "../ledger/samples.ts";
import { SimulatedSite, statusesOf } from "../operations/simulated-site.ts";

const acceptedAt = "2030-01-01T12:00:00.000Z";

function claiming({ customerId, bookingId, part, slots, search, correlationId }: ClaimRequest) {
  const message: BookingMessage = {
    version: 1,
    kind: "claim",
    customerId,
    bookingId,
    part,
    slots: [...slots],
    search,
    acceptedAt,
  };
  return { message, correlationId };
}

function cancelling({ customerId, bookingId, correlationId }: ClaimRequest) {
  const message: BookingMessage = { version: 1, kind: "cancel", customerId, bookingId, acceptedAt };
  return { message, correlationId };
}

describe("settling the messages of a batch", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
    site.bear("s", 10);
  });

  it("claims what is to be claimed together, and says of each message what it came to", async () => {
    const deliveries = ["a", "b"].map((customerId) =>
      claiming(requestFor({ customerId, correlationId: `id of ${customerId}` })),
    );
    const results = await settleMessages(site, deliveries);
    expect(deliveries.map((delivery) => results.get(delivery))).to.deep.equal(Array(2).fill({ outcome: "confirmed" }));
    expect(site.commits).to.have.length(1);
    expect(site.claims().map(({ correlationId }) => correlationId)).to.have.members(["id of a", "id of b"]);
  });

  it("carries along how far a search has come", async () => {
    const search = { origin: virginia, asked: { [virginia]: [1] }, hops: 1 };
    await settleMessages(site, [claiming(requestFor({ slots: [unitsOf("s", 11)], search }))]);
    expect(site.claims()[0]).to.have.property("search").that.deep.includes({ origin: virginia, hops: 2 });
  });

  it("cancels what is claimed in the same batch, wherever in the batch it lies", async () => {
    const request = requestFor();
    const deliveries = [cancelling(request), claiming(request)];
    const results = await settleMessages(site, deliveries);
    expect(deliveries.map((delivery) => results.get(delivery))).to.deep.equal([
      { outcome: "cancelled" },
      { outcome: "confirmed" },
    ]);
    expect(statusesOf(site.claims())).to.deep.equal(["cancelled"]);
    expect(site.unsold("s")).to.equal(10);
  });

  it("says what went wrong with a cancellation, and settles the others", async () => {
    const [broken, fine] = [requestFor({ customerId: "a" }), requestFor({ customerId: "b" })];
    await settleMessages(site, [claiming(broken), claiming(fine)]);
    site.beforeCommit = (actions) => {
      if (JSON.stringify(actions).includes(broken.bookingId)) throw new Error("no table");
    };
    const [ofBroken, ofFine] = [cancelling(broken), cancelling(fine)];
    const results = await settleMessages(site, [ofBroken, ofFine]);
    expect(results.get(ofBroken)).to.be.instanceOf(Error).with.property("message", "no table");
    expect(results.get(ofFine)).to.deep.equal({ outcome: "cancelled" });
  });
});
