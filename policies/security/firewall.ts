import * as aws from "@pulumi/aws";
import { record } from "../framework/document.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { isSet, known } from "../framework/unknown.ts";

export const restStageWebAcl = stackRule(
  {
    name: "rest-stage-web-acl",
    level: "mandatory",
    dev: "disabled",
    what: "A stage of a REST API has a firewall",
    why: "What is tried against an API that can be reached from everywhere runs up to its functions.",
    controls: ["FSBP APIGateway.4", "cdk-nag AwsSolutions-APIG3", "CKV2_AWS_29"],
  },
  each(aws.apigateway.Stage, (stage, { stack, report }) => {
    if (stack.referring(aws.wafv2.WebAclAssociation, "resourceArn", stage).length > 0) return;
    const apis = stack.referredBy(stage, "restApi", aws.apigateway.RestApi);
    // Absent from the outputs of a provider that does not fill in defaults, whatever the type says.
    if (apis.some(({ resource }) => record(record(resource.props).endpointConfiguration).types === "PRIVATE")) return;
    report(
      `no aws.wafv2.WebAclAssociation names the stage ${known(() => stage.props.stageName) ?? stage.name}: add one, with an aws.wafv2.WebAcl.`,
    );
  }),
);

export const webAclRules = stackRule(
  {
    name: "web-acl-rules",
    level: "mandatory",
    what: "A firewall has rules",
    why: "A firewall without rules lets everything through, or nothing, and looks like one in every list.",
    controls: ["FSBP WAF.10", "CKV_AWS_175"],
  },
  each(aws.wafv2.WebAcl, (acl, { stack, report }) => {
    const { rules } = record(acl.resource.props); // statements hold statements, which is too deep for the typed outputs
    if ((Array.isArray(rules) && rules.length > 0) || isSet(acl.props, "ruleJson")) return;
    if (stack.referring(aws.wafv2.WebAclRuleGroupAssociation, "webAclArn", acl).length > 0) return;
    report("rules is empty: add rules, AWS's managed rule groups for example.");
  }),
);

export const webAclMetrics = resourceRule(
  {
    name: "web-acl-metrics",
    level: "mandatory",
    what: "A firewall counts what it judges",
    why: "Without metrics nobody sees an attack, or a rule that refuses customers.",
    controls: ["FSBP WAF.12"],
  },
  on(aws.wafv2.WebAcl, ({ visibilityConfig, rules = [] }, { report }) => {
    if (!visibilityConfig.cloudwatchMetricsEnabled) {
      report("visibilityConfig.cloudwatchMetricsEnabled is false: set it to true.");
    }
    for (const rule of rules) {
      if (rule.visibilityConfig.cloudwatchMetricsEnabled) continue;
      report(`visibilityConfig.cloudwatchMetricsEnabled of the rule ${rule.name} is false: set it to true.`);
    }
  }),
);
