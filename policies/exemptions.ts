import type { Exemption } from "./framework/exempt.ts";

/** What the pack does not ask of Berth's own stacks, and why. A test fails on one that nothing needs. */
export const exemptions: readonly Exemption[] = [
  {
    rule: "async-failure-destination",
    urn: "urn:pulumi:*::berth::*berth:index:WarmUp$aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig::*",
    reason: "A ping that keeps a function warm carries nothing: when one is lost, the next is minutes away.",
  },
  {
    rule: "event-target-dead-letters",
    urn: "urn:pulumi:*::berth::*berth:index:WarmUp$aws:cloudwatch/eventTarget:EventTarget::*",
    reason: "A ping that keeps a function warm carries nothing: when one is lost, the next is minutes away.",
  },
  {
    rule: "iam-resources-exact",
    urn: "urn:pulumi:*::berth::*berth:index:ApiGatewayLogging$aws:iam/rolePolicy:RolePolicy::*",
    reason: "API Gateway takes a role for its logs only if it may write to every log group of the account.",
  },
  {
    rule: "rest-stage-web-acl",
    urn: "urn:pulumi:*::berth::*berth:index:RestApi$aws:apigateway/stage:Stage::*",
    reason: "The firewall comes with the CDN; until then every method has a throttle, an authorizer and a schema.",
  },
  {
    rule: "table-deletion-protection",
    urn: "urn:pulumi:dev-*::berth::*aws:dynamodb/table:Table::*",
    reason: "The stacks of dev are made to be destroyed.",
  },
  {
    rule: "table-deletion-protection",
    urn: "urn:pulumi:local-*::berth::*aws:dynamodb/table:Table::*",
    reason: "The stacks of this machine are made to be destroyed.",
  },
  {
    rule: "user-pool-deletion-protection",
    urn: "urn:pulumi:dev-*::berth::*aws:cognito/userPool:UserPool::*",
    reason: "The stacks of dev are made to be destroyed.",
  },
  {
    rule: "user-pool-deletion-protection",
    urn: "urn:pulumi:local-*::berth::*aws:cognito/userPool:UserPool::*",
    reason: "The stacks of this machine are made to be destroyed.",
  },
];
