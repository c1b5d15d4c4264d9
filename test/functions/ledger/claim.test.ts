import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import fc from "fast-check";
import { bookingIdOf } from "../../../functions/ledger/booking-id.ts";
import {
  claimTransaction,
  interpretCancellation,
  rejection,
  UnexpectedCancellation,
} from "../../../functions/ledger/claim.ts";
import type { ClaimRequest } from "../../../functions/ledger/claim.ts";

const slots = [
  { slotId: "b", units: 2 },
  { slotId: "a", units: 1 },
];
const bookingId = bookingIdOf({ customerId: "c1", idempotencyKey: "k1", slots });
const request: ClaimRequest = {
  customerId: "c1",
  bookingId,
  part: "0",
  slots,
  region: "eu-west-1",
  claimedAt: "2030-01-01T00:00:00.000Z",
};

const fine: CancellationReason = { Code: "None" };
const tooFew: CancellationReason = { Code: "ConditionalCheckFailed", Item: { unsold: { N: "0" } } };
const noAllotment: CancellationReason = { Code: "ConditionalCheckFailed" };
const conflict: CancellationReason = { Code: "TransactionConflict" };
const throttle: CancellationReason = { Code: "ThrottlingError" };
const ownClaim: CancellationReason = { Code: "ConditionalCheckFailed", Item: { bookingId: { S: bookingId } } };
const otherClaim: CancellationReason = { Code: "ConditionalCheckFailed", Item: { bookingId: { S: "another" } } };

describe("the transaction that claims", () => {
  it("debits every slot if it has enough, in the order of their ids, and then puts the claim if absent", () => {
    expect(claimTransaction("table", request)).to.deep.equal({
      TransactItems: [
        ...[
          { slotId: "a", units: 1 },
          { slotId: "b", units: 2 },
        ].map(({ slotId, units }) => ({
          Update: {
            TableName: "table",
            Key: { pk: `SLOT#${slotId}`, sk: "ALLOT#eu-west-1#0" },
            UpdateExpression: "SET unsold = unsold - :units",
            ConditionExpression: "unsold >= :units",
            ExpressionAttributeValues: { ":units": units },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        })),
        {
          Put: {
            TableName: "table",
            Item: {
              pk: "CUSTOMER#c1",
              sk: `BOOKING#${bookingId.slice(0, 16)}#0#eu-west-1`,
              bookingId,
              status: "confirmed",
              slots: [
                { slotId: "a", units: 1 },
                { slotId: "b", units: 2 },
              ],
              region: "eu-west-1",
              claimedAt: "2030-01-01T00:00:00.000Z",
              version: 1,
            },
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
      ],
    });
  });

  it("is the same whatever the order in which the slots were asked for", () => {
    const reversed = { ...request, slots: [...slots].reverse() };
    expect(claimTransaction("table", reversed)).to.deep.equal(claimTransaction("table", request));
  });

  it("stays within one region: every key that it writes names the region", () => {
    for (const { Update, Put } of claimTransaction("table", request).TransactItems ?? []) {
      expect(Update?.Key?.sk ?? Put?.Item?.sk).to.include("#eu-west-1");
    }
  });

  it("puts a rejection where the claim would be, with its reason, if absent", () => {
    const put = rejection("table", request, "sold-out");
    const claim = claimTransaction("table", request).TransactItems?.at(-1)?.Put;
    expect(put).to.deep.equal({ ...claim, Item: { ...claim?.Item, status: "rejected", reason: "sold-out" } });
  });
});

describe("a cancelled claim", () => {
  const cases: [string, CancellationReason[], string][] = [
    ["is sold out if an allotment has too few", [tooFew, fine, fine], "sold-out"],
    ["is not sold here if this region has no allotment of a slot", [fine, noAllotment, fine], "not-sold-here"],
    ["is not sold here if another slot is sold out as well", [tooFew, noAllotment, fine], "not-sold-here"],
    ["is a duplicate if this booking's claim is there", [fine, fine, ownClaim], "duplicate"],
    ["is a duplicate even if its own first run took the last places", [tooFew, tooFew, ownClaim], "duplicate"],
    ["is a reused key if another booking's claim is there", [tooFew, fine, otherClaim], "key-reused"],
    ["is to be tried again after a conflict", [fine, conflict, fine], "conflict"],
    [
      "is to be tried again if the claim itself is contended for, though a slot is sold out",
      [tooFew, fine, conflict],
      "conflict",
    ],
    ["is to be tried again when throttled", [throttle, tooFew, fine], "throttled"],
    [
      "is to be tried again when the table's own throughput is exceeded",
      [{ Code: "ProvisionedThroughputExceeded" }, fine, fine],
      "throttled",
    ],
  ];
  for (const [name, reasons, expected] of cases) {
    it(name, () => {
      expect(interpretCancellation(request, reasons)).to.equal(expected);
    });
  }

  it("is rejected only when nothing is recorded of the request and nothing can look different at the next try", () => {
    const debit = fc.constantFrom(fine, tooFew, noAllotment, conflict, throttle);
    fc.assert(
      fc.property(debit, debit, fc.constantFrom(fine, ownClaim, otherClaim, conflict, throttle), (...reasons) => {
        fc.pre(reasons.some((reason) => reason !== fine));
        const refusal = interpretCancellation(request, reasons);
        const isRejection = refusal === "sold-out" || refusal === "not-sold-here";
        const isFinal = reasons.every((reason) => [fine, tooFew, noAllotment].includes(reason));
        expect(isRejection).to.equal(isFinal);
        if (reasons[2] === ownClaim) expect(refusal).to.equal("duplicate");
      }),
    );
  });

  it("is an error that names the action if its reason is none that this transaction can have", () => {
    const strange = { Code: "ItemCollectionSizeLimitExceeded", Message: "too large" };
    expect(() => interpretCancellation(request, [fine, strange, fine])).to.throw(
      UnexpectedCancellation,
      "the debit of slot b failed with ItemCollectionSizeLimitExceeded: too large",
    );
    expect(() => interpretCancellation(request, [fine, fine, strange])).to.throw(
      UnexpectedCancellation,
      "the claim failed",
    );
  });

  it("is an error if it has no reason, or reasons for other actions", () => {
    expect(() => interpretCancellation(request, [fine, fine, fine])).to.throw(UnexpectedCancellation, "none of the 3");
    expect(() => interpretCancellation(request, [])).to.throw(
      UnexpectedCancellation,
      "0 reasons were given for 3 actions",
    );
  });
});
