import type { Caller } from "../lambda/permission.ts";

/**
 * Calls a function: Lambda of the region, or a stand-in. Rejects with an error whose `name` is Lambda's
 * (`AccessDeniedException`, …) if the call is refused.
 */
export type Invoke = (request: {
  functionArn: string;
  payload: unknown;
  invokedBy: Caller;
  traceHeader?: string;
}) => Promise<{ requestId: string; payload?: unknown; functionError?: { errorType: string; errorMessage: string } }>;

/** The principal that functions have to let in. */
export const principal = "apigateway.amazonaws.com";
