import type { components, paths } from "../../../api/generated/types.ts";

/** What the API document does not say yet: deleted as soon as it does. */

interface Problem {
  headers: Record<string, unknown>;
  content: { "application/problem+json": components["schemas"]["Problem"] };
}
type Refusals = Record<400 | 401 | 403 | 404 | 409 | 412 | 428 | 429 | 500, Problem>;
interface Answers<Status extends number, Body> {
  responses: Record<Status, { headers: Record<string, unknown>; content: { "application/json": Body } }> & Refusals;
}
interface Nothing<Status extends number> {
  responses: Record<Status, { headers: Record<string, unknown>; content?: never }> & Refusals;
}
interface Body<Content> {
  requestBody: { content: { "application/json": Content } };
}
interface Repeatable {
  header: { "Idempotency-Key": string };
}

/** Something that can be booked. */
export interface Item {
  itemId: string;
  kind: "tour" | "room" | "table";
  title: string;
  description: string;
  pictureUrl?: string;
  /** Its home region, where it is edited. */
  region?: string;
}

/** An item at a time. */
export interface Slot {
  slotId: string;
  startsAt: string;
  capacity: number;
  available: number;
  /** In the smallest unit of the currency. */
  unitPrice?: number;
}

/** A slot in a basket. */
export interface BasketLine {
  slotId: string;
  itemId: string;
  startsAt: string;
  units: number;
  unitPrice: number;
  amount: number;
}

/** What a customer wants to book at once. */
export interface Basket {
  lines: BasketLine[];
  total: number;
  currency: string;
}

/** A report that is being made, or is there. */
export interface Report {
  reportId: string;
  status: "queued" | "running" | "done" | "failed";
  progress?: { done: number; total: number };
  links?: { csv: string; json: string };
  region?: string;
}

/** What staff say of an item. */
export type ItemContent = Omit<Item, "itemId" | "region">;

/** What staff say of a slot. */
export interface SlotContent {
  startsAt: string;
  capacity: number;
  unitPrice: number;
}

interface Upcoming {
  "/items": {
    get: {
      parameters: {
        query?: { q?: string; kind?: Item["kind"]; from?: string; to?: string; limit?: number; cursor?: string };
      };
    } & Answers<200, { items: Item[]; cursor?: string }>;
    post: { parameters: Repeatable } & Body<ItemContent> & Answers<201, Item>;
  };
  "/items/{itemId}": {
    get: { parameters: { path: { itemId: string } } } & Answers<200, Item>;
    put: { parameters: { path: { itemId: string }; header: { "If-Match": string } } } & Body<ItemContent> &
      Answers<200, Item>;
    delete: { parameters: { path: { itemId: string } } } & Nothing<204>;
  };
  "/items/{itemId}/slots": {
    get: { parameters: { path: { itemId: string }; query?: { limit?: number; cursor?: string } } } & Answers<
      200,
      { slots: Slot[]; cursor?: string }
    >;
    post: { parameters: { path: { itemId: string } } } & Body<{ slots: SlotContent[] }> &
      Answers<201, { slots: Slot[] }>;
  };
  "/basket": { get: { parameters: object } & Answers<200, Basket> };
  "/basket/slots/{slotId}": {
    put: { parameters: { path: { slotId: string } } } & Body<{ units: number }> & Answers<200, Basket>;
    delete: { parameters: { path: { slotId: string } } } & Answers<200, Basket>;
  };
  "/basket/checkout": {
    post: { parameters: Repeatable } & Answers<202, { bookingId: string; status: "pending" }>;
  };
  "/reports": {
    post: { parameters: Repeatable } & Body<{ from: string; to: string }> & Answers<202, Report>;
  };
  "/reports/{reportId}": { get: { parameters: { path: { reportId: string } } } & Answers<200, Report> };
}

/** Every path of the API. */
export type Paths = Omit<paths, keyof Upcoming> & Upcoming;
