import * as aws from "@pulumi/aws";
import type { PolicyResource } from "@pulumi/policy";
import { isRegional, regionOf } from "../framework/region.ts";
import { each, stackRule } from "../framework/rule.ts";
import type { Node, Stack } from "../framework/stack.ts";
import { known } from "../framework/unknown.ts";

export const noCrossRegionReference = stackRule(
  {
    name: "no-cross-region-reference",
    level: "mandatory",
    what: "A resource needs no other region when it runs",
    why: "When that region is dark, this one is too.",
    controls: [],
  },
  each(aws.lambda.Function, (node, { stack, report }) => {
    for (const problem of foreignReferences(stack, node, "environment")) report(problem);
  }),
  each(aws.lambda.EventSourceMapping, (node, { stack, report }) => {
    for (const problem of foreignReferences(stack, node, "eventSourceArn")) report(problem);
  }),
  each(aws.cloudwatch.EventTarget, (node, { stack, report }) => {
    for (const problem of foreignReferences(stack, node, "arn")) report(problem);
  }),
  each(aws.sns.TopicSubscription, (node, { stack, report }) => {
    for (const problem of foreignReferences(stack, node, "endpoint")) report(problem);
  }),
);

/** What of a property lies in another region: by its addresses, and by the resources that it depends on. */
function foreignReferences(stack: Stack, { resource }: Node, property: string): string[] {
  const region = regionOf(resource.props as Record<string, unknown>, resource.provider);
  if (region === undefined || !(property in resource.props)) return [];
  const dependencies = (resource.propertyDependencies[property] ?? []).filter(({ type }) => isRegional(type));
  const far = dependencies.find((one) => !placesOf(stack, one).includes(region));
  const address = foreignAddress(property, () => (resource.props as Record<string, unknown>)[property], {
    region,
    judged: dependencies.length > 0, // a preview does not know the address, but whose it is
  });
  if (address !== undefined) return [`${address}: use what is in ${region}.`];
  if (far === undefined) return [];
  return [
    `${property} refers to ${far.name}, which lies in ${placesOf(stack, far).join(", ")}: use what is in ${region}.`,
  ];
}

/** The regions where a resource can be reached: of a table also those of its replicas, where it has the same name. */
function placesOf(stack: Stack, resource: PolicyResource): string[] {
  const region = regionOf(resource.props as Record<string, unknown>, resource.provider);
  const replicas = stack
    .all(aws.dynamodb.Table)
    .filter(({ urn }) => urn === resource.urn)
    .flatMap(({ props }) => (props.replicas ?? []).map(({ regionName }) => regionName));
  return [region ?? "an unknown region", ...replicas];
}

const name = "[a-z]{2}(?:-[a-z]+)+-[0-9]";
const addresses = [
  new RegExp(`arn:aws[a-z-]*:[a-z0-9-]+:(${name}):`),
  new RegExp(`[./@](${name})\\.(?:amazonaws\\.com|on\\.aws)`),
];

/** What is said of the first address of another region in a value or anything in it. */
function foreignAddress(
  path: string,
  read: () => unknown,
  place: { region: string; judged: boolean },
): string | undefined {
  const value = place.judged ? known(read) : read();
  if (typeof value === "string") {
    const found = addresses.map((address) => address.exec(value)?.[1]).find((one) => one && one !== place.region);
    return found === undefined ? undefined : `${path} is an address in ${found}`;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const inside = value as Record<string, unknown>;
  for (const key of Object.keys(inside)) {
    const found = foreignAddress(`${path}.${key}`, () => inside[key], place);
    if (found !== undefined) return found;
  }
  return undefined;
}
