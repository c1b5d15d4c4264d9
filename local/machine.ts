import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expectFree } from "./listener.ts";
import { LocalRegion } from "./local-region.ts";
import { MachineError } from "./machine-error.ts";
import { evaluate, type Program, type Registered, type Registration } from "./program.ts";
import { resourceTypes } from "./resources/index.ts";
import { autoName } from "./resources/resource-type.ts";
import { type Engine, startEngine } from "./services/dynamodb/engine.ts";
import { type Conflict, Replication } from "./services/dynamodb/replication.ts";
import { Iam } from "./services/iam/iam.ts";

/** How a machine is set up. */
export interface MachineOptions {
  /** Names of its regions. */
  readonly regions: readonly string[];
  /** Where the regions keep functions' code and logs; what an earlier run left there is removed. */
  readonly folder: string;
  /** First of the ports: ten a region, that of the APIs first, then that of the endpoint. 0: any that are free. */
  readonly port: number;
  /** Takes a line for the person who watches. */
  readonly print: (line: string) => void;
}

const stackReference = "pulumi:pulumi:StackReference";

/** Several AWS regions on this machine, and the account that they share. */
export class Machine {
  readonly iam = new Iam();
  readonly replication: Replication;
  readonly #regions = new Map<string, LocalRegion>();
  readonly #outputs = new Map<string, Record<string, unknown>>();
  readonly #engine: Engine;
  readonly #print: (line: string) => void;

  private constructor(engine: Engine, print: (line: string) => void) {
    this.#engine = engine;
    this.#print = print;
    this.replication = new Replication({
      engine,
      measurements: (region) => this.#regions.get(region)?.cloudwatch,
      onReplicated: async (region, write) => {
        await this.#regions
          .get(region)
          ?.dynamodb.replicated(write)
          .catch((error: unknown) => {
            print(`capacity of ${region}: ${String(error)}`);
          });
      },
      onConflict: (conflict) => {
        print(conflictLine(conflict));
      },
      onError: (error) => {
        print(`replication: ${String(error)}`);
      },
    });
  }

  /** @throws MachineError if Java is missing, a port is taken or a region is named twice */
  static async start({ regions, folder, port, print }: MachineOptions): Promise<Machine> {
    const places = regions.map((name, index) => ({ name, ...portsOf(port, index) }));
    // An API listens only when it is deployed, which is late to hear that it cannot.
    await expectFree(places.flatMap(({ apiPort, endpointPort }) => [apiPort, endpointPort]));
    const engine = await startEngine();
    const machine = new Machine(engine, print);
    try {
      for (const { name, apiPort, endpointPort } of places) {
        const own = join(folder, name);
        await rm(own, { recursive: true, force: true });
        const region = await LocalRegion.open({
          name,
          folder: own,
          apiPort,
          endpointPort,
          iam: machine.iam,
          engine,
          replication: machine.replication,
          print,
        });
        machine.#regions.set(name, region);
      }
      return machine;
    } catch (error) {
      await machine.stop();
      throw error;
    }
  }

  /** Its regions' names. */
  get regionNames(): readonly string[] {
    return [...this.#regions.keys()];
  }

  /** @throws MachineError if the machine has no such region */
  region(name: string): LocalRegion {
    const region = this.#regions.get(name);
    if (region === undefined) {
      throw new MachineError(`this machine has no region ${name}: its regions are ${this.regionNames.join(", ")}`);
    }
    return region;
  }

  /**
   * Makes every resource of a program real, and gives the stack's outputs, which later programs may refer to.
   *
   * @throws MachineError for a resource that cannot be made, naming it and its type
   */
  async deploy(program: Program): Promise<Record<string, unknown>> {
    const region = this.region(program.config["aws:region"] ?? "");
    const named = new Set<string>();
    const outputs = await evaluate(program, (registration) => this.#make(program.stack, region, named, registration));
    this.#outputs.set(`organization/${program.project}/${program.stack}`, outputs);
    return outputs;
  }

  /** Stops all that was started. */
  async stop(): Promise<void> {
    await this.replication.stop();
    await Promise.all([...this.#regions.values()].map((region) => region.close()));
    await this.#engine.stop();
  }

  /** @param named where this deployment has given a physical name, and which */
  async #make(
    stack: string,
    home: LocalRegion,
    named: Set<string>,
    { type, name, inputs }: Registration,
  ): Promise<Registered> {
    if (type === stackReference) return this.#reference(inputs);
    const known = resourceTypes.get(type);
    if (known === undefined) {
      throw new MachineError(
        `${name} is of the type ${type}, which this machine does not know: it has a file for each that it knows in local/resources`,
      );
    }
    const region = typeof inputs.region === "string" ? this.region(inputs.region) : home;
    const context = { region, autoName: autoName(stack, type, name) };
    if (known.namedBy !== undefined && inputs[known.namedBy] === undefined) {
      const place = `${region.name} ${context.autoName}`;
      // Some services take a name again and answer with what is there, so that two would share one.
      if (named.has(place)) {
        throw new MachineError(
          `two resources of the type ${type} are called ${name} in ${stack}: name them apart, as this machine makes their physical names of that`,
        );
      }
      named.add(place);
    }
    try {
      const { id, outputs } = await known.create(context, inputs);
      return { id, state: { region: region.name, ...outputs } };
    } catch (error) {
      throw error instanceof MachineError
        ? error
        : new MachineError(
            `${name} in ${stack} cannot be made: ${error instanceof Error ? error.message : String(error)}`,
          );
    }
  }

  #reference({ name }: Record<string, unknown>): Registered {
    const outputs = this.#outputs.get(String(name));
    if (outputs === undefined) {
      throw new MachineError(`the stack ${String(name)} has no outputs yet: deploy it first`);
    }
    return { id: String(name), state: { name, outputs, secretOutputNames: [] } };
  }
}

/** Where the region at a place in the list listens; 0 for any port that is free. */
function portsOf(first: number, index: number): { apiPort: number; endpointPort: number } {
  if (first === 0) return { apiPort: 0, endpointPort: 0 };
  const apiPort = first + 10 * index;
  return { apiPort, endpointPort: apiPort + 1 };
}

function conflictLine({ table, key, regions }: Conflict): string {
  return `CONFLICT: ${JSON.stringify(key)} of ${table} was written by ${regions.join(" and ")}`;
}
