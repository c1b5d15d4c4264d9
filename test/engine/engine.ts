import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");

/** What a Pulumi command did. */
export interface Ended {
  readonly status: number | null;
  /** All that it printed. */
  readonly printed: string;
}

/** A Pulumi command that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  printed(): string;
  ended(): Promise<Ended>;
}

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  custom: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

/** A resource as the engine keeps it. */
export type StateResource = z.infer<typeof resourceSchema>;

const stateSchema = z.looseObject({
  checkpoint: z.looseObject({
    latest: z.looseObject({
      resources: z.array(resourceSchema).nullish(),
      pending_operations: z.array(z.unknown()).nullish(),
    }),
  }),
});

/** A copy of a project in a folder of its own, to run `npm run engine` in and to change. */
export class ProjectCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "berth-engine-"));
  readonly #source: string;

  /** @param paths what is copied, from the project's folder; everything in `source` if there are none */
  constructor(source = root, paths: readonly string[] = readdirSync(source)) {
    this.#source = source;
    for (const path of paths) cpSync(join(source, path), join(this.folder, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  /** What `.berth/` is for the project. */
  get berthFolder(): string {
    return join(this.folder, ".berth");
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Replaces a text that must be there. */
  edit(file: string, from: string, to: string): void {
    const before = this.read(file);
    if (!before.includes(from)) throw new Error(`${file} holds no ${from}`);
    writeFileSync(join(this.folder, file), before.replace(from, to));
  }

  /** Takes back what was edited. */
  restore(file: string): void {
    cpSync(join(this.#source, file), join(this.folder, file));
  }

  /** The process that holds a stack's lock. */
  lockingProcess(project: string, stack: string): number {
    const folder = join(this.berthFolder, "pulumi/.pulumi/locks/organization", project, stack);
    const [file = ""] = readdirSync(folder);
    return z.object({ pid: z.int() }).parse(JSON.parse(readFileSync(join(folder, file), "utf8"))).pid;
  }

  /** `npm run engine -- …` without credentials, and with every way to the outside closed. */
  start(...args: string[]): Running {
    const tool = join(root, "tools", "engine.ts");
    const child = spawn(process.execPath, ["--import", "tsx", tool, ...args, "--color=never"], {
      cwd: this.folder,
      env: { ...withoutCredentials(process.env), BERTH_FOLDER: this.berthFolder, ...closedProxy },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    }
    const closed = once(child, "close") as Promise<[number | null]>;
    return {
      child,
      printed: () => printed,
      ended: async () => {
        const [status] = await closed;
        return { status, printed };
      },
    };
  }

  async run(...args: string[]): Promise<Ended> {
    return await this.start(...args).ended();
  }

  /** Runs what must succeed, and gives what it printed. */
  async succeed(...args: string[]): Promise<string> {
    const { status, printed } = await this.run(...args);
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${status}:\n${printed}`);
    return printed;
  }

  /** Runs `up`, which must succeed, and gives what it printed. */
  async up(stack: string, ...more: string[]): Promise<string> {
    return await this.succeed("up", "--yes", "--skip-preview", "--stack", stack, ...more);
  }

  async destroy(stack: string): Promise<string> {
    return await this.succeed("destroy", "--yes", "--skip-preview", "--stack", stack);
  }

  /** The engine's own record of a stack, as text. */
  stateText(project: string, stack: string): string {
    return readFileSync(join(this.berthFolder, "pulumi/.pulumi/stacks", project, `${stack}.json`), "utf8");
  }

  /** The resources of a stack, and what the engine does not know the end of. */
  state(project: string, stack: string): { resources: StateResource[]; pending: unknown[] } {
    const { latest } = stateSchema.parse(JSON.parse(this.stateText(project, stack))).checkpoint;
    return { resources: latest.resources ?? [], pending: latest.pending_operations ?? [] };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The whole project as it is committed, without its tests. */
export function berthCopy(): ProjectCopy {
  const program = readdirSync(root).filter((file) => /^Pulumi\..*yaml$|\.ts$/.test(file));
  return new ProjectCopy(root, [
    ...program,
    "package.json",
    "tsconfig.json",
    "api",
    "components",
    "functions",
    "stack",
  ]);
}

/** The lines that count: `+ 98 created`. */
export function counts(printed: string): string[] {
  const from = printed.lastIndexOf("Resources:");
  const lines = from === -1 ? [] : printed.slice(from).split("\n").slice(1);
  return lines.slice(0, lines.indexOf("")).map((line) => line.trim());
}

/** Arguments by which a command holds the stack to the house's rules. */
export const withPack = ["--policy-pack", join(root, "policies")];

/** A proxy that nobody runs: whatever asks for something outside of this machine fails. */
const closedProxy = {
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "127.0.0.1,localhost",
};

function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|PULUMI_)|_proxy$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}
