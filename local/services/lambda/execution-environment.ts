import { Worker } from "node:worker_threads";
import type { FunctionError, Invocation, WorkerMessage, WorkerSettings } from "./protocol.ts";
import { runtimeProgram } from "./runtime-program.ts";

/** How an invocation ended. */
export type Outcome =
  | { readonly status: "success"; readonly payload: string; readonly memoryUsed?: number }
  | { readonly status: "error" | "timeout"; readonly error: FunctionError; readonly memoryUsed?: number };

/** Lambda's limit of the initialisation; past it, it goes on within the function's timeout. */
const initializationLimit = 10_000;

/**
 * In MB. A worker that runs out of memory ends alone only if one collection moves less than 16 MB from the young generation to
 * the old one; with the default size of the young one it takes the whole process down.
 */
const maxYoungGenerationSizeMb = 8;

/**
 * One environment of a function: a worker thread that has loaded its code, and serves one invocation after the other.
 * Once it has ended (a timeout, an exit, too much memory) it serves no more.
 */
export class ExecutionEnvironment {
  /** Settles when the code is loaded: with the milliseconds it took, or with what went wrong. */
  readonly initialized: Promise<{ durationMs: number } | { error: FunctionError }>;
  readonly #worker: Worker;
  readonly #settings: WorkerSettings;
  readonly #onLine: (line: string) => void;
  #receive: ((outcome: Outcome | "ready") => void) | undefined;
  #alive = true;
  #requestId: string | undefined;

  /**
   * @param variables the whole environment of the process, as the function sees it
   * @param onLine called with each line that the function writes, in order
   */
  constructor(settings: WorkerSettings, variables: Record<string, string>, onLine: (line: string) => void) {
    this.#settings = settings;
    this.#onLine = onLine;
    const start = performance.now();
    this.#worker = new Worker(runtimeProgram(), {
      name: `${settings.configuration.name}:${settings.version}`,
      env: variables,
      execArgv: [], // the loader that this program runs under is not the function's
      resourceLimits: { maxOldGenerationSizeMb: settings.memorySize, maxYoungGenerationSizeMb },
      workerData: settings,
    });
    this.#worker.on("message", (message: WorkerMessage) => {
      this.#take(message);
    });
    this.#worker.on("error", (error) => {
      this.#end(exitError(reasonOf(error), this.#requestId));
    });
    this.#worker.on("exit", (code) => {
      const reason =
        code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
      this.#end(exitError(reason, this.#requestId));
    });
    const limit = initializationLimit + this.#timeout;
    this.initialized = this.#next(limit).then((outcome) => {
      if (outcome === "ready") return { durationMs: performance.now() - start };
      return { error: outcome.status === "success" ? exitError("no handler") : outcome.error };
    });
  }

  /** Whether it can serve another invocation. */
  get isAlive(): boolean {
    return this.#alive;
  }

  /** Runs the handler; ends the environment if it takes longer than the function's timeout. Never rejects. */
  async invoke(invocation: Omit<Invocation, "deadline">): Promise<Outcome> {
    this.#requestId = invocation.requestId;
    const answer = this.#next(this.#timeout);
    if (this.#alive) this.#worker.postMessage({ ...invocation, deadline: Date.now() + this.#timeout });
    else this.#end(exitError("Runtime exited before the invocation", invocation.requestId));
    const outcome = await answer;
    this.#requestId = undefined;
    return outcome === "ready" ? { status: "error", error: exitError("Runtime started twice") } : outcome;
  }

  /** Ends the worker, whatever it does. */
  async stop(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
  }

  get #timeout(): number {
    return (this.#settings.configuration.timeout ?? 3) * 1000;
  }

  /** What the worker says next, or a timeout, which ends it. */
  async #next(limit: number): Promise<Outcome | "ready"> {
    const { promise, resolve } = Promise.withResolvers<Outcome | "ready">();
    this.#receive = resolve;
    const timer = setTimeout(() => {
      const message = `Task timed out after ${(this.#timeout / 1000).toFixed(2)} seconds`;
      if (this.#requestId !== undefined) this.#onLine(`${new Date().toISOString()} ${this.#requestId} ${message}`);
      const error = { errorType: "Sandbox.Timedout", errorMessage: `${prefix(this.#requestId)}${message}` };
      this.#end({ status: "timeout", error });
      void this.#worker.terminate();
    }, limit);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#receive = undefined;
    }
  }

  #take(message: WorkerMessage): void {
    if (!this.#alive && message.type !== "line") return;
    switch (message.type) {
      case "line":
        this.#onLine(message.line);
        break;
      case "ready":
        this.#receive?.("ready");
        break;
      case "result":
        this.#receive?.({ status: "success", payload: message.payload, memoryUsed: message.memoryUsed });
        break;
      case "error":
        this.#receive?.({ status: "error", error: message.error, memoryUsed: message.memoryUsed });
        break;
      case "fatal":
        this.#end({ status: "error", error: message.error });
        break;
    }
  }

  #end(outcome: Outcome | FunctionError): void {
    this.#alive = false;
    this.#receive?.("status" in outcome ? outcome : { status: "error", error: outcome });
  }
}

/** A worker's end, as Lambda names it. */
function exitError(reason: string, requestId?: string): FunctionError {
  return { errorType: "Runtime.ExitError", errorMessage: `${prefix(requestId)}${reason}` };
}

function prefix(requestId: string | undefined): string {
  return requestId === undefined ? "" : `RequestId: ${requestId} Error: `;
}

/** Lambda kills a process that takes more memory than it has. */
function reasonOf(error: unknown): string {
  const isOutOfMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return `Runtime exited with error: ${isOutOfMemory ? "signal: killed" : String(error)}`;
}
