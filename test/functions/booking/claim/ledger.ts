import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { claimBooking, Contended } from "../../../../functions/booking/claim/claim-booking.ts";
import type { Settlement } from "../../../../functions/booking/claim/claim-booking.ts";
import type { BookingMessage } from "../../../../functions/booking/message.ts";
import { bookingIdOf } from "../../../../functions/ledger/booking-id.ts";
import type { SlotUnits } from "../../../../functions/ledger/booking-id.ts";
import { bornWhole } from "../../../../functions/ledger/slot.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

export const region = "eu-west-1";

/** What *accept* would queue for this customer. */
export function messageFor(customerId: string, idempotencyKey: string, slots: SlotUnits[]): BookingMessage {
  const bookingId = bookingIdOf({ customerId, idempotencyKey, slots });
  return { version: 1, bookingId, customerId, part: "0", slots, acceptedAt: "2030-01-01T00:00:00.000Z" };
}

/** One region's ledger in a real table: makes slots, claims bookings, and shows the books. */
export class Ledger {
  private slotCount = 0;

  private constructor(readonly table: TestTable) {}

  static async start(): Promise<Ledger> {
    return new Ledger(await startTable());
  }

  async newSlot(capacity: number, home = region): Promise<string> {
    this.slotCount += 1;
    const slot = { slotId: `slot-${this.slotCount}`, startsAt: "2031-01-01T00:00:00Z", capacity };
    await this.table.put(bornWhole({ slot, item: { itemId: "tour-1" }, region: home }));
    return slot.slotId;
  }

  /** Claims as the queue would: a message that is not settled is delivered again. */
  async claim(message: BookingMessage): Promise<Settlement> {
    for (;;) {
      try {
        return await this.claimOnce(message);
      } catch (error) {
        if (!(error instanceof Contended)) throw error;
      }
    }
  }

  /** One delivery of a message; what it contended for goes to `contention`. */
  claimOnce(
    message: BookingMessage,
    client: DynamoDBDocumentClient = this.table.client,
    contention: string[] = [],
  ): Promise<Settlement> {
    return claimBooking(
      {
        table: { client, name: this.table.name },
        region,
        now: () => new Date(),
        backoff: { tries: 4, baseMilliseconds: 1, capMilliseconds: 4 },
        onContention: (kind) => contention.push(kind),
      },
      message,
    );
  }

  async unsold(slotId: string): Promise<unknown> {
    const items = await this.table.all();
    return items.find((item) => item.pk === `SLOT#${slotId}` && item.sk === `ALLOT#${region}#0`)?.unsold;
  }

  async claimsOf(customerId: string): Promise<Record<string, unknown>[]> {
    return (await this.table.all()).filter((item) => item.pk === `CUSTOMER#${customerId}`);
  }

  stop(): Promise<void> {
    return this.table.stop();
  }
}
