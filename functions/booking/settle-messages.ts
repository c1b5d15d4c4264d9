import { claimBatch } from "../operations/claim-batch.ts";
import type { Settlement } from "../operations/claim-batch.ts";
import type { ClaimRequest } from "../ledger/claim.ts";
import { cancelRequested } from "../operations/end-claims.ts";
import type { Site } from "../operations/site.ts";
import type { BookingMessage } from "./message.ts";

/** A message as it came from the queue. */
export interface Delivery {
  readonly message: BookingMessage;
  /** The id that follows the request through logs and traces. */
  readonly correlationId: string;
}

/** What a message came to; with an error it is not settled, and is to be delivered again. */
export type Result = Settlement | { readonly outcome: "cancelled" } | Error;

/** Settles what a batch of messages asks for: claims by group commit, then cancellations. */
export async function settleMessages<Of extends Delivery>(
  site: Site,
  deliveries: readonly Of[],
): Promise<ReadonlyMap<Of, Result>> {
  const claims = new Map<ClaimRequest, Of>();
  const cancellations: Of[] = [];
  for (const delivery of deliveries) {
    const { message, correlationId } = delivery;
    if (message.kind === "cancel") cancellations.push(delivery);
    else claims.set({ ...message, search: message.search, correlationId }, delivery);
  }
  const results = new Map<Of, Result>();
  for (const [request, settlement] of await claimBatch(site, [...claims.keys()])) {
    const delivery = claims.get(request);
    if (delivery !== undefined) results.set(delivery, settlement);
  }
  for (const delivery of cancellations) results.set(delivery, await cancelled(site, delivery.message));
  return results;
}

async function cancelled(site: Site, message: BookingMessage): Promise<Result> {
  try {
    await cancelRequested(site, message);
    return { outcome: "cancelled" };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
