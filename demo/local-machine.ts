import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { localEnvironment } from "../local/environment.ts";
import { Machine } from "../local/machine.ts";
import { Project } from "../local/project.ts";
import { type SignedInUser, type User, UserPool } from "./user-pool.ts";

/** How Berth runs on this machine. */
export interface BerthOptions {
  /** Where logs, functions' code and `local.json` go. @default ".berth" */
  folder?: string;
  /** First of the ports: ten a region, the API's first. 0: any that are free. @default 8400 */
  port?: number;
  /** Takes a line for the person who watches. @default nobody watches */
  print?: (line: string) => void;
}

const people: User[] = [
  { email: "ana@example.com", group: "customer" },
  { email: "bruno@example.com", group: "customer" },
  { email: "carla@example.com", group: "customer" },
  { email: "rita@example.com", group: "staff" },
];

const stackSettings = z.looseObject({
  "aws:region": z.string(),
  "berth:regions": z.array(z.string()),
  "berth:userPoolId": z.string(),
  "berth:userPoolClientId": z.string(),
});

/** A machine with the regions of the local environment, and the pool whose users its stacks accept. */
export class LocalMachine {
  private constructor(
    readonly project: Project,
    /** The primary first. */
    readonly regionNames: readonly string[],
    readonly pool: UserPool,
    readonly machine: Machine,
    private readonly contract: string,
  ) {}

  /** @throws MachineError if the machine cannot run */
  static async start({ folder = ".berth", port = 8400, print = () => undefined }: BerthOptions): Promise<LocalMachine> {
    const project = new Project(".");
    const [first = ""] = project.stacks.filter((stack) => stack.startsWith(`${localEnvironment}-`));
    const settings = stackSettings.parse(project.config(first));
    const regions = settings["berth:regions"];
    const pool = await UserPool.create(settings["berth:userPoolId"], settings["berth:userPoolClientId"]);
    const machine = await Machine.start({ regions, folder, port, print });
    return new LocalMachine(project, regions, pool, machine, join(folder, "local.json"));
  }

  /** What the stacks need besides their files; the same as long as the machine lives. */
  get stackConfig(): Record<string, unknown> {
    return { "berth:userPoolKeys": this.pool.keys };
  }

  /** Signs the people of the demonstration in. */
  async signIn(): Promise<SignedInUser[]> {
    return await Promise.all(people.map((user) => this.pool.signIn(user)));
  }

  /** Writes `local.json`, by which others find the machine, for its owner's eyes only. */
  async publish(contract: Record<string, unknown>): Promise<void> {
    await mkdir(join(this.contract, ".."), { recursive: true });
    await rm(this.contract, { force: true }); // a file that is there keeps its mode
    const whole = { environment: localEnvironment, ...contract };
    await writeFile(this.contract, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
  }

  /** Stops everything that was started and removes `local.json`. */
  async stop(): Promise<void> {
    await rm(this.contract, { force: true });
    await this.machine.stop();
  }
}
