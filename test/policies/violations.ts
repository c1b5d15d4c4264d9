import type { PolicyProviderResource, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import { exemptions } from "../../policies/exemptions.ts";
import { type Exemption, exempting } from "../../policies/framework/exempt.ts";
import type { ResourceRule, StackRule } from "../../policies/framework/rule.ts";
import type { Registration } from "../../tools/analysis/registration.ts";

/** What the engine tells a rule of a resource, as far as rules ask. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** @default one of no stack of ours */
  readonly urn?: string;
  /** @default {@link houseProvider} */
  readonly provider?: PolicyProviderResource;
}

/** A provider as the committed stacks configure it. */
export const houseProvider: PolicyProviderResource = {
  type: "pulumi:providers:aws",
  name: "default",
  urn: "urn:pulumi:test::test::pulumi:providers:aws::default",
  props: { region: "eu-west-1", defaultTags: JSON.stringify({ tags: { owner: "bookings" } }) },
};

/** What stands for a text that a preview does not know. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How a rule says that a resource is none of its business. */
export class NotApplicable extends Error {}

/**
 * The messages of a rule, without what is exempted, about a resource.
 *
 * @param config the user's settings of the rule
 * @param exempted what it is not asked about; by default what the pack says
 * @throws UnknownValueError if the rule cannot judge the resource in this preview
 */
export async function violations(
  rule: ResourceRule,
  resource: Resource,
  config: object = {},
  exempted: readonly Exemption[] = exemptions,
): Promise<string[]> {
  const found: string[] = [];
  const { validateResource } = exempting(rule, exempted);
  for (const validate of [validateResource ?? []].flat()) {
    try {
      await validate(argumentsOf(resource, config), (message) => {
        found.push(message);
      });
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
    }
  }
  return found;
}

/**
 * The messages of a rule about several resources, without what is exempted, by the URN of the resource.
 *
 * @throws UnknownValueError if the rule cannot judge one of them in this preview
 */
export async function stackViolations(
  rule: StackRule,
  registrations: readonly Registration[],
  config: object = {},
  exempted: readonly Exemption[] = exemptions,
): Promise<[message: string, urn: string][]> {
  const found: [message: string, urn: string][] = [];
  const { validateStack } = exempting(rule, exempted);
  const resources = policyResources(registrations);
  try {
    const args = { resources, stackTags: new Map(), getConfig: () => config as never, notApplicable };
    await validateStack(args, (message, urn = "") => {
      found.push([message, urn]);
    });
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
  }
  return found;
}

/** What the SDK gives a rule about a stack. */
export function policyResources(registrations: readonly Registration[]): PolicyResource[] {
  const resources = registrations.map(({ type, name, urn, outputs, provider }): PolicyResource => {
    const args = argumentsOf({ type, name, inputs: outputs, urn });
    return {
      type,
      name,
      urn,
      opts: args.opts,
      props: args.props,
      isType: (resourceClass) => args.isType(resourceClass),
      asType: (resourceClass) => args.asType(resourceClass) as never,
      ...(provider && { provider }),
      dependencies: [],
      propertyDependencies: {},
    };
  });
  const byUrn = (urns: readonly string[]) => resources.filter(({ urn }) => urns.includes(urn));
  registrations.forEach(({ dependencies, propertyDependencies }, index) => {
    const resource = resources[index];
    if (!resource) return;
    resource.dependencies = byUrn(dependencies);
    for (const [property, urns] of Object.entries(propertyDependencies)) {
      resource.propertyDependencies[property] = byUrn(urns);
    }
  });
  return resources;
}

/** What the SDK gives a rule about a resource. */
export function argumentsOf(resource: Resource, config: object = {}): ResourceValidationArgs {
  const { type, name, inputs, provider = houseProvider, urn = `urn:pulumi:test::test::${type}::${name}` } = resource;
  const props = unknownCheckingProxy(inputs);
  const isType: ResourceValidationArgs["isType"] = (resourceClass) =>
    "__pulumiType" in resourceClass && resourceClass.__pulumiType === type;
  return {
    type,
    name,
    props,
    urn,
    provider,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    stackTags: new Map(),
    isType,
    asType: (resourceClass) => (isType(resourceClass) ? props : undefined) as never,
    getConfig: () => config as never,
    notApplicable,
  };
}

/** Says that a rule is not about what it was given. */
export function notApplicable(reason?: string): never {
  throw new NotApplicable(reason);
}
