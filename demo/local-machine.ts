import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Control } from "../local/control/control.ts";
import { Drills } from "../local/control/drills.ts";
import { localEnvironment } from "../local/environment.ts";
import { MachineError } from "../local/machine-error.ts";
import { Machine } from "../local/machine.ts";
import type { Program } from "../local/program.ts";
import { Project } from "../local/project.ts";
import { type AppClient, type SignedInUser, TokenIssuer, type User } from "./token-issuer.ts";

/** How Berth runs on this machine. */
export interface BerthOptions {
  /** Where logs, functions' code and `local.json` go. @default ".berth" */
  folder?: string;
  /** First of the ports: ten a region, the API's first. 0: any that are free. @default 8400 */
  port?: number;
  /** Names of 1 to 5 regions, the primary first. @default those of the stack files */
  regions?: readonly string[];
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
});

/** A machine with the regions of the local environment, and who issues the tokens that its stacks accept. */
export class LocalMachine {
  private constructor(
    readonly project: Project,
    /** The primary first. */
    readonly regionNames: readonly string[],
    private readonly issuer: TokenIssuer,
    readonly machine: Machine,
    private readonly control: Control,
    private readonly takesStacks: boolean,
    private readonly contract: string,
  ) {}

  /**
   * @param takesStacks whether Pulumi's engine may deploy to it
   * @throws MachineError if the machine cannot run, or the regions are none that it could have
   */
  static async start(options: BerthOptions, takesStacks: boolean): Promise<LocalMachine> {
    const { folder = ".berth", port = 8400, print = () => undefined } = options;
    const project = new Project(".");
    const settings = stackSettings.parse(project.config(committedStack(project)));
    const regions = checkedRegions(options.regions ?? settings["berth:regions"]);
    const issuer = await TokenIssuer.create();
    const machine = await Machine.start({ regions, folder, port, print });
    const drills = new Drills(machine);
    const control = await Control.listen({ region: (name) => machine.region(name), drills, takesStacks });
    return new LocalMachine(project, regions, issuer, machine, control, takesStacks, join(folder, "local.json"));
  }

  /** What the stacks need besides their files; the same as long as the machine lives. */
  get stackConfig(): Record<string, unknown> {
    return { "berth:regions": this.regionNames, "berth:userPoolKeys": this.issuer.keys };
  }

  /** The program for a region's stack; where that has no file, with the configuration of one that has. */
  program(region: string): Program {
    const stack = `${localEnvironment}-${region}`;
    const like = this.project.stacks.includes(stack) ? stack : committedStack(this.project);
    return this.project.program(stack, { ...this.stackConfig, "aws:region": region }, like);
  }

  /** Signs the people of the demonstration in. */
  async signInAll(client: AppClient): Promise<SignedInUser[]> {
    return await Promise.all(people.map((user) => this.signIn(user, client)));
  }

  /** Signs somebody in. */
  async signIn(user: User, client: AppClient): Promise<SignedInUser> {
    return await this.issuer.signIn(user, client);
  }

  /** Writes `local.json`, by which others find the machine, for its owner's eyes only. */
  async publish(contract: Record<string, unknown>): Promise<void> {
    await mkdir(join(this.contract, ".."), { recursive: true });
    const draft = `${this.contract}.new`; // who reads the contract finds a whole one
    await rm(draft, { force: true }); // a file that is there keeps its mode
    const { url: control, token: controlToken } = this.control;
    const { takesStacks, machine } = this;
    const { operator } = machine.iam;
    const whole = { environment: localEnvironment, ...contract, operator, control, controlToken, takesStacks };
    await writeFile(draft, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.contract);
  }

  /** Stops everything that was started and removes `local.json`. */
  async stop(): Promise<void> {
    await this.control.close();
    await rm(this.contract, { force: true });
    await this.machine.stop();
  }
}

function committedStack(project: Project): string {
  const [first = ""] = project.stacks.filter((stack) => stack.startsWith(`${localEnvironment}-`));
  return first;
}

const mostRegions = 5;

/** @throws MachineError naming the list and the rule */
function checkedRegions(regions: readonly string[]): readonly string[] {
  const areNames = regions.every((region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region));
  const areDistinct = new Set(regions).size === regions.length;
  if (areNames && areDistinct && regions.length > 0 && regions.length <= mostRegions) return regions;
  throw new MachineError(
    `the regions are "${regions.join(",")}": name 1 to ${mostRegions} AWS regions, each once, such as eu-west-1,us-east-1`,
  );
}
