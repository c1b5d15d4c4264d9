import { randomUUID } from "node:crypto";
import type { components } from "../../../api/generated/types.ts";
import { call, staff } from "../running.ts";
import type { Example, Examples, Request } from "./example.ts";

const region = "eu-west-1";
const span = { from: "2031-01-01", to: "2031-01-31" };

/** A wish for a report, under a new key. */
function wish(body: object = span, headers: Record<string, string> = {}): () => Promise<Request> {
  return () => Promise.resolve({ headers: { "Idempotency-Key": randomUUID(), ...headers }, body });
}

/** A report that was asked for, and whose wish it was. */
async function asked(): Promise<{ token: string; key: string; reportId: string }> {
  const [token, key] = [await staff(), randomUUID()];
  const headers = { "Idempotency-Key": key, "Content-Type": "application/json" };
  const { body } = await call(region, "/reports", { method: "POST", token, headers, body: JSON.stringify(span) });
  return { token, key, reportId: (body as components["schemas"]["ReportAccepted"]).reportId };
}

const refusals: readonly Example[] = [
  { status: 400, to: "a wish without days", request: wish({}) },
  { status: 400, to: "days in the wrong order", request: wish({ from: span.to, to: span.from }) },
  { status: 400, to: "a wish without a key", request: () => Promise.resolve({ body: span }) },
  { status: 413, to: "a body of more than 64 KiB", request: wish({ ...span, more: "x".repeat(65_536) }) },
  { status: 415, to: "a body that is no JSON by its type", request: wish(span, { "Content-Type": "text/plain" }) },
  {
    status: 422,
    to: "a key that stands for another report",
    request: async () => {
      const { token, key } = await asked();
      return { token, headers: { "Idempotency-Key": key }, body: { ...span, to: span.from } };
    },
  },
];

/** Examples of the operations with the tag Reports. */
export const reports: Examples = {
  createReport: [{ status: 202, to: "a member of staff", request: wish() }, ...refusals],
  readReport: [
    {
      status: 200,
      to: "another member of staff than the one who asked",
      request: async () => ({ parameters: { reportId: (await asked()).reportId } }),
    },
    { status: 400, to: "a blank in place of an id", request: () => Promise.resolve({ parameters: { reportId: " " } }) },
    {
      status: 404,
      to: "a report that nobody asked for",
      request: () => Promise.resolve({ parameters: { reportId: "0".repeat(32) } }),
    },
    { status: 404, to: "another kind of id", request: () => Promise.resolve({ parameters: { reportId: "none" } }) },
  ],
};
