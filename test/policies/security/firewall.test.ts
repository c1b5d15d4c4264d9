import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import * as firewall from "../../../policies/security/firewall.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { restApi, webAcl } from "../sound/edge.ts";
import { unknown } from "../violations.ts";

const open = (stage: string) =>
  `no aws.wafv2.WebAclAssociation names the stage ${stage}: add one, with an aws.wafv2.WebAcl.`;
const ofApi = (types: () => pulumi.Input<string>) => () => {
  const { id } = new aws.apigateway.RestApi("api", { endpointConfiguration: { types: types() } });
  new aws.apigateway.Stage("api", { restApi: id, deployment: "1", stageName: "live" });
};

itIsAStackRule(firewall.restStageWebAcl, {
  holds: [[ofApi(() => "PRIVATE")]],
  breaks: [
    [() => restApi("api", {}, ["firewall"]), [[open("live"), "api"]]],
    [ofApi(() => "REGIONAL"), [[open("live"), "api"]]],
  ],
  unknown: [
    [() => restApi("api"), []],
    [() => restApi("api", { stageName: later("live") }, ["firewall"]), [open("api")]],
    [ofApi(() => later("PRIVATE")), "unjudged"],
  ],
});

const empty = "rules is empty: add rules, AWS's managed rule groups for example.";

itIsAStackRule(firewall.webAclRules, {
  holds: [
    [() => webAcl("site", { rules: undefined, ruleJson: "[]" })],
    [
      () => {
        const { arn: webAclArn } = webAcl("site", { rules: [] });
        new aws.wafv2.WebAclRuleGroupAssociation("site", { webAclArn, ruleName: "common", priority: 1 });
      },
    ],
  ],
  breaks: [
    [() => webAcl("site", { rules: undefined }), [[empty, "site"]]],
    [() => webAcl("site", { rules: [] }), [[empty, "site"]]],
  ],
  unknown: [
    [() => webAcl("site"), []],
    [() => webAcl("site", { rules: [] }), [empty]],
    [() => webAcl("site", { rules: later([]) }), "unjudged"],
  ],
});

const visibility = (cloudwatchMetricsEnabled: unknown) => ({
  cloudwatchMetricsEnabled,
  metricName: "site",
  sampledRequestsEnabled: true,
});

itIsAResourceRule(firewall.webAclMetrics, {
  type: "aws:wafv2/webAcl:WebAcl",
  holds: [[{ rules: undefined }]],
  breaks: [
    [
      { rules: [{ name: "common", visibilityConfig: visibility(false) }] },
      ["visibilityConfig.cloudwatchMetricsEnabled of the rule common is false: set it to true."],
    ],
    [{ visibilityConfig: visibility(false) }, ["visibilityConfig.cloudwatchMetricsEnabled is false: set it to true."]],
  ],
  unknown: [[{ visibilityConfig: visibility(unknown) }, "unjudged"]],
});
