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
interface Body<Content> {
  requestBody: { content: { "application/json": Content } };
}
interface Repeatable {
  header: { "Idempotency-Key": string };
}

/** Something that can be booked. */
export type Item = components["schemas"]["Item"];

/** An item at a time. */
export type Slot = components["schemas"]["Slot"];

/** A slot in a basket. */
export type BasketLine = components["schemas"]["BasketLine"];

/** What a customer wants to book at once. */
export type Basket = components["schemas"]["Basket"];

/** A report that is being made, or is there. */
export interface Report {
  reportId: string;
  status: "queued" | "running" | "done" | "failed";
  progress?: { done: number; total: number };
  links?: { csv: string; json: string };
  region?: string;
}

/** What staff say of an item. */
export type ItemContent = components["schemas"]["ItemContent"];

/** What staff say of a slot. */
export type SlotContent = components["schemas"]["SlotOffer"];

interface Upcoming {
  "/reports": {
    post: { parameters: Repeatable } & Body<{ from: string; to: string }> & Answers<202, Report>;
  };
  "/reports/{reportId}": { get: { parameters: { path: { reportId: string } } } & Answers<200, Report> };
}

/** Every path of the API. */
export type Paths = Omit<paths, keyof Upcoming> & Upcoming;
