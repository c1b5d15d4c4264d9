import * as pulumi from "@pulumi/pulumi";
import { withLocalStorage } from "@pulumi/pulumi/runtime/state.js";
import { answerOf } from "./data-sources/index.ts";

declare module "@pulumi/pulumi/runtime/state.js" {
  /** What keeps programs apart that run in one process; internal, but what the Automation API uses too. */
  export function withLocalStorage<Result>(callback: () => Result): Result;
}

/** A Pulumi program for one stack. */
export interface Program {
  readonly project: string;
  readonly stack: string;
  /** The configuration by full key, such as `aws:region`; values that are no text are JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Registers the resources, and gives the stack's outputs. */
  run(): Promise<Record<string, unknown>>;
}

/** A resource as the program registers it, with its inputs known. */
export interface Registration {
  /** Pulumi's type token, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** What the program gets back for a registration. */
export interface Registered {
  readonly id: string;
  /** The resource's whole state: what is missing from it the program takes for absent. */
  readonly state: Record<string, unknown>;
}

/**
 * Runs a program in this process, without the Pulumi engine, and gives its outputs. Several may run at the same time.
 *
 * @param register makes a resource; called once for each, after all that its inputs depend on
 * @throws what the program throws, or the first error of `register`
 */
export async function evaluate(
  program: Program,
  register: (registration: Registration) => Promise<Registered>,
): Promise<Record<string, unknown>> {
  return await withLocalStorage(async () => {
    // The SDK leaves promises behind that nobody awaits when something fails: what fails stays open instead, and the error
    // is raced against the program.
    const failure = Promise.withResolvers<never>();
    const fail = (error: unknown): Promise<never> => {
      failure.reject(error instanceof Error ? error : new Error(String(error)));
      return new Promise(() => undefined);
    };
    await pulumi.runtime.setMocks(
      {
        newResource: async ({ type, name, inputs, custom }) => {
          if (custom === false || type === "pulumi:pulumi:Stack") return { id: "", state: {} };
          try {
            return await register({ type, name, inputs: inputs as Record<string, unknown> });
          } catch (error) {
            return await fail(error);
          }
        },
        call: async ({ token, inputs }) => {
          try {
            return answerOf(token, inputs as Record<string, unknown>, program.config["aws:region"] ?? "");
          } catch (error) {
            return await fail(error);
          }
        },
      },
      program.project,
      program.stack,
      false,
      "organization",
    );
    pulumi.runtime.setAllConfig({ ...program.config });
    const run = async () => {
      const outputs = await pulumi.runtime.runInPulumiStack(() => program.run().catch(fail));
      await pulumi.runtime.disconnect();
      return (await valueOf(pulumi.output(outputs))) ?? {};
    };
    return await Promise.race([run(), failure.promise]);
  });
}

/** What an output comes to be. */
export function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
