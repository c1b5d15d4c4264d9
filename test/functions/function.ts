import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";

/** A function as it is deployed: its bundle in a folder of its own. */
export interface Bundle {
  readonly folder: string;
  readonly bytes: number;
  remove(): Promise<void>;
}

/** A bundle that runs with an environment of its own and nothing of the tests'. */
export interface RunningFunction {
  /**
   * What the handler answers; rejects with what it throws.
   *
   * @param remainingMilliseconds what it is told of the time that it has. Default 10,000
   */
  invoke(event: unknown, remainingMilliseconds?: number): Promise<unknown>;
  /** Everything that it wrote and that has arrived here, one parsed line each. */
  log(): Record<string, unknown>[];
  /** The first line of this kind, as soon as it has arrived. */
  line(matches: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Bundles `functions/<name>/handler.ts` as the program does: one CommonJS file `index.js`, everything in it. */
export async function bundle(name: string, files: Readonly<Record<string, string>> = {}): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "berth-function-"));
  await build({
    entryPoints: [fileURLToPath(new URL(`../../functions/${name}/handler.ts`, import.meta.url))],
    outfile: join(folder, "index.js"),
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    mainFields: ["module", "main"],
    logLevel: "silent",
  }).then(({ warnings }) => {
    if (warnings.length > 0) throw new Error(warnings.map((warning) => warning.text).join("\n"));
  });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const { size } = await stat(join(folder, "index.js"));
  return { folder, bytes: size, remove: () => rm(folder, { recursive: true }) };
}

const bootstrap = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { handler } = require(workerData.main);
  parentPort.on("message", async ({ event, context, remaining }) => {
    try {
      const answer = await handler(event, { ...context, getRemainingTimeInMillis: () => remaining });
      // Lambda takes an answer as JSON.
      parentPort.postMessage({ answer: answer === undefined ? undefined : JSON.parse(JSON.stringify(answer)) });
    } catch (error) {
      parentPort.postMessage({ error: { name: error.name, message: error.message } });
    }
  });
  parentPort.postMessage({ answer: typeof handler });
`;

type Reply = { answer: unknown } | { error: { name: string; message: string } };

/** Loads a bundle as Lambda does, with Lambda's environment, and says what went wrong if it cannot be loaded. */
export async function run({ folder }: Bundle, environment: Readonly<Record<string, string>>): Promise<RunningFunction> {
  const worker = new Worker(bootstrap, {
    eval: true,
    stdout: true,
    stderr: true,
    workerData: { main: join(folder, "index.js") },
    execArgv: [],
    env: {
      AWS_REGION: "eu-west-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: "function",
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: "index.handler",
      _X_AMZN_TRACE_ID: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1",
      // Nobody listens there, and it is loopback.
      AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:9",
      ...environment,
    },
  });
  const written: string[] = [];
  worker.stdout.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  worker.stderr.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  const exited = new Promise((resolve) => worker.once("exit", resolve));

  const reply = () =>
    new Promise<unknown>((resolve, reject) => {
      const settle = (message: Reply) => {
        worker.off("error", reject);
        if ("error" in message) reject(Object.assign(new Error(message.error.message), { name: message.error.name }));
        else resolve(message.answer);
      };
      worker.once("message", settle);
      worker.once("error", reject);
    });
  const exported = await reply();
  if (exported !== "function") throw new Error(`the bundle exports no handler but ${String(exported)}`);

  const log = () =>
    written
      .join("")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        try {
          return JSON.parse(line) as Record<string, unknown>;
        } catch {
          return { unparsed: line };
        }
      });

  return {
    invoke(event, remaining = 10_000) {
      const answer = reply();
      worker.postMessage({
        event,
        remaining,
        context: { awsRequestId: "request-1", functionName: "function", memoryLimitInMB: "128" },
      });
      return answer;
    },
    log,
    async line(matches) {
      for (;;) {
        const found = log().find(matches);
        if (found !== undefined) return found;
        await Promise.race([once(worker.stdout, "data"), once(worker.stderr, "data")]);
      }
    },
    async stop() {
      await worker.terminate();
      await exited;
    },
  };
}
