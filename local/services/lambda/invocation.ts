import type { Caller } from "./permission.ts";
import type { FunctionError } from "./protocol.ts";

/** A call of a function. */
export interface InvokeRequest {
  /** Name or ARN, with or without a qualifier. */
  readonly functionArn: string;
  /** Anything that JSON holds. */
  readonly payload: unknown;
  /** The service that calls. Without, the caller is the machine itself, and no permission is asked for. */
  readonly invokedBy?: Caller;
  /** An `X-Amzn-Trace-Id` to go on with. @default a new one */
  readonly traceHeader?: string;
}

/** What came of a call: either a payload or an error of the function. */
export interface InvokeResult {
  readonly requestId: string;
  /** What the handler returned, through JSON; null for nothing. */
  readonly payload?: unknown;
  readonly functionError?: FunctionError;
}
