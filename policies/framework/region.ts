import type { PolicyProviderResource } from "@pulumi/policy";

/** Modules of the provider whose resources have no region. */
const global = ["iam", "cloudfront", "route53", "globalaccelerator", "organizations", "shield", "budgets", "account"];

/** Whether a type of resource belongs to a region. */
export function isRegional(type: string): boolean {
  const [provider, module = ""] = type.split(":");
  return provider === "aws" && !global.includes(module.split("/")[0] ?? "");
}

/** The region that a resource lies in: its own, or else that of its provider; `undefined` if neither says. */
export function regionOf(
  properties: Readonly<Record<string, unknown>>,
  provider: PolicyProviderResource | undefined,
): string | undefined {
  const own = properties.region;
  if (typeof own === "string" && own !== "") return own;
  const providers = (provider?.props as Readonly<Record<string, unknown>> | undefined)?.region;
  return typeof providers === "string" && providers !== "" ? providers : undefined;
}
