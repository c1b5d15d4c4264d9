import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";

/** What the engine tells a rule of a resource, as far as rules ask. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** How a rule says that a resource is none of its business. */
class NotApplicable extends Error {}

/** The messages of a rule about a resource. */
export async function violations(rule: ResourceValidationPolicy, { type, name, inputs }: Resource): Promise<string[]> {
  const found: string[] = [];
  const args: ResourceValidationArgs = {
    type,
    name,
    props: inputs,
    urn: `urn:pulumi:test::test::${type}::${name}`,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    stackTags: new Map(),
    isType: (resourceClass) => "__pulumiType" in resourceClass && resourceClass.__pulumiType === type,
    asType: () => undefined,
    getConfig: () => {
      throw new Error("no rule has a configuration");
    },
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
  };
  for (const validate of [rule.validateResource ?? []].flat()) {
    try {
      await validate(args, (message) => {
        found.push(message);
      });
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
    }
  }
  return found;
}
