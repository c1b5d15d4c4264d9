import { parseArgs } from "node:util";
import { Project } from "../local/project.ts";
import { MachineError } from "../local/machine-error.ts";
import { resourceTypes } from "../local/resources/index.ts";
import { evaluated } from "./analysis/evaluated.ts";
import { type Finding, PackProcess } from "./analysis/pack-process.ts";
import type { Registration } from "./analysis/registration.ts";
import { localEnvironment } from "../local/environment.ts";

const usage = "npm run preview -- --stack <stack> [--json]";

/** What a preview found. */
interface Preview {
  readonly stack: string;
  readonly resources: readonly Registration[];
  readonly findings: readonly Finding[];
  /** What makes the preview fail, a line each. */
  readonly failures: readonly string[];
}

/**
 * `npm run preview`: evaluates a stack in this process, with values made up for what AWS gives, and runs the policy
 * pack over it: quicker than Pulumi, and with nothing unknown. The exit
 * status is 1 on a mandatory violation, on a policy that could not run, and on a resource type that the machine which the stack
 * is for does not know.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { stack: { type: "string" }, json: { type: "boolean", default: false } } });
  const project = new Project(".");
  if (values.stack === undefined || !project.stacks.includes(values.stack)) {
    throw new MachineError(
      `--stack is ${values.stack ?? "not set"}: it must be one of ${project.stacks.join(", ")}. ${usage}`,
    );
  }
  const preview = await previewOf(project, values.stack);
  if (values.json) console.log(JSON.stringify({ ...preview, resources: preview.resources.map(summary) }, null, 2));
  else for (const line of report(preview)) console.log(line);
  return preview.failures.length > 0 ? 1 : 0;
}

async function previewOf(project: Project, stack: string): Promise<Preview> {
  const isLocal = stack.startsWith(`${localEnvironment}-`);
  // The machine makes its user pool's keys when it starts; their number and form is all that a preview needs.
  const keys = { keys: [{ kid: "preview", kty: "RSA", n: "AQAB", e: "AQAB" }] };
  const program = project.program(stack, isLocal ? { "berth:userPoolKeys": keys } : {});
  const { config, project: name } = program;
  const resources = await evaluated(() => program.run(), { project: name, stack, config, preview: false });
  const pack = await PackProcess.start("policies");
  try {
    await pack.configure();
    const findings = await pack.analyze(resources);
    return { stack, resources, findings, failures: [...unknownTypes(resources, isLocal), ...failing(findings)] };
  } finally {
    await pack.stop();
  }
}

function unknownTypes(resources: readonly Registration[], isLocal: boolean): string[] {
  return resources
    .filter(({ type, custom }) => isLocal && custom && type.startsWith("aws:") && !resourceTypes.has(type))
    .map(({ name, type }) => `${name} is of the type ${type}, which this machine does not know`);
}

function failing(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy"))
    .map(({ rule, urn, message }) => `${rule}: ${nameOf(urn)}: ${message}`);
}

function* report({ stack, resources, findings, failures }: Preview): Generator<string> {
  yield* tree(resources, "", "");
  const counts = Map.groupBy(
    resources.filter(({ custom }) => custom),
    ({ type }) => type,
  );
  yield "";
  for (const [type, found] of [...counts].toSorted(([a], [b]) => a.localeCompare(b)))
    yield `${String(found.length).padStart(4)}  ${type}`;
  yield `${String([...counts.values()].flat().length).padStart(4)}  resources in ${stack}`;
  yield "";
  for (const { level, rule, urn, message } of findings) yield `${level}  ${rule}  ${nameOf(urn)}: ${message}`;
  yield failures.length === 0 ? "The house rules hold." : `${failures.length} reasons to stop:`;
  for (const failure of failures) yield `  ${failure}`;
}

/** The resources below a parent, each under its own; the stack itself is the root and not shown. */
function* tree(resources: readonly Registration[], parent: string, indent: string): Generator<string> {
  for (const { urn, type, name } of resources.filter((resource) => resource.parent === parent)) {
    const isStack = type === "pulumi:pulumi:Stack";
    if (!isStack) yield `${indent}${name}  ${type}`;
    yield* tree(resources, urn, isStack ? indent : `${indent}  `);
  }
}

function summary({ urn, type, name, parent, custom }: Registration) {
  return { urn, type, name, parent, custom };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`preview: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
