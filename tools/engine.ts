import { spawn } from "node:child_process";
import { constants } from "node:os";
import { TokenIssuer } from "../demo/token-issuer.ts";
import { ControlClient } from "../local/control/client.ts";
import { localEnvironment } from "../local/environment.ts";
import { type CommandLine, readCommandLine } from "./engine/command-line.ts";
import { EngineError } from "./engine/engine-error.ts";
import { buildPulumi, findPulumi } from "./engine/executables.ts";
import { type EmptyMachine, findMachine } from "./engine/machine.ts";
import { planFor } from "./engine/plan.ts";
import { Workspace } from "./engine/workspace.ts";

/** `npm run engine -- <arguments of pulumi>`: Pulumi, with this machine in the place of AWS. */
async function main(args: readonly string[]): Promise<number> {
  const folder = process.env.BERTH_FOLDER ?? ".berth";
  const workspace = new Workspace(process.cwd(), folder, process.env);
  const pulumi = (await findPulumi(process.env, say)) ?? (await buildPulumi(process.env, say));
  const line = readCommandLine(args);
  const { command, stack = await selectedStack(workspace, pulumi, line) } = line;
  if (stack === undefined) return await run(pulumi, args, workspace);

  const machine = findMachine(folder);
  const plan = planFor(
    { ...line, stack },
    {
      machine,
      lastMachine: workspace.lastMachine(stack),
      config: workspace.config(stack),
      hasOutputs: (other) => workspace.hasOutputs(other),
    },
  );
  if (plan.notice !== undefined) say(plan.notice);
  if (plan.createsStack) await workspace.createStack(pulumi, stack);
  const config = plan.needsConfig ? ["--config-file", workspace.writeConfig(stack, await addedTo(stack, machine))] : [];
  if (workspace.isLockedByTheDead(stack) && command !== "cancel") {
    say(`An engine was ended while it worked on ${stack}: its lock is taken away.`);
    await workspace.run(pulumi, ["cancel", "--yes", "--non-interactive", "--stack", stack]);
  }
  if (plan.clearsPending && workspace.hasPendingCreates(stack)) {
    const removed = await new ControlClient(folder).sweep({ stack, known: workspace.knownResources(stack) });
    say(`An engine was ended while it made resources of ${stack}: ${removed} that it knew nothing of are removed.`);
    const forget = ["refresh", "--clear-pending-creates", "--yes", "--skip-preview", "--non-interactive"];
    await workspace.run(pulumi, [...forget, "--stack", stack, ...config]);
  }
  const status = await run(pulumi, [...args, ...plan.added, ...config], workspace);
  if (status === 0 && command === "up" && machine !== undefined) workspace.rememberMachine(stack, machine.identity);
  return status;
}

/** The stack that a command is about which names none. */
async function selectedStack(
  workspace: Workspace,
  pulumi: string,
  { command }: CommandLine,
): Promise<string | undefined> {
  if (!["up", "preview", "refresh", "destroy", "import", "watch", "stack rm"].includes(command)) return undefined;
  return await workspace.run(pulumi, ["stack", "--show-name", "--non-interactive"]).then(
    (name) => name.trim(),
    () => undefined, // pulumi itself says that none is selected
  );
}

/** The configuration that a stack has from the machine. */
async function addedTo(stack: string, machine: EmptyMachine | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (!stack.startsWith(`${localEnvironment}-`)) return {};
  if (machine !== undefined) return machine.config;
  say("No machine runs here: the preview is with signing keys of its own.");
  return { "berth:userPoolKeys": (await TokenIssuer.create()).keys };
}

/** Runs a command in the place of this one, and gives its exit status. */
async function run(pulumi: string, args: readonly string[], { environment }: Workspace): Promise<number> {
  const child = spawn(pulumi, args, { env: environment, stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the engine finishes what it has begun, and this one waits for it.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGINT"));
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status, signal) => {
      resolve(status ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function say(line: string): void {
  console.error(line);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  console.error(`engine: ${error.message}`);
  process.exitCode = 1;
}
