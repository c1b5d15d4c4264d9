/**
 * The program of a worker thread: Lambda's Node.js runtime, as far as a function can tell. What it leaves out: after an invocation timers go on, where
 * Lambda freezes the process; output written to the file descriptors 1 and 2 themselves goes to the machine's; and
 * `process.chdir`, `process.abort` and the local time zone are those of a worker thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { getHeapStatistics } from "node:v8";
import type { Context } from "aws-lambda";
import type { Invocation, WorkerMessage, WorkerSettings } from "../protocol.ts";
import { redirectOutput } from "./console.ts";
import { functionErrorOf, RuntimeError } from "./errors.ts";
import { loadHandler, releaseOf, type Callback, type UserHandler } from "./handler.ts";
import { isolateImports } from "./isolation.ts";

const port = parentPort;
if (port === null) throw new Error("bootstrap.ts is the program of a worker thread, and was not run as one");
const settings = workerData as WorkerSettings;
const { configuration, taskRoot } = settings;
let current: Invocation | undefined;
let onEmptyEventLoop: (() => void) | undefined;

const output = redirectOutput(
  (line) => {
    tell({ type: "line", line });
  },
  {
    json: configuration.logging?.logFormat === "JSON",
    level: configuration.logging?.applicationLogLevel ?? "INFO",
    requestId: () => current?.requestId ?? "undefined",
  },
);

process.on("uncaughtException", (error) => {
  end(error, "Uncaught Exception");
});
process.on("unhandledRejection", (reason) => {
  end(new RuntimeError("UnhandledPromiseRejection", String(reason)), "Unhandled Promise Rejection");
});
process.on("beforeExit", () => onEmptyEventLoop?.());

try {
  isolateImports(taskRoot);
  const handler = await loadHandler(taskRoot, configuration.handler, configuration.runtime);
  port.on("message", (invocation: Invocation) => void serve(handler, invocation));
  output.flush();
  tell({ type: "ready" });
} catch (error) {
  end(error, "Init Error");
}

async function serve(handler: UserHandler, invocation: Invocation): Promise<void> {
  current = invocation;
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  port?.unref(); // so that an event loop with nothing left to do is seen
  try {
    const result = await run(handler, invocation);
    const payload = JSON.stringify(result ?? null) as string | undefined; // undefined for a function or symbol
    output.flush();
    tell({ type: "result", payload: payload ?? "null", memoryUsed: memoryUsed() });
  } catch (error) {
    const functionError = functionErrorOf(error);
    console.error("Invoke Error", JSON.stringify(functionError));
    output.flush();
    tell({ type: "error", error: functionError, memoryUsed: memoryUsed() });
  } finally {
    onEmptyEventLoop = undefined;
    port?.ref();
  }
}

/** Runs the handler: one with a promise ends by it, one of the old kind by its callback or an empty event loop. */
function run(handler: UserHandler, invocation: Invocation): Promise<unknown> {
  const context = contextOf(invocation);
  const hasCallbacks = releaseOf(configuration.runtime) < 24;
  const event: unknown = JSON.parse(invocation.event);
  return new Promise((resolve, reject) => {
    let outcome: () => void = () => {
      resolve(null);
    };
    onEmptyEventLoop = () => {
      if (hasCallbacks) outcome();
      else
        reject(
          new RuntimeError("NodeJsExit", "The Lambda function exited without completing: its promise never settles"),
        );
    };
    const callback: Callback = (error, result) => {
      outcome = () => {
        if (error === undefined || error === null) resolve(result);
        else reject(asError(error));
      };
      if (!context.callbackWaitsForEmptyEventLoop) outcome();
    };
    const returned = hasCallbacks ? handler(event, context, callback) : handler(event, context);
    if (isThenable(returned))
      returned.then(resolve, reject); // not resolve(returned), which no empty event loop could end
    else if (!hasCallbacks) resolve(returned);
  });
}

function contextOf({ requestId, deadline, invokedFunctionArn }: Invocation): Context {
  const ended = (): never => {
    throw new Error("context.done, fail and succeed are not supported: return a promise");
  };
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: configuration.name,
    functionVersion: settings.version,
    invokedFunctionArn,
    logGroupName: settings.logGroupName,
    logStreamName: settings.logStreamName,
    memoryLimitInMB: String(settings.memorySize),
    clientContext: undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  const legacy = { done: ended, fail: ended, succeed: ended };
  for (const [name, value] of Object.entries(legacy)) Object.defineProperty(context, name, { value });
  return context as typeof context & typeof legacy;
}

/** What a function's code throws past its handler ends the environment. */
function end(error: unknown, what: string): void {
  const functionError = functionErrorOf(error);
  console.error(what, JSON.stringify(functionError));
  output.flush();
  tell({ type: "fatal", error: functionError });
  process.exit(129);
}

function tell(message: WorkerMessage): void {
  port?.postMessage(message);
}

/** In MB, of this thread. */
function memoryUsed(): number {
  const { total_heap_size: heap, external_memory: external } = getHeapStatistics();
  return Math.ceil((heap + external) / 1024 / 1024);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : Object.assign(new Error(String(error)), { name: typeof error });
}
