import * as z from "zod/mini";

/** What every event says of itself, whatever it is about. */
export const envelope = {
  /** The version of the event's schema. What a version says stays; fields may be added. */
  schema: z.literal(1),
  /** Names what has happened: an event that comes twice, or from two regions, has the same. */
  id: z.string(),
  /** The version of what it happened to, in the region that says it: a later one is newer. 0: nothing was written. */
  version: z.number(),
  /** When it happened, ISO 8601 in UTC. */
  occurredAt: z.iso.datetime(),
  /** The region that says it. */
  region: z.string(),
  /** The id that follows the request through logs, traces, messages and events. */
  correlationId: z.string(),
};

/** The events of a service by their types: what each says, beside its envelope. */
export type EventSchemas = Record<string, z.ZodMiniObject<typeof envelope & z.core.$ZodLooseShape>>;

/** An event of a service, for each type with what it says. */
export type EventOf<Source extends string, Schemas extends Record<string, z.ZodMiniType>> = {
  [Type in keyof Schemas & string]: {
    readonly source: Source;
    readonly type: Type;
    readonly detail: z.infer<Schemas[Type]>;
  };
}[keyof Schemas & string];

/** An event on its way to the bus. */
export interface Event {
  /** The service that says it, such as `berth.booking`. */
  readonly source: string;
  /** What has happened, such as `BookingConfirmed`. */
  readonly type: string;
  readonly detail: { readonly id: string; readonly occurredAt: string; readonly correlationId: string };
}
