import * as aws from "@pulumi/aws";
import type { Node, Stack } from "./stack.ts";

/** The functions that a property of a resource refers to, by themselves or by an alias of theirs. */
export function functionsOf(stack: Stack, node: Node, property: string): Node<aws.lambda.Function>[] {
  const aliases = stack.referredBy(node, property, aws.lambda.Alias);
  const found = [
    ...stack.referredBy(node, property, aws.lambda.Function),
    ...aliases.flatMap((alias) => stack.referredBy(alias, "functionName", aws.lambda.Function)),
  ];
  return found.filter(({ urn }, index) => found.findIndex((other) => other.urn === urn) === index);
}

/** The functions that permissions let one of these services call. */
export function calledBy(stack: Stack, services: readonly string[]): Node<aws.lambda.Function>[] {
  const found = stack
    .all(aws.lambda.Permission)
    .filter(({ props }) => services.includes(props.principal))
    .flatMap((permission) => functionsOf(stack, permission, "function"));
  return found.filter(({ urn }, index) => found.findIndex((other) => other.urn === urn) === index);
}
