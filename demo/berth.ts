import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Machine } from "../local/machine.ts";
import { Project } from "../local/project.ts";
import { demoTours, offer } from "./tours.ts";
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

/** The parts of a region that others call. */
export interface Addresses {
  /** Base address of the API. */
  readonly api: string;
  /** Address of the AWS services. */
  readonly endpoint: string;
}

/** Berth, running. */
export interface Berth {
  readonly environment: string;
  readonly regions: Readonly<Record<string, Addresses>>;
  readonly users: readonly SignedInUser[];
  /** Name of the table that all regions share. */
  readonly tableName: string;
  /** Signs in somebody more. */
  signIn(user: User): Promise<SignedInUser>;
  readonly machine: Machine;
  /** Stops everything that was started and removes `local.json`. */
  stop(): Promise<void>;
}

const environment = "local";

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

/**
 * Starts a machine with the regions of the `local` environment, deploys every region's stack to it, the primary first,
 * offers a few tours and signs a few people in.
 *
 * @throws MachineError if the machine cannot run; whatever the program throws. What was started is stopped before.
 */
export async function startBerth(options: BerthOptions = {}): Promise<Berth> {
  const { folder = ".berth", port = 8400, print = () => undefined } = options;
  const project = new Project(".");
  const local = project.stacks.filter((stack) => stack.startsWith(`${environment}-`));
  const settings = stackSettings.parse(project.config(local[0] ?? ""));
  const regionNames = settings["berth:regions"];
  const pool = await UserPool.create(settings["berth:userPoolId"], settings["berth:userPoolClientId"]);

  const machine = await Machine.start({ regions: regionNames, folder, port, print });
  try {
    const regions: Record<string, Addresses> = {};
    let ledgerArn = "";
    for (const region of regionNames) {
      const stack = `${environment}-${region}`;
      const outputs = await machine.deploy(project.program(stack, { "berth:userPoolKeys": pool.keys }));
      regions[region] = { api: String(outputs.apiUrl), endpoint: machine.region(region).endpoint.url };
      ledgerArn = String(outputs.ledgerArn);
    }
    const tableName = ledgerArn.slice(ledgerArn.lastIndexOf("/") + 1);
    const credentials = machine.iam.operator;
    for (const tour of demoTours(regionNames)) {
      await offer(tour, { endpoint: machine.region(tour.homeRegion).endpoint.url, credentials, tableName });
    }
    await machine.replication.settled();

    const users = await Promise.all(people.map((user) => pool.signIn(user)));
    const contract = join(folder, "local.json");
    await mkdir(folder, { recursive: true });
    await writeFile(contract, `${JSON.stringify({ environment, regions, users }, null, 2)}\n`, { mode: 0o600 });
    return {
      environment,
      regions,
      users,
      tableName,
      signIn: (user) => pool.signIn(user),
      machine,
      async stop() {
        await rm(contract, { force: true });
        await machine.stop();
      },
    };
  } catch (error) {
    await machine.stop();
    throw error;
  }
}
