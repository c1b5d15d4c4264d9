import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { claimTransaction, interpretCancellation, interpretExistingClaim, rejection } from "../../ledger/claim.ts";
import type { ClaimRequest, Refusal, RejectionReason } from "../../ledger/claim.ts";
import { withBackoff } from "../../runtime/backoff.ts";
import type { Backoff } from "../../runtime/backoff.ts";
import type { Table } from "../../runtime/table.ts";
import type { BookingMessage } from "../message.ts";

/** What claiming needs from outside. */
export interface Dependencies {
  readonly table: Table;
  /** The region that this function runs in and sells from. */
  readonly region: string;
  readonly now: () => Date;
  readonly backoff?: Backoff;
  /** Called at each try that ended so. */
  readonly onContention: (kind: Contended["kind"]) => void;
}

/** How a booking was settled, now or by an earlier delivery of its message. */
export type Settlement =
  | { readonly outcome: "confirmed" | "duplicate" | "key-reused" }
  | { readonly outcome: "rejected"; readonly reason: RejectionReason };

/** The table was contended for, or throttled, at every try. The booking is not settled: deliver its message again. */
export class Contended extends Error {
  override readonly name = "Contended";
  constructor(
    readonly kind: "conflict" | "throttled",
    bookingId: string,
    cause: unknown,
  ) {
    super(`booking ${bookingId} is not settled: ${kind}`, { cause });
  }
}

/**
 * Settles a booking in this region: one transaction that debits every slot and records the claim, or else a recorded
 * rejection. The same message may come again at any time, this one may have died anywhere, and the answer stays what it was.
 *
 * @throws Contended if conflicts or throttles last longer than the backoff.
 */
export async function claimBooking(dependencies: Dependencies, message: BookingMessage): Promise<Settlement> {
  const attempt = async () => {
    try {
      return await settle(dependencies, message);
    } catch (error) {
      if (error instanceof Contended) dependencies.onContention(error.kind);
      throw error;
    }
  };
  return withBackoff(attempt, (error) => error instanceof Contended, dependencies.backoff);
}

async function settle({ table, region, now }: Dependencies, message: BookingMessage): Promise<Settlement> {
  const { bookingId, customerId, part, slots } = message;
  const request: ClaimRequest = { bookingId, customerId, part, slots, region, claimedAt: now().toISOString() };
  const refusal = await claim(table, request);
  switch (refusal) {
    case undefined:
      return { outcome: "confirmed" };
    case "sold-out":
    case "not-sold-here": {
      const existing = await reject(table, request, refusal);
      return existing === undefined ? { outcome: "rejected", reason: refusal } : { outcome: existing };
    }
    default:
      return { outcome: refusal };
  }
}

type Settled = Exclude<Refusal, Contended["kind"]>;

async function claim(table: Table, request: ClaimRequest): Promise<Settled | undefined> {
  try {
    await table.client.send(new TransactWriteCommand(claimTransaction(table.name, request)));
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw contendedOr(error, request);
    const refusal = interpretCancellation(request, error.CancellationReasons ?? []);
    if (refusal === "conflict" || refusal === "throttled") throw new Contended(refusal, request.bookingId, error);
    return refusal;
  }
}

/** Records the rejection, or says what was recorded before it. */
async function reject(
  table: Table,
  request: ClaimRequest,
  reason: RejectionReason,
): Promise<"duplicate" | "key-reused" | undefined> {
  try {
    await table.client.send(new PutCommand(rejection(table.name, request, reason)));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw contendedOr(error, request);
    return interpretExistingClaim(request, error.Item);
  }
}

/** Errors of a whole request that mean what a reason of a cancelled transaction means. */
function contendedOr(error: unknown, { bookingId }: ClaimRequest): unknown {
  if (!(error instanceof DynamoDBServiceException)) return error;
  switch (error.name) {
    case "TransactionConflictException":
    case "TransactionInProgressException":
      return new Contended("conflict", bookingId, error);
    case "ProvisionedThroughputExceededException":
    case "RequestLimitExceeded":
    case "ThrottlingException":
      return new Contended("throttled", bookingId, error);
    default:
      return error;
  }
}
