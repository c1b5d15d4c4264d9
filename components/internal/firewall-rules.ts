import type * as aws from "@pulumi/aws";

/** What the rules of a firewall depend on. */
export interface FirewallRules {
  /** Most requests of one address in five minutes. */
  requestsPerFiveMinutes: number;
  /** Largest body, in KiB. */
  maximumBodyKibibytes: number;
  /** Whether AWS tells bots from people. */
  botControl: boolean;
  /** What the `type` of a problem begins with. */
  problemTypePrefix: string;
}

/** The rule that counts requests by address; its name is its metric too. */
export const rateRuleName = "rate-by-address";

type Inputs = Pick<aws.wafv2.WebAclArgs, "rules" | "customResponseBodies" | "associationConfig">;
type Rule = aws.types.input.wafv2.WebAclRule;

/** The rules of a web ACL, in their order: what costs least to judge first. */
export function rulesOf(settings: FirewallRules, isGlobal: boolean): Inputs {
  const { maximumBodyKibibytes, botControl } = settings;
  const managed = [
    managedRules("AWSManagedRulesAmazonIpReputationList"),
    managedRules("AWSManagedRulesKnownBadInputsRuleSet"),
    // Its own rule on bodies stops at 8 KiB.
    managedRules("AWSManagedRulesCommonRuleSet", { counted: ["SizeRestrictions_BODY"] }),
    managedRules("AWSManagedRulesSQLiRuleSet"),
    ...(botControl ? [botRules] : []),
  ];
  const rules = [rateRule(settings), sizeRule(settings), ...managed];
  const limit = { defaultSizeInspectionLimit: `KB_${Math.max(16, maximumBodyKibibytes)}` };
  return {
    rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: metric(rule.name) })),
    customResponseBodies: Object.entries(refusals).map(([key, { status, title }]) => ({
      key,
      contentType: "APPLICATION_JSON",
      content: JSON.stringify({ type: `${settings.problemTypePrefix}${key}`, title, status }),
    })),
    associationConfig: { requestBodies: [isGlobal ? { cloudfront: limit } : { apiGateway: limit }] },
  };
}

const refusals = {
  "too-many-requests": { status: 429, title: "Too many requests" },
  "content-too-large": { status: 413, title: "The body is too large" },
};

type Named = Omit<Rule, "priority" | "visibilityConfig"> & { name: string };

function rateRule({ requestsPerFiveMinutes: limit }: FirewallRules): Named {
  return {
    name: rateRuleName,
    action: refuse("too-many-requests", { "retry-after": "60" }),
    statement: { rateBasedStatement: { aggregateKeyType: "IP", evaluationWindowSec: 300, limit } },
  };
}

function sizeRule({ maximumBodyKibibytes }: FirewallRules): Named {
  return {
    name: "body-size",
    action: refuse("content-too-large"),
    statement: {
      sizeConstraintStatement: {
        // A body that is longer than what is looked into is too large as well.
        fieldToMatch: { body: { oversizeHandling: "MATCH" } },
        comparisonOperator: "GT",
        size: 1024 * maximumBodyKibibytes,
        textTransformations: [{ priority: 0, type: "NONE" }],
      },
    },
  };
}

const botRules: Named = {
  name: "AWSManagedRulesBotControlRuleSet",
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name: "AWSManagedRulesBotControlRuleSet",
      managedRuleGroupConfigs: [{ awsManagedRulesBotControlRuleSet: { inspectionLevel: "COMMON" } }],
    },
  },
};

/** A group of AWS's own, of which some rules may only count. */
function managedRules(name: string, { counted = [] }: { counted?: string[] } = {}): Named {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name, ruleActionOverrides } },
  };
}

function refuse(problem: keyof typeof refusals, headers: Record<string, string> = {}): Rule["action"] {
  const responseHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const customResponse = { responseCode: refusals[problem].status, customResponseBodyKey: problem, responseHeaders };
  return { block: { customResponse } };
}

function metric(metricName: string): Rule["visibilityConfig"] {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
