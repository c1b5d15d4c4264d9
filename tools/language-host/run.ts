import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as proto from "@pulumi/pulumi/proto/language_pb.js";

/** How `@pulumi/pulumi/cmd/run` says that it has told the engine what went wrong: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/run/index.ts */
const toldStatus = 32;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** One of the SDK's own commands, such as `run`: that of the program's installation. */
function commandOf(folder: string, name: string): string {
  return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
}

/** Arguments of Node.js that `Pulumi.yaml` asks for in `runtime.options.nodeargs`. */
function nodeArguments(info: proto.ProgramInfo | undefined): string[] {
  const { nodeargs } = info?.getOptions()?.toJavaScript() ?? {};
  return typeof nodeargs === "string" ? nodeargs.split(" ").filter(Boolean) : [];
}

/** Whether the SDK compiles TypeScript, which it does unless `runtime.options.typescript` says no. */
function compilesTypeScript(info: proto.ProgramInfo | undefined): boolean {
  return info?.getOptions()?.toJavaScript().typescript !== false;
}

/** Starts Node.js; it is ended when this process ends, if it has not ended before. */
function node(args: readonly string[], folder: string, environment: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** How a process ended. */
async function endOf(child: ChildProcess): Promise<{ status: number; signal: string | null }> {
  const [status, signal] = (await once(child, "close")) as [number | null, string | null];
  return { status: status ?? 1, signal };
}

/** Ends what is under way. */
export function cancel(): void {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs a program: it registers its resources with the engine by itself.
 *
 * @param engine the engine's address
 * @returns what went wrong, if the program has not told the engine already
 */
export async function runProgram(
  request: proto.RunRequest,
  engine: string,
): Promise<{ error?: string; bail: boolean }> {
  const info = request.getInfo();
  const folder = request.getPwd();
  const config = Object.fromEntries(request.getConfigMap().toObject(false));
  const child = node(
    [
      ...nodeArguments(info),
      commandOf(folder, "run"),
      ...["--monitor", request.getMonitorAddress(), "--engine", engine],
      ...["--organization", request.getOrganization(), "--project", request.getProject()],
      ...["--stack", request.getStack(), "--pwd", folder],
      ...["--dry-run", String(request.getDryrun()), "--parallel", String(request.getParallel())],
      info?.getEntryPoint() ?? ".",
      ...request.getArgsList(),
    ],
    folder,
    {
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(compilesTypeScript(info)),
    },
  );
  child.stdout?.pipe(process.stdout, { end: false }); // the engine shows what its plugins print
  child.stderr?.pipe(process.stderr, { end: false });
  const { status, signal } = await endOf(child);
  if (status === 0) return { bail: false };
  if (status === toldStatus) return { bail: true };
  return {
    bail: false,
    error: signal === null ? `the program exited with status ${status}` : `the program was ended by ${signal}`,
  };
}

/** What a plugin prints, and at last the status that it exits with. */
export type PluginOutput = { stdout: Uint8Array } | { stderr: Uint8Array } | { status: number };

/**
 * Runs a plugin that is written for Node.js: a policy pack (`analyzer`) or a provider, in its own folder.
 *
 * @param stop ends the plugin
 */
export async function runPlugin(
  request: proto.RunPluginRequest,
  print: (output: PluginOutput) => void,
  stop: AbortSignal,
): Promise<void> {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getProgram();
  const environment = Object.fromEntries(request.getEnvList().map(variable));
  const pack = request.getKind() === "analyzer";
  const args = request.getArgsList();
  const child = node(
    [
      ...nodeArguments(info),
      commandOf(folder, pack ? "run-policy-pack" : "run-plugin"),
      ...(pack ? [...args.slice(0, 1), folder] : [folder, ...args]),
    ],
    folder,
    environment,
  );
  stop.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  child.stdout?.on("data", (chunk: Buffer) => {
    print({ stdout: chunk });
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    print({ stderr: chunk });
  });
  const { status } = await endOf(child);
  print({ status });
}

/** `NAME=value`; a value may hold further equals signs. */
function variable(text: string): [name: string, value: string] {
  const equals = text.indexOf("=");
  return [text.slice(0, equals), text.slice(equals + 1)];
}
