import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { EngineError } from "./engine-error.ts";
import { languageHostFolder, onPath, providerFolder } from "./executables.ts";

const yamlObject = z.record(z.string(), z.unknown());
const stackFile = z.looseObject({ config: yamlObject.default({}), encryptionsalt: z.string().optional() });
const lock = z.object({ pid: z.int(), hostname: z.string() });
const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  outputs: yamlObject.optional(),
});
const checkpoint = z.looseObject({
  checkpoint: z.looseObject({
    latest: z
      .looseObject({
        resources: z.array(resource).nullish(),
        pending_operations: z.array(z.looseObject({ type: z.string() })).nullish(),
      })
      .nullish(),
  }),
});

/**
 * Where the engine keeps its things for one project, none of them in an account or in a home folder: stacks, plugins,
 * and the stacks' configuration with what the machine adds to it.
 */
export class Workspace {
  readonly project: string;
  /** What the engine runs with. */
  readonly environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #own: string;
  readonly #backend: string;

  /**
   * @param folder of the project, where `Pulumi.yaml` lies
   * @param own where everything goes
   * @throws EngineError if there is no project
   */
  constructor(folder: string, own: string, environment: NodeJS.ProcessEnv) {
    const file = join(folder, "Pulumi.yaml");
    if (!existsSync(file)) throw new EngineError(`${file} is missing: run this in the folder of the Pulumi project`);
    this.project = z.looseObject({ name: z.string() }).parse(parse(readFileSync(file, "utf8"))).name;
    this.#folder = folder;
    this.#own = resolve(own);
    this.#backend = join(this.#own, "pulumi");
    for (const each of [this.#backend, this.#configFolder]) mkdirSync(each, { recursive: true });
    this.environment = engineEnvironment(this.#own, this.#backend, environment);
  }

  get #configFolder(): string {
    return join(this.#own, "pulumi-config");
  }

  /** The configuration of a stack, as its file has it. */
  config(stack: string): Readonly<Record<string, unknown>> {
    return this.#stackFile(this.#folder, stack).config;
  }

  /**
   * Writes the configuration of a stack with something added. The project's own file stays as it is: the engine would
   * write the salt of its encryption into it.
   *
   * @returns the file, for `--config-file`
   */
  writeConfig(stack: string, added: Readonly<Record<string, unknown>>): string {
    const own = this.#stackFile(this.#folder, stack);
    const { encryptionsalt } = this.#stackFile(this.#configFolder, stack);
    const file = this.#fileOf(this.#configFolder, stack);
    const whole = { encryptionsalt, ...own, config: { ...own.config, ...added } };
    writeFileSync(file, stringify(whole), { mode: 0o600 });
    return file;
  }

  /** Makes a stack, unless it is there. */
  async createStack(pulumi: string, stack: string): Promise<void> {
    if (existsSync(this.#stateOf(stack))) return;
    copyFileSync(join(this.#folder, "Pulumi.yaml"), join(this.#configFolder, "Pulumi.yaml"));
    await this.run(pulumi, ["stack", "init", stack, "--no-select", "--non-interactive", "--cwd", this.#configFolder]);
  }

  /** Whether a stack has been deployed, so that others can read its outputs. */
  hasOutputs(stack: string): boolean {
    return Object.keys(this.outputs(stack)).length > 0;
  }

  /** What a stack exports; nothing if it was never deployed. */
  outputs(stack: string): Readonly<Record<string, unknown>> {
    const root = this.#checkpoint(stack)?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    return root?.outputs ?? {};
  }

  /** The resources that the engine knows of. */
  knownResources(stack: string): { urn: string; id: string; region?: string }[] {
    return (this.#checkpoint(stack)?.resources ?? []).flatMap(({ urn, id, outputs }) => {
      if (id === undefined) return [];
      const region = outputs?.region;
      return [{ urn, id, ...(typeof region === "string" && { region }) }];
    });
  }

  /** Whether an engine was ended while it had something made, so that nobody knows what became of it. */
  hasPendingCreates(stack: string): boolean {
    return this.#checkpoint(stack)?.pending_operations?.some(({ type }) => type === "creating") ?? false;
  }

  /** Whether a stack is locked by nobody but processes of this computer that have ended. */
  isLockedByTheDead(stack: string): boolean {
    const folder = join(this.#backend, ".pulumi", "locks", "organization", this.project, stack);
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
    const locks = files.map((name) => lock.safeParse(JSON.parse(readFileSync(join(folder, name), "utf8"))).data);
    return locks.length > 0 && locks.every((each) => each?.hostname === hostname() && !isAlive(each.pid));
  }

  /** The machine that a stack was last deployed to; undefined if there was none. */
  lastMachine(stack: string): string | undefined {
    const file = this.#machineFile(stack);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Remembers the machine that a stack was deployed to. */
  rememberMachine(stack: string, identity: string): void {
    writeFileSync(this.#machineFile(stack), identity);
  }

  /** @throws EngineError with what the command printed, if it fails */
  async run(pulumi: string, args: readonly string[]): Promise<string> {
    try {
      const { stdout } = await promisify(execFile)(pulumi, args, { cwd: this.#folder, env: this.environment });
      return stdout;
    } catch (error) {
      const { stderr = "" } = error as { stderr?: string };
      throw new EngineError(`pulumi ${args.slice(0, 2).join(" ")} failed: ${stderr.trim() || String(error)}`, {
        cause: error,
      });
    }
  }

  #stateOf(stack: string): string {
    return join(this.#backend, ".pulumi", "stacks", this.project, `${stack}.json`);
  }

  #checkpoint(stack: string): z.infer<typeof checkpoint>["checkpoint"]["latest"] {
    const file = this.#stateOf(stack);
    return existsSync(file) ? checkpoint.parse(JSON.parse(readFileSync(file, "utf8"))).checkpoint.latest : undefined;
  }

  #machineFile(stack: string): string {
    return join(this.#configFolder, `${stack}.machine`);
  }

  #fileOf(folder: string, stack: string): string {
    return join(folder, `Pulumi.${stack}.yaml`);
  }

  #stackFile(folder: string, stack: string): z.infer<typeof stackFile> {
    const file = this.#fileOf(folder, stack);
    return stackFile.parse(existsSync(file) ? (parse(readFileSync(file, "utf8")) ?? {}) : {});
  }
}

function engineEnvironment(own: string, backend: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH = "" } = environment;
  // The host that is installed with Pulumi serves better than the stand-in.
  const languageHost = onPath("pulumi-language-nodejs", PATH) === undefined ? [languageHostFolder] : [];
  return {
    PULUMI_CONFIG_PASSPHRASE: "berth", // nothing on this machine is worth another one
    NODE_COMPILE_CACHE: join(own, "compile-cache"), // each command starts Node.js three times
    ...environment,
    PATH: [providerFolder, ...languageHost, PATH].join(delimiter),
    PULUMI_HOME: join(own, "pulumi-home"),
    // Metadata would lie beside each file, written in place: an engine that is killed then leaves an unreadable state.
    PULUMI_BACKEND_URL: `${pathToFileURL(backend).href}?metadata=skip`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    BERTH_FOLDER: own,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
