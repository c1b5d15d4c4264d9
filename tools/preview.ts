import { join } from "node:path";
import { parseArgs } from "node:util";
import { MachineError } from "../local/machine-error.ts";
import type { Program } from "../local/program.ts";
import { Project } from "../local/project.ts";
import { PackProcess } from "./analysis/pack-process.ts";
import { previewOf } from "./preview/preview.ts";
import { json, report } from "./preview/report.ts";

const usage = "npm run preview -- --stack <stack> [--json]";
const packFolder = join(import.meta.dirname, "..", "policies");

/**
 * `npm run preview`: evaluates a stack in this process, with values made up for what AWS gives, and runs the policy pack
 * over it: quicker than Pulumi, and with nothing unknown. The exit status is 1 if there is a reason to stop.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { stack: { type: "string" }, json: { type: "boolean", default: false } } });
  const program = programOf(values.stack);
  const pack = await PackProcess.start(packFolder);
  try {
    await pack.configure();
    const preview = await previewOf(program, pack);
    if (values.json) console.log(json(preview));
    else for (const line of report(preview)) console.log(line);
    return preview.failures.length > 0 ? 1 : 0;
  } finally {
    await pack.stop();
  }
}

/** @throws MachineError naming the stacks of the project, if it has none of that name */
function programOf(stack: string | undefined): Program {
  const project = new Project(".");
  if (stack === undefined || !project.stacks.includes(stack)) {
    throw new MachineError(
      `--stack is ${stack ?? "not set"}: it must be one of ${project.stacks.join(", ")}. ${usage}`,
    );
  }
  // A user pool that the stacks make tells its keys when it is there; their number and form is all that a preview needs.
  const keys = { keys: [{ kid: "preview", kty: "RSA", n: "AQAB", e: "AQAB" }] };
  const makesPool = project.config(stack)["berth:userPoolId"] === "";
  return project.program(stack, makesPool ? { "berth:userPoolKeys": keys } : {});
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`preview: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
