import type { AttributeValue, CancellationReason } from "@aws-sdk/client-dynamodb";
import type { PutCommandInput, TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { canonicalSlots, requestOf } from "./booking-id.ts";
import type { SlotUnits } from "./booking-id.ts";
import { allotmentKey, claimKey, onlyShard } from "./keys.ts";

/** What was booked first; each prolongation is a part of its own. */
export const firstPart = "0";

/** What a region is asked to record for one part of a booking. */
export interface ClaimRequest {
  readonly customerId: string;
  readonly bookingId: string;
  readonly part: string;
  /** 1 to 25 slots, none twice: DynamoDB takes 100 actions in a transaction, and each slot is one. */
  readonly slots: readonly SlotUnits[];
  /** The region that records it, from whose allotments it sells. */
  readonly region: string;
  /** When it is recorded, ISO 8601 in UTC. */
  readonly claimedAt: string;
}

/** Why a region refused a part. */
export type RejectionReason = "sold-out" | "not-sold-here";

/** What a region recorded for one part of a booking, as the table holds it. */
export const storedClaim = z.object({
  bookingId: z.string(),
  status: z.enum(["confirmed", "rejected"]),
  reason: z.optional(z.enum(["sold-out", "not-sold-here"])),
  slots: z.array(z.object({ slotId: z.string(), units: z.number() })),
  region: z.string(),
  claimedAt: z.string(),
  version: z.number(),
});

/** What a region recorded for one part of a booking. */
export type Claim = z.infer<typeof storedClaim>;

/** Why a transaction that claims was cancelled, and so what is to be done. */
export type Refusal =
  /** This region has recorded this part before: nothing is left to do. */
  | "duplicate"
  /** The customer's key stands for another booking: nothing may be recorded. */
  | "key-reused"
  /** Another transaction was at the same item: try again. */
  | "conflict"
  /** The table takes no more at the moment: try again, later. */
  | "throttled"
  | RejectionReason;

/** A cancellation that no rule of this ledger explains. */
export class UnexpectedCancellation extends Error {
  override readonly name = "UnexpectedCancellation";
}

/**
 * The one transaction that confirms a part: debits every slot's allotment of the region if it has enough, in the order of the
 * slots' ids, and then records the claim if the region has none of this request.
 */
export function claimTransaction(tableName: string, request: ClaimRequest): TransactWriteCommandInput {
  const debits = canonicalSlots(request.slots).map(({ slotId, units }) => ({
    Update: {
      TableName: tableName,
      Key: allotmentKey(slotId, request.region, onlyShard),
      UpdateExpression: "SET unsold = unsold - :units",
      ConditionExpression: "unsold >= :units",
      ExpressionAttributeValues: { ":units": units },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    },
  }));
  return { TransactItems: [...debits, { Put: putIfAbsent(tableName, claimItem(request, { status: "confirmed" })) }] };
}

/** Records that a part is rejected, unless the region has recorded something of this request. */
export function rejection(tableName: string, request: ClaimRequest, reason: RejectionReason): PutCommandInput {
  return putIfAbsent(tableName, claimItem(request, { status: "rejected", reason }));
}

/**
 * What a cancelled `claimTransaction` means. A claim that is there already weighs most: a repeated message must never be
 * rejected because the first one took the last places. Then whatever may look different at the next try; stock comes last.
 *
 * @throws UnexpectedCancellation if a reason is none that these actions can have.
 */
export function interpretCancellation(request: ClaimRequest, reasons: readonly CancellationReason[]): Refusal {
  const slots = canonicalSlots(request.slots);
  if (reasons.length !== slots.length + 1) {
    throw new UnexpectedCancellation(`${reasons.length} reasons were given for ${slots.length + 1} actions`);
  }
  const verdicts = reasons.map((reason, index) => verdictOf(request, reason, slots[index]?.slotId));
  return precedence.find((refusal) => verdicts.includes(refusal)) ?? unexplained(reasons);
}

/** What the claim that stands in the way means for this request, be it in a transaction or on its own. */
export function interpretExistingClaim(
  request: ClaimRequest,
  item: Record<string, AttributeValue> | undefined,
): "duplicate" | "key-reused" {
  return item?.bookingId?.S === request.bookingId ? "duplicate" : "key-reused";
}

const precedence: readonly Refusal[] = [
  "duplicate",
  "key-reused",
  "conflict",
  "throttled",
  "not-sold-here",
  "sold-out",
];

function verdictOf(request: ClaimRequest, reason: CancellationReason, slotId: string | undefined): Refusal | undefined {
  switch (reason.Code) {
    case undefined:
    case "None":
      return undefined;
    case "ConditionalCheckFailed":
      if (slotId === undefined) return interpretExistingClaim(request, reason.Item);
      return reason.Item === undefined ? "not-sold-here" : "sold-out";
    case "TransactionConflict":
      return "conflict";
    case "ProvisionedThroughputExceeded":
    case "ThrottlingError":
      return "throttled";
    default:
      throw new UnexpectedCancellation(
        `${slotId === undefined ? "the claim" : `the debit of slot ${slotId}`} failed with ${reason.Code}: ${reason.Message ?? ""}`,
      );
  }
}

function unexplained(reasons: readonly CancellationReason[]): never {
  throw new UnexpectedCancellation(`none of the ${reasons.length} actions failed`);
}

function claimItem(
  request: ClaimRequest,
  outcome: { status: "confirmed" } | { status: "rejected"; reason: RejectionReason },
) {
  const { customerId, bookingId, part, region, claimedAt } = request;
  return {
    ...claimKey(customerId, requestOf(bookingId), part, region),
    bookingId,
    ...outcome,
    slots: canonicalSlots(request.slots),
    region,
    claimedAt,
    version: 1,
  };
}

function putIfAbsent(tableName: string, item: Record<string, unknown>) {
  return {
    TableName: tableName,
    Item: item,
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
}
