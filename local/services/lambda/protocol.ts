import type { FunctionConfiguration } from "./configuration.ts";

/** What a worker is started with. */
export interface WorkerSettings {
  readonly configuration: FunctionConfiguration;
  readonly version: string;
  /** Folder of the deployment package. */
  readonly taskRoot: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly memorySize: number;
}

/** An invocation, as the worker gets it. */
export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly invokedFunctionArn: string;
  /** The content of `_X_AMZN_TRACE_ID`. */
  readonly traceId: string;
}

/** What a function's caller gets to see of an error, as Lambda's response carries it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Lines of the stack. */
  readonly trace?: readonly string[];
}

/** What a worker tells. `fatal` means that it ends after it. */
export type WorkerMessage =
  | { readonly type: "line"; readonly line: string }
  | { readonly type: "ready" }
  | { readonly type: "result"; readonly payload: string; readonly memoryUsed: number }
  | { readonly type: "error"; readonly error: FunctionError; readonly memoryUsed: number }
  | { readonly type: "fatal"; readonly error: FunctionError };
