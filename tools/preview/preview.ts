import { localEnvironment } from "../../local/environment.ts";
import type { Program } from "../../local/program.ts";
import { resourceTypes } from "../../local/resources/index.ts";
import { evaluated } from "../analysis/evaluated.ts";
import type { Finding, PackProcess } from "../analysis/pack-process.ts";
import type { Registration } from "../analysis/registration.ts";

/** What a preview found. */
export interface Preview {
  readonly stack: string;
  readonly resources: readonly Registration[];
  readonly findings: readonly Finding[];
  /** What makes the preview fail, a line each: empty if the stack is in order. */
  readonly failures: readonly string[];
}

/**
 * Evaluates a program in this process and asks a policy pack about it. It fails on a mandatory violation, on a policy that
 * could not run, and on a resource type that the machine which the stack is for does not know.
 *
 * @param pack configured as it is to judge
 * @throws what the program throws
 */
export async function previewOf(program: Program, pack: PackProcess): Promise<Preview> {
  const { project, stack, config } = program;
  const resources = await evaluated(() => program.run(), { project, stack, config, preview: false });
  const findings = await pack.analyze(resources);
  const unknown = isForThisMachine(stack) ? unknownTypes(resources) : [];
  return { stack, resources, findings, failures: [...unknown, ...failing(findings)] };
}

/** Whether a stack is deployed to this machine and not to AWS. */
export function isForThisMachine(stack: string): boolean {
  return stack.startsWith(`${localEnvironment}-`);
}

function unknownTypes(resources: readonly Registration[]): string[] {
  return resources
    .filter(({ type, custom }) => custom && type.startsWith("aws:") && !resourceTypes.has(type))
    .map(({ name, type }) => `${name} is of the type ${type}, which this machine does not know`);
}

function failing(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy"))
    .map(({ rule, urn, message }) => `${rule}: ${nameOf(urn)}: ${message}`);
}

/** The logical name in a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
