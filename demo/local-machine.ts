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
import { ConsoleServer } from "./console/console-server.ts";
import { pageAddresses } from "./page-addresses.ts";
import { People } from "./people.ts";
import { SignInServer } from "./sign-in/sign-in-server.ts";
import { type AppClient, type SignedInUser, TokenIssuer, type User } from "./token-issuer.ts";

/** How Berth runs on this machine. */
export interface BerthOptions {
  /** Where logs, functions' code and `local.json` go. @default ".berth" */
  folder?: string;
  /**
   * First of the ports: ten a region, the API's first, the page's third; the primary's fourth is where people sign
   * in, its fifth the console. 0: any that are free.
   *
   * @default 8400
   */
  port?: number;
  /** Names of 1 to 5 regions, the primary first. @default those of the stack files */
  regions?: readonly string[];
  /** Takes a line for the person who watches. @default nobody watches */
  print?: (line: string) => void;
}

const stackSettings = z.looseObject({
  "aws:region": z.string(),
  "berth:regions": z.array(z.string()),
  "berth:currency": z.string(),
});

/** What a local machine is made of. */
interface Parts {
  readonly project: Project;
  readonly regionNames: readonly string[];
  readonly stackConfig: Readonly<Record<string, unknown>>;
  readonly pageAddresses: readonly string[];
  readonly currency: string;
  readonly issuer: TokenIssuer;
  readonly people: People;
  readonly signInServer: SignInServer;
  readonly machine: Machine;
  readonly control: Control;
  readonly console: ConsoleServer;
  readonly takesStacks: boolean;
  /** The path of `local.json`. */
  readonly contract: string;
}

/** A machine with the regions of the local environment, and where people sign in to get the tokens that its stacks accept. */
export class LocalMachine {
  private constructor(private readonly parts: Parts) {}

  /**
   * @param takesStacks whether Pulumi's engine may deploy to it
   * @throws MachineError if the machine cannot run, or the regions are none that it could have
   */
  static async start(options: BerthOptions, takesStacks: boolean): Promise<LocalMachine> {
    const { folder = ".berth", port = 8400, print = () => undefined } = options;
    const project = new Project(".");
    const settings = stackSettings.parse(project.config(committedStack(project)));
    const regionNames = checkedRegions(options.regions ?? settings["berth:regions"]);
    const [issuer, people] = [await TokenIssuer.create(), new People()];
    const machine = await Machine.start({ regions: regionNames, folder, port, print });
    try {
      const primary = machine.region(regionNames[0] ?? "");
      const signInServer = await SignInServer.listen({
        cognito: primary.cognito,
        issuer,
        people,
        isRunning: () => primary.isRunning,
        port: port === 0 ? 0 : port + 3,
      });
      const addresses = await pageAddresses(regionNames.length, port);
      const stackConfig = {
        "berth:regions": regionNames,
        "berth:userPoolKeys": issuer.keys,
        "berth:signInUrls": addresses,
      };
      const drills = new Drills(machine);
      const control = await Control.listen({ region: (name) => machine.region(name), drills, takesStacks });
      const console = await ConsoleServer.listen({
        machine,
        pageOf: (name) => (takesStacks ? undefined : addresses[regionNames.indexOf(name)]),
        port: port === 0 ? 0 : port + 4,
      });
      const contract = join(folder, "local.json");
      const parts = { project, regionNames, stackConfig, issuer, people, signInServer, machine, control, console };
      const currency = settings["berth:currency"];
      return new LocalMachine({ ...parts, currency, pageAddresses: addresses, takesStacks, contract });
    } catch (error) {
      await machine.stop();
      throw error;
    }
  }

  get machine(): Machine {
    return this.parts.machine;
  }

  /** The primary first. */
  get regionNames(): readonly string[] {
    return this.parts.regionNames;
  }

  /** What the stacks need besides their files; the same as long as the machine lives. */
  get stackConfig(): Readonly<Record<string, unknown>> {
    return this.parts.stackConfig;
  }

  /** Where the page of each region has its address, in the order of the regions. */
  get pageAddresses(): readonly string[] {
    return this.parts.pageAddresses;
  }

  /** What prices are in. */
  get currency(): string {
    return this.parts.currency;
  }

  /** Where people sign in: the address that stands for the domain of the user pool. */
  get signInUrl(): string {
    return this.parts.signInServer.url;
  }

  /** Where one sees how the machine is, and lets something befall it. */
  get consoleUrl(): string {
    return this.parts.console.url;
  }

  /** The program for a region's stack; where that has no file, with the configuration of one that has. */
  program(region: string): Program {
    const stack = `${localEnvironment}-${region}`;
    const { project } = this.parts;
    const like = project.stacks.includes(stack) ? stack : committedStack(project);
    return project.program(stack, { ...this.stackConfig, "aws:region": region }, like);
  }

  /** Signs the people of the demonstration in. */
  async signInAll(client: AppClient): Promise<SignedInUser[]> {
    const { issuer, people } = this.parts;
    return await Promise.all(
      people.ofDemonstration.map(({ customerId, ...user }) => issuer.signIn(user, client, customerId)),
    );
  }

  /** Signs somebody in who did not exist before. */
  async signIn(user: User, client: AppClient): Promise<SignedInUser> {
    return await this.parts.issuer.signIn(user, client);
  }

  /** Writes `local.json`, by which others find the machine, for its owner's eyes only. */
  async publish(contract: Record<string, unknown>): Promise<void> {
    const { contract: file, control, takesStacks, machine } = this.parts;
    await mkdir(join(file, ".."), { recursive: true });
    const draft = `${file}.new`; // who reads the contract finds a whole one
    await rm(draft, { force: true }); // a file that is there keeps its mode
    const whole = {
      environment: localEnvironment,
      ...contract,
      signInUrl: this.signInUrl,
      consoleUrl: this.consoleUrl,
      operator: machine.iam.operator,
      control: control.url,
      controlToken: control.token,
      takesStacks,
    };
    await writeFile(draft, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  }

  /** Stops everything that was started and removes `local.json`. */
  async stop(): Promise<void> {
    const { signInServer, console, control, contract, machine } = this.parts;
    await signInServer.close();
    await console.close();
    await control.close();
    await rm(contract, { force: true });
    await machine.stop();
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
