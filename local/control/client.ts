import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { address, type Answer, answer, type Asked, refusal } from "./protocol.ts";
import type { DrillOperation, Operation, ResourceOperation } from "./protocol.ts";
import type { MachineStatus } from "./status.ts";
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

type Address = z.infer<typeof address> & {
  /** The command that starts a machine which would do. */
  readonly remedy: string;
};

/** Tells a machine which resources to make, change, read and remove, and what befalls it in a drill. */
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
  async ask<Of extends ResourceOperation>(operation: Of, asked: Asked<Of>): Promise<MadeResource | undefined> {
    return (await this.#post(operation, asked, this.#addressForStacks())).instance;
  }

  /** The physical names of what was made for a URN and is there still; none if no machine runs. */
  async names(urn: string): Promise<readonly string[]> {
    try {
      return (await this.#post("names", { urn }, this.#addressForStacks())).names ?? [];
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
    return (await this.#post("sweep", asked, this.#addressForStacks())).swept ?? 0;
  }

  /**
   * Lets something befall the machine, and gives how it then is.
   *
   * @throws NoMachine if none runs
   * @throws Error with the machine's own words if it refuses
   */
  async drill<Of extends DrillOperation>(operation: Of, asked: Asked<Of>): Promise<MachineStatus> {
    const { status } = await this.#post(operation, asked, this.#address("npm start"));
    if (status === undefined) throw new Error(`the machine of ${this.#file} did not say how it is after ${operation}`);
    return status;
  }

  async #post<Of extends Operation>(
    operation: Of,
    asked: Asked<Of>,
    { control, controlToken, remedy }: Address,
  ): Promise<Answer> {
    const response = await fetch(`${control}/${operation}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${controlToken}`, "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    }).catch((error: unknown) => {
      throw new NoMachine(`the machine of ${this.#file} does not answer at ${control}: start one with ${remedy}`, {
        cause: error,
      });
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(refusal.parse(body).message);
    return answer.parse(body);
  }

  /** Of a machine that makes the resources of stacks. */
  #addressForStacks(): Address {
    const found = this.#address("npm start -- --empty");
    if (found.takesStacks) return found;
    throw new NoMachine(
      "the machine that runs has its stacks already and takes no others: stop it, and start one with npm start -- --empty",
    );
  }

  /** Read at every call: the machine may have been started anew. */
  #address(remedy: string): Address {
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch (error) {
      throw new NoMachine(`no machine runs: ${this.#file} is missing; start one with ${remedy}`, { cause: error });
    }
    return { ...address.parse(JSON.parse(text)), remedy };
  }
}
