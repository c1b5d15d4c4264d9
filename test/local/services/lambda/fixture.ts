import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { FunctionConfiguration } from "../../../../local/services/lambda/configuration.ts";
import type { FunctionDefinition } from "../../../../local/services/lambda/functions.ts";
import { Lambda, type LambdaOptions } from "../../../../local/services/lambda/lambda.ts";
import { Logs } from "../../../../local/services/logs/logs.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";

const line = z.object({ message: z.string() });

/** A region's Lambda in a folder of its own. */
export class LambdaFixture {
  readonly folder = mkdtempSync(join(tmpdir(), "berth-lambda-"));
  readonly logs = new Logs(join(this.folder, "logs"));
  readonly measurements = new RecordedMeasurements();
  readonly lambda: Lambda;

  constructor(options: Partial<LambdaOptions> = {}) {
    this.lambda = new Lambda({
      region: "eu-west-1",
      folder: join(this.folder, "functions"),
      endpointUrl: "http://127.0.0.1:4567",
      roles: {
        credentials: (role) => ({ accessKeyId: "KEY", secretAccessKey: `secret of ${role}`, sessionToken: "token" }),
      },
      logs: this.logs,
      measurements: this.measurements,
      ...options,
    });
  }

  /** Makes a function named `f` from the text of its `index.js`. */
  async create(
    code: string,
    configuration: Partial<FunctionConfiguration> = {},
    definition: Partial<FunctionDefinition> = {},
  ) {
    return await this.lambda.createFunction({
      configuration: {
        name: "f",
        role: "arn:aws:iam::000000000000:role/f",
        handler: "index.handler",
        runtime: "nodejs24.x",
        timeout: 30,
        ...configuration,
      },
      code: new Map([["index.js", Buffer.from(code)]]),
      ...definition,
    });
  }

  async invoke(payload: unknown = {}, functionArn = "f") {
    return await this.lambda.invoke({ functionArn, payload });
  }

  /** Ends everything and gives the lines of a log group. */
  async lines(group = "/aws/lambda/f"): Promise<string[]> {
    await this.#end();
    const file = this.logs.group(group)?.file;
    if (file === undefined) return [];
    const text = readFileSync(file, "utf8").trimEnd();
    return text.split("\n").map((each) => line.parse(JSON.parse(each)).message);
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    await this.lambda.close();
    await this.logs.close();
  }
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const reason: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (reason instanceof Error) return reason;
  throw new Error(`expected a rejection, and got ${String(reason)}`);
}
