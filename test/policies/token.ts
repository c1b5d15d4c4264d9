import * as pulumi from "@pulumi/pulumi";

/** A resource of whatever type; the SDK's class is abstract. */
class Plain extends pulumi.CustomResource {}

/** Registers a resource by its type's token, as a program in YAML does, or one of a provider that has no SDK here. */
export function resource(
  type: string,
  name: string,
  properties: Record<string, unknown>,
  options?: pulumi.CustomResourceOptions,
): void {
  new Plain(type, name, properties, options);
}
