import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { address, type Answer, answer, type Asked, type Operation, refusal } from "./protocol.ts";
import type { Properties } from "./wire.ts";

/** No machine runs that could be told anything; says what to do. */
export class NoMachine extends Error {
  override readonly name = "NoMachine";
}

/** A resource on the machine. */
export interface MadeResource {
  readonly id: string;
  readonly outputs: Properties;
}

/** Tells a machine which resources to make, change, read and remove. */
export class ControlClient {
  readonly #file: string;

  /** @param folder where the machine writes its `local.json` */
  constructor(folder: string) {
    this.#file = join(folder, "local.json");
  }

  /**
   * Asks for an operation on a resource, and gives the resource as it then is; undefined if it is gone.
   *
   * @throws NoMachine if none runs, or the one that runs takes no orders
   * @throws Error with the machine's own words if it refuses
   */
  async ask<Of extends Exclude<Operation, "names" | "sweep">>(
    operation: Of,
    asked: Asked<Of>,
  ): Promise<MadeResource | undefined> {
    return (await this.#post(operation, asked)).instance;
  }

  /** The physical names of what was made for a URN and is there still; none if no machine runs. */
  async names(urn: string): Promise<readonly string[]> {
    try {
      return (await this.#post("names", { urn })).names ?? [];
    } catch (error) {
      if (error instanceof NoMachine) return [];
      throw error;
    }
  }

  /**
   * Removes what was made for a stack but for what is known, and gives the number of resources that there were.
   *
   * @throws NoMachine if none runs, or the one that runs takes no orders
   */
  async sweep(asked: Asked<"sweep">): Promise<number> {
    return (await this.#post("sweep", asked)).swept ?? 0;
  }

  async #post<Of extends Operation>(operation: Of, asked: Asked<Of>): Promise<Answer> {
    const { control, controlToken } = this.#address();
    const response = await fetch(`${control}/${operation}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${controlToken}`, "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    }).catch((error: unknown) => {
      throw new NoMachine(
        `the machine of ${this.#file} does not answer at ${control}: start one with npm start -- --empty`,
        { cause: error },
      );
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(refusal.parse(body).message);
    return answer.parse(body);
  }

  /** Read at every call: the machine may have been started anew. */
  #address(): z.infer<typeof address> {
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch (error) {
      throw new NoMachine(`no machine runs: ${this.#file} is missing; start one with npm start -- --empty`, {
        cause: error,
      });
    }
    const { success, data } = address.safeParse(JSON.parse(text));
    if (success) return data;
    throw new NoMachine(
      "the machine that runs has its stacks already and takes no others: stop it, and start one with npm start -- --empty",
    );
  }
}
