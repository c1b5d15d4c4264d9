import type { PolicyConfigSchema, ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { matches } from "./glob.ts";
import type { ResourceRule, Rule, StackRule } from "./rule.ts";

/** A resource that a rule is not asked about. */
export interface Exemption {
  /** Name of the rule. */
  readonly rule: string;
  /** URNs of the resources; `*` stands for any characters. */
  readonly urn: string;
  /** Why it is right without the rule. */
  readonly reason: string;
}

/** Every rule takes this besides its own settings: the exemptions of the program that it judges. */
export const exemptSchema: PolicyConfigSchema["properties"][string] = {
  type: "array",
  description: "Resources that the rule is not asked about: a pattern of their URNs, and the reason",
  items: {
    type: "object",
    properties: { urn: { type: "string" }, reason: { type: "string", minLength: 1 } },
    required: ["urn", "reason"],
    additionalProperties: false,
  },
};

/** The rule without what is exempted: by the pack, and by the configuration of its user. */
export function exempting<Of extends Rule>(rule: Of, exemptions: readonly Exemption[]): Of {
  const own = exemptions.filter((exemption) => exemption.rule === rule.name);
  const configSchema = { ...rule.configSchema, properties: { ...rule.configSchema?.properties, exempt: exemptSchema } };
  const exemptionOf = (urn: string, config: { exempt?: readonly Omit<Exemption, "rule">[] }) =>
    [...own, ...(config.exempt ?? [])].find((exemption) => matches(exemption.urn, urn));
  return "validateStack" in rule
    ? { ...rule, ...stackPart(rule, exemptionOf), configSchema }
    : { ...rule, ...resourcePart(rule, exemptionOf), configSchema };
}

type ExemptionOf = (
  urn: string,
  config: { exempt?: readonly Omit<Exemption, "rule">[] },
) => Omit<Exemption, "rule"> | undefined;

function resourcePart({ validateResource, remediateResource }: ResourceRule, exemptionOf: ExemptionOf) {
  const [validate] = [validateResource].flat();
  return {
    // Object.assign keeps the type that the SDK has put on the function, by which it passes other types over unread.
    ...(validate && {
      validateResource: Object.assign<ResourceValidation, ResourceValidation>((args, report) => {
        const exemption = exemptionOf(args.urn, args.getConfig());
        return exemption ? args.notApplicable(exemption.reason) : validate(args, report);
      }, validate),
    }),
    ...(remediateResource && {
      remediateResource: (args: ResourceValidationArgs) =>
        exemptionOf(args.urn, args.getConfig()) ? undefined : remediateResource(args),
    }),
  };
}

function stackPart({ validateStack }: StackRule, exemptionOf: ExemptionOf) {
  const validate: typeof validateStack = (args, report) =>
    validateStack(args, (message, urn) => {
      if (!exemptionOf(urn ?? "", args.getConfig())) report(message, urn);
    });
  return { validateStack: validate };
}
