import { ProvisionedThroughputExceededException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { Contended } from "../../../../functions/booking/claim/claim-booking.ts";
import type { Settlement } from "../../../../functions/booking/claim/claim-booking.ts";
import { claimTransaction } from "../../../../functions/ledger/claim.ts";
import { Ledger, messageFor, region } from "./ledger.ts";

describe("claiming a booking", () => {
  let ledger: Ledger;
  before(async () => {
    ledger = await Ledger.start();
  });
  after(() => ledger.stop());

  /** A client that dies at its nth request, before it is sent or after it took effect. */
  function dyingClient(request: number, moment: "before" | "after"): DynamoDBDocumentClient {
    const client = ledger.table.newClient();
    let requests = 0;
    client.middlewareStack.add(
      (next) => async (args) => {
        requests += 1;
        if (requests !== request) return next(args);
        if (moment === "after") await next(args);
        throw new Error("crashed");
      },
      { step: "initialize" },
    );
    return client;
  }

  it("confirms it: debits every slot and records the claim", async () => {
    const [one, two] = [await ledger.newSlot(10), await ledger.newSlot(5)];
    const message = messageFor("confirmed", "k", [
      { slotId: two, units: 5 },
      { slotId: one, units: 3 },
    ]);
    expect(await ledger.claim(message)).to.deep.equal({ outcome: "confirmed" });
    expect([await ledger.unsold(one), await ledger.unsold(two)]).to.deep.equal([7, 0]);
    const [stored, ...others] = await ledger.claimsOf("confirmed");
    expect(others).to.deep.equal([]);
    expect(stored).to.deep.include({
      sk: `BOOKING#${message.bookingId.slice(0, 16)}#0#eu-west-1`,
      bookingId: message.bookingId,
      status: "confirmed",
      slots: [
        { slotId: one, units: 3 },
        { slotId: two, units: 5 },
      ],
      region,
      version: 1,
    });
  });

  it("rejects it as sold out and debits none of its slots if one has too few", async () => {
    const [plenty, few] = [await ledger.newSlot(10), await ledger.newSlot(1)];
    const message = messageFor("sold-out", "k", [
      { slotId: plenty, units: 1 },
      { slotId: few, units: 2 },
    ]);
    expect(await ledger.claim(message)).to.deep.equal({ outcome: "rejected", reason: "sold-out" });
    expect([await ledger.unsold(plenty), await ledger.unsold(few)]).to.deep.equal([10, 1]);
    expect((await ledger.claimsOf("sold-out"))[0]).to.include({ status: "rejected", reason: "sold-out" });
  });

  it("rejects it as not sold here if another region has all of a slot", async () => {
    const slotId = await ledger.newSlot(10, "us-east-1");
    expect(await ledger.claim(messageFor("elsewhere", "k", [{ slotId, units: 1 }]))).to.deep.equal({
      outcome: "rejected",
      reason: "not-sold-here",
    });
    expect((await ledger.claimsOf("elsewhere"))[0]).to.include({ status: "rejected", reason: "not-sold-here" });
  });

  it("changes nothing when the message comes again, though its own first run took the last place", async () => {
    const slotId = await ledger.newSlot(1);
    const message = messageFor("repeated", "k", [{ slotId, units: 1 }]);
    await ledger.claim(message);
    const before = await ledger.table.all();
    expect(await ledger.claim(message)).to.deep.equal({ outcome: "duplicate" });
    expect(await ledger.table.all()).to.have.deep.members(before);
  });

  it("keeps a rejection rejected when the message comes again", async () => {
    const slotId = await ledger.newSlot(1);
    const message = messageFor("rejected-again", "k", [{ slotId, units: 2 }]);
    await ledger.claim(message);
    expect(await ledger.claim(message)).to.deep.equal({ outcome: "duplicate" });
    expect(await ledger.claimsOf("rejected-again")).to.have.length(1);
  });

  for (const units of [1, 5]) {
    it(`writes nothing if the key stands for another booking already, with ${units === 1 ? "" : "not "}enough left`, async () => {
      const slotId = await ledger.newSlot(3);
      const customer = `reuse-${units}`;
      await ledger.claim(messageFor(customer, "k", [{ slotId, units: 2 }]));
      const before = await ledger.table.all();
      expect(await ledger.claim(messageFor(customer, "k", [{ slotId, units }]))).to.deep.equal({
        outcome: "key-reused",
      });
      expect(await ledger.table.all()).to.have.deep.members(before);
    });
  }

  for (const [name, ofTheSameBooking, outcome] of [
    ["is not rejected if another delivery of its message was confirmed meanwhile", true, "duplicate"],
    ["is not rejected if the key came to stand for another booking meanwhile", false, "key-reused"],
  ] as const) {
    it(name, async () => {
      const slotId = await ledger.newSlot(1);
      const message = messageFor(outcome, "k", [{ slotId, units: 2 }]);
      const { bookingId, customerId, part, slots } = ofTheSameBooking
        ? message
        : messageFor(outcome, "k", [{ slotId, units: 1 }]);
      const request = { bookingId, customerId, part, slots, region, claimedAt: "2030-01-01T00:00:00.000Z" };
      const claim = claimTransaction(ledger.table.name, request).TransactItems?.at(-1)?.Put?.Item ?? {};
      const client = ledger.table.newClient();
      client.middlewareStack.add(
        (next, context) => async (args) => {
          if (context.commandName === "PutItemCommand") await ledger.table.put([claim]);
          return next(args);
        },
        { step: "initialize" },
      );
      expect(await ledger.claimOnce(message, client)).to.deep.equal({ outcome });
      expect(await ledger.claimsOf(customerId)).to.deep.equal([claim]);
    });
  }

  describe("that dies", () => {
    const cases: [string, number, 1 | 2, "before" | "after", Settlement, string][] = [
      [
        "before its transaction confirms it, when delivered again",
        1,
        1,
        "before",
        { outcome: "confirmed" },
        "confirmed",
      ],
      [
        "after its transaction is confirmed once, when delivered again",
        1,
        1,
        "after",
        { outcome: "duplicate" },
        "confirmed",
      ],
      [
        "between finding too few and recording it is rejected, when delivered again",
        9,
        2,
        "before",
        { outcome: "rejected", reason: "sold-out" },
        "rejected",
      ],
      [
        "after recording the rejection stays rejected, when delivered again",
        9,
        2,
        "after",
        { outcome: "duplicate" },
        "rejected",
      ],
    ];
    for (const [name, units, request, moment, settlement, status] of cases) {
      it(name, async () => {
        const slotId = await ledger.newSlot(5);
        const customer = `dies-${request}-${moment}`;
        const message = messageFor(customer, "k", [{ slotId, units }]);
        const error = await ledger.claimOnce(message, dyingClient(request, moment)).catch((reason: unknown) => reason);
        expect(error).to.have.property("message", "crashed");
        expect(await ledger.claim(message)).to.deep.equal(settlement);
        const claims = await ledger.claimsOf(customer);
        expect(claims.map((stored) => stored.status)).to.deep.equal([status]);
        expect(await ledger.unsold(slotId)).to.equal(status === "confirmed" ? 5 - units : 5);
      });
    }
  });

  describe("in contention", () => {
    const conflict = () => new TransactionConflictException({ message: "conflict", $metadata: {} });
    const throttle = () => new ProvisionedThroughputExceededException({ message: "throttled", $metadata: {} });

    function contendedClient(error: () => Error, times: number): DynamoDBDocumentClient {
      const client = ledger.table.newClient();
      let left = times;
      client.middlewareStack.add(
        (next) => (args) => {
          left -= 1;
          return left >= 0 ? Promise.reject(error()) : next(args);
        },
        { step: "initialize" },
      );
      return client;
    }

    for (const [kind, error] of [
      ["conflict", conflict],
      ["throttled", throttle],
    ] as const) {
      it(`tries again after each ${kind}, and says so each time`, async () => {
        const slotId = await ledger.newSlot(1);
        const seen: string[] = [];
        const message = messageFor(`contended-${kind}`, "k", [{ slotId, units: 1 }]);
        expect(await ledger.claimOnce(message, contendedClient(error, 3), seen)).to.deep.equal({
          outcome: "confirmed",
        });
        expect(seen).to.deep.equal([kind, kind, kind]);
      });

      it(`gives the message back, unsettled, if every try ends ${kind}`, async () => {
        const slotId = await ledger.newSlot(1);
        const seen: string[] = [];
        const message = messageFor(`lost-${kind}`, "k", [{ slotId, units: 1 }]);
        const failure = await ledger
          .claimOnce(message, contendedClient(error, 99), seen)
          .catch((reason: unknown) => reason);
        expect(failure).to.be.instanceOf(Contended).with.property("kind", kind);
        expect(seen).to.have.length(4);
        expect(await ledger.claimsOf(`lost-${kind}`)).to.deep.equal([]);
      });
    }

    it("does not try again what fails for another reason", async () => {
      const slotId = await ledger.newSlot(1);
      const seen: string[] = [];
      const message = messageFor("broken", "k", [{ slotId, units: 1 }]);
      const failure = await ledger
        .claimOnce(
          message,
          contendedClient(() => new TypeError("broken"), 1),
          seen,
        )
        .catch((reason: unknown) => reason);
      expect(failure).to.be.instanceOf(TypeError);
      expect(seen).to.deep.equal([]);
    });
  });
});
