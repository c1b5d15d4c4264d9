import type { bookingEvents } from "../../../functions/events/booking.ts";
import type { catalogueEvents } from "../../../functions/events/catalogue.ts";
import type { FollowedEvent } from "../../../functions/reports/follow/events.ts";
import type { infer as Inferred } from "zod/mini";

/** The regions of the examples. */
export const [ireland, virginia] = ["eu-west-1", "us-east-1"] as const;

/** When all examples happen, unless they say otherwise. */
export const noon = "2030-01-01T12:00:00.000Z";

type Schemas = typeof bookingEvents & typeof catalogueEvents;

/** What an event says, beside its envelope. */
type Content<Type extends FollowedEvent> = Omit<
  Inferred<Schemas[Type]>,
  "schema" | "id" | "version" | "occurredAt" | "region" | "correlationId" | "customerId"
>;

/** An event as it is on a bus, as far as its consumers look. */
export interface Said {
  readonly type: FollowedEvent;
  /** Whose bus it is on. */
  readonly region: string;
  readonly detail: object;
}

/** An event that a region says. */
export function said<Type extends FollowedEvent>(
  type: Type,
  content: Content<Type>,
  { region = ireland, version = 1, occurredAt = noon }: { region?: string; version?: number; occurredAt?: string } = {},
): Said {
  const envelope = { schema: 1, id: "event", version, occurredAt, region, correlationId: "correlation" };
  return { type, region, detail: { ...envelope, customerId: "customer", ...content } };
}

/** An item, and slots of it, one a day from the first of January 2031 on. */
export function offered(itemId: string, days: number, { capacity = 10, unitPrice = 100 } = {}): Said[] {
  return [
    said("ItemPublished", { itemId, kind: "tour", title: `Tour ${itemId}` }),
    ...Array.from({ length: days }, (_, day) => {
      const startsAt = new Date(Date.UTC(2031, 0, 1 + day, 9)).toISOString();
      return said("SlotOffered", {
        itemId,
        slotId: slotIdOf(itemId, startsAt),
        startsAt,
        capacity,
        shards: 1,
        unitPrice,
      });
    }),
  ];
}

/** A slot's id as the catalogue makes it. */
export function slotIdOf(itemId: string, startsAt: string): string {
  return `${itemId}-${startsAt.slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
}
