import { account } from "./apigateway/account.ts";
import { deployment } from "./apigateway/deployment.ts";
import { methodSettings } from "./apigateway/method-settings.ts";
import { restApi } from "./apigateway/rest-api.ts";
import { stage } from "./apigateway/stage.ts";
import { dashboard } from "./cloudwatch/dashboard.ts";
import { logGroup } from "./cloudwatch/log-group.ts";
import { metricAlarm } from "./cloudwatch/metric-alarm.ts";
import { riskConfiguration } from "./cognito/risk-configuration.ts";
import { userGroup } from "./cognito/user-group.ts";
import { userPoolClient } from "./cognito/user-pool-client.ts";
import { userPool } from "./cognito/user-pool.ts";
import { table } from "./dynamodb/table.ts";
import { rule } from "./events/rule.ts";
import { target } from "./events/target.ts";
import { rolePolicy } from "./iam/role-policy.ts";
import { role } from "./iam/role.ts";
import { keyAlias } from "./kms/alias.ts";
import { key } from "./kms/key.ts";
import { alias } from "./lambda/alias.ts";
import { eventSourceMapping } from "./lambda/event-source-mapping.ts";
import { functionEventInvokeConfig } from "./lambda/function-event-invoke-config.ts";
import { lambdaFunction } from "./lambda/function.ts";
import { permission } from "./lambda/permission.ts";
import { provisionedConcurrencyConfig } from "./lambda/provisioned-concurrency-config.ts";
import type { ResourceType } from "./resource-type.ts";
import { topicPolicy } from "./sns/topic-policy.ts";
import { topicSubscription } from "./sns/topic-subscription.ts";
import { topic } from "./sns/topic.ts";
import { queuePolicy } from "./sqs/queue-policy.ts";
import { queue } from "./sqs/queue.ts";
import { redriveAllowPolicy } from "./sqs/redrive-allow-policy.ts";

/** Every resource type that this machine knows, by its type token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    account,
    alias,
    dashboard,
    deployment,
    eventSourceMapping,
    functionEventInvokeConfig,
    key,
    keyAlias,
    lambdaFunction,
    logGroup,
    methodSettings,
    metricAlarm,
    permission,
    provisionedConcurrencyConfig,
    queue,
    queuePolicy,
    redriveAllowPolicy,
    restApi,
    riskConfiguration,
    role,
    rolePolicy,
    rule,
    stage,
    table,
    target,
    topic,
    topicPolicy,
    topicSubscription,
    userGroup,
    userPool,
    userPoolClient,
  ].map((resourceType) => [resourceType.type, resourceType]),
);
