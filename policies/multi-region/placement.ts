import { record } from "../framework/document.ts";
import { isRegional, regionOf } from "../framework/region.ts";
import { onAny, resourceRule } from "../framework/rule.ts";
import { strings } from "../framework/settings.ts";

export const regionAllowed = resourceRule(
  {
    name: "region-allowed",
    level: "mandatory",
    what: "A resource lies in a region of the list, by its own region or else by that of its provider",
    why: "A resource in a region that nobody looks at has no alarms, no budget and, it may be, no permission to hold its data.",
    controls: [],
    settings: {
      // Those that every account has: one that has to be opted in to is a decision, which the list then shows.
      regions: strings("The regions that resources may lie in", [
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
        "ca-central-1",
        "sa-east-1",
        "eu-central-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eu-north-1",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
      ]),
    },
  },
  onAny((properties, { type, provider, settings: { regions }, report }) => {
    const list = regions.join(", ");
    if (type === "pulumi:providers:aws") {
      const { region } = properties;
      if (region !== undefined && !regions.includes(region as string)) {
        report(`region of the provider is ${JSON.stringify(region)}: set one of ${list}.`);
      }
      return;
    }
    if (!isRegional(type)) return;
    const region = regionOf(properties, provider);
    if (region === undefined) {
      report(`neither the resource nor its provider says a region: set one of ${list}.`);
    } else if (!regions.includes(region) && !isOfTheEdge(type, properties, region)) {
      report(
        `it lies in ${region}, by ${"region" in properties ? "its own region" : "its provider"}: use one of ${list}.`,
      );
    }
    for (const replica of replicaRegions(type, properties)) {
      if (!regions.includes(replica)) report(`it has a replica in ${replica}: use one of ${list}.`);
    }
  }),
);

/** CloudFront takes its firewalls and certificates from us-east-1 only. */
function isOfTheEdge(type: string, properties: Readonly<Record<string, unknown>>, region: string): boolean {
  if (region !== "us-east-1") return false;
  return type.startsWith("aws:acm/") || (type.startsWith("aws:wafv2/") && properties.scope === "CLOUDFRONT");
}

function replicaRegions(type: string, properties: Readonly<Record<string, unknown>>): string[] {
  const property = { "aws:dynamodb/table:Table": "regionName", "aws:secretsmanager/secret:Secret": "region" }[type];
  const { replicas } = property === undefined ? {} : properties;
  return property === undefined || !Array.isArray(replicas)
    ? []
    : replicas.flatMap((replica) => {
        const region = record(replica)[property];
        return typeof region === "string" ? [region] : [];
      });
}
