import type { Resource } from "@pulumi/pulumi";
import type * as q from "@pulumi/pulumi/queryable/index.js";
import type { PolicyResource, validateStackResourcesOfType } from "@pulumi/policy";
import { json } from "./document.ts";
import { present } from "./present.ts";
import { known } from "./unknown.ts";

/** A resource of a stack, with the outputs of its class. */
export interface Node<Of extends Resource = Resource> {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly props: q.ResolvedResource<Of>;
  readonly resource: PolicyResource;
}

/** A class of resources, such as `aws.sqs.Queue`. */
export type ResourceClass<Of extends Resource> = Parameters<typeof validateStackResourcesOfType<Of>>[0];

/** Outputs that tell a resource from every other of its class. */
const identities = ["arn", "id", "url", "name", "bucket", "qualifiedArn", "invokeArn", "streamArn"];

/** The resources of a stack, and what refers to what. */
export class Stack {
  constructor(private readonly resources: readonly PolicyResource[]) {}

  /** Every resource of a class. */
  all<Of extends Resource>(resourceClass: ResourceClass<Of>): Node<Of>[] {
    return this.resources.flatMap((resource) => {
      const props = resource.asType<Of>(resourceClass);
      return props === undefined
        ? []
        : [{ urn: resource.urn, name: resource.name, type: resource.type, props: present(props), resource }];
    });
  }

  /** The resources of a class of which a property refers to the target. */
  referring<Of extends Resource>(resourceClass: ResourceClass<Of>, property: string, target: Node): Node<Of>[] {
    return this.all(resourceClass).filter((node) => refers(node, property, target));
  }

  /** The resources of a class that a property of a resource refers to. */
  referredBy<Of extends Resource>(node: Node, property: string, resourceClass: ResourceClass<Of>): Node<Of>[] {
    return this.all(resourceClass).filter((target) => refers(node, property, target));
  }

  /** Whether a property of any resource, of whatever class, refers to the target. */
  isReferred(properties: readonly string[], target: Node): boolean {
    return this.resources.some(
      (resource) =>
        resource.urn !== target.urn && properties.some((property) => refers({ resource }, property, target)),
    );
  }
}

/**
 * Whether a property of a resource refers to the target: the engine knows of dependencies what a preview does not know of
 * values; a name or ARN that was written out has no dependency, but is known.
 */
export function refers(
  { resource }: Pick<Node, "resource">,
  property: string,
  target: Pick<Node, "resource">,
): boolean {
  if (dependsOn({ resource }, property, target)) return true;
  if (!(property in resource.props)) return false;
  const means = meaning(target.resource);
  return holds(() => (resource.props as Record<string, unknown>)[property], means);
}

/** Whether a property of a resource is made from the target's outputs. */
export function dependsOn(
  { resource }: Pick<Node, "resource">,
  property: string,
  target: Pick<Node, "resource">,
): boolean {
  return (resource.propertyDependencies[property] ?? []).some(({ urn }) => urn === target.resource.urn);
}

/** Says of a text whether it means a resource: one of its outputs, or an address made from its name. */
function meaning({ type, props }: PolicyResource): (text: string) => boolean {
  const texts = identities.flatMap((identity) => {
    const value = known((): unknown => props[identity]);
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  // Aliases of many functions have one name: only its ARN tells one of them.
  const naming = type === "aws:lambda/alias:Alias" ? [] : ["name", "bucket"];
  const names = naming.flatMap((property) => {
    const value = known((): unknown => props[property]);
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  const service = /^aws:([a-z0-9]+)\//.exec(type)?.[1] ?? "";
  return (text) =>
    texts.includes(text) ||
    ((text.startsWith("arn:") ? text.split(":")[2] === service : text.startsWith(`https://${service}.`)) &&
      names.some((name) => /[:/]/.test(text.at(-name.length - 1) ?? "") && text.endsWith(name)));
}

/** Whether a value, or anything in it, also in JSON, is a text as asked. What is unknown is none. */
function holds(read: () => unknown, asked: (text: string) => boolean): boolean {
  const value = known(read);
  if (typeof value === "string") return asked(value) || (/^\s*[{[]/.test(value) && holds(() => json(value), asked));
  if (typeof value !== "object" || value === null) return false;
  const inside = value as Record<string, unknown>;
  return Object.keys(inside).some((key) => holds(() => inside[key], asked));
}
