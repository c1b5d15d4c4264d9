import { localEnvironment } from "../../local/environment.ts";
import type { CommandLine } from "./command-line.ts";
import { EngineError } from "./engine-error.ts";
import type { EmptyMachine } from "./machine.ts";

/** Commands that run the program. */
const evaluating = new Set(["up", "preview", "import", "watch"]);

/** Commands that reach into the machine. */
const deploying = new Set(["up", "import", "watch", "refresh", "destroy"]);

/** What a plan is made from. */
export interface Situation {
  /** The machine that runs; undefined if none does. */
  readonly machine: EmptyMachine | undefined;
  /** The machine that the stack was last deployed to. */
  readonly lastMachine: string | undefined;
  /** The stack's configuration, as its file has it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether a stack has been deployed. */
  readonly hasOutputs: (stack: string) => boolean;
}

/** What has to be done for a command about a stack, besides the command. */
export interface Plan {
  readonly createsStack: boolean;
  readonly needsConfig: boolean;
  /** Whether resources that an engine was killed over are removed before. */
  readonly clearsPending: boolean;
  /** Arguments that are added to the person's. */
  readonly added: readonly string[];
  /** What the person is told before. */
  readonly notice?: string;
}

/**
 * What has to be done for a command about a stack.
 *
 * @throws EngineError if the command cannot succeed: no machine runs, or another stack comes first
 */
export function planFor({ command, stack = "", options }: CommandLine, situation: Situation): Plan {
  const local = stack.startsWith(`${localEnvironment}-`);
  const { machine, lastMachine } = situation;
  if (deploying.has(command) && !local) {
    throw new EngineError(
      `${stack} is no stack of the environment ${localEnvironment}, which is this machine's: here it can be previewed only; deploy it with pulumi ${command}`,
    );
  }
  if (deploying.has(command) && machine === undefined) {
    throw new EngineError("no machine runs here: start one with npm start -- --empty");
  }
  if (evaluating.has(command)) mustFollow(stack, situation);
  const stale = local && machine !== undefined && lastMachine !== undefined && lastMachine !== machine.identity;
  const refreshes = stale && (command === "up" || command === "preview") && !options.has("--refresh");
  const keepsConfig = command === "stack rm" || options.has("--remove");
  return {
    createsStack: evaluating.has(command),
    needsConfig: (evaluating.has(command) || deploying.has(command)) && !options.has("--config-file"),
    clearsPending: command === "up" || command === "destroy",
    added: [
      ...(refreshes ? ["--refresh"] : []),
      ...(keepsConfig && !options.has("--preserve-config") ? ["--preserve-config"] : []),
    ],
    notice: refreshes
      ? `The machine was started anew since ${stack} was deployed: the engine looks first what is there (--refresh).`
      : undefined,
  };
}

/** The stack of an environment's first region makes what is global, and the others read its outputs. */
function mustFollow(stack: string, { config, hasOutputs }: Situation): void {
  const region = config["aws:region"];
  const regions = config["berth:regions"];
  if (typeof region !== "string" || !Array.isArray(regions) || !stack.endsWith(`-${region}`)) return;
  const first = `${stack.slice(0, -region.length)}${String(regions[0])}`;
  if (first !== stack && !hasOutputs(first)) {
    throw new EngineError(`${stack} reads the outputs of ${first}, which are not there yet: deploy ${first} first`);
  }
}
