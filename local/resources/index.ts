import { account } from "./apigateway/account.ts";
import { deployment } from "./apigateway/deployment.ts";
import { methodSettings } from "./apigateway/method-settings.ts";
import { restApi } from "./apigateway/rest-api.ts";
import { stage } from "./apigateway/stage.ts";
import { dashboard } from "./cloudwatch/dashboard.ts";
import { logGroup } from "./cloudwatch/log-group.ts";
import { logStream } from "./cloudwatch/log-stream.ts";
import { metricAlarm } from "./cloudwatch/metric-alarm.ts";
import { riskConfiguration } from "./cognito/risk-configuration.ts";
import { userGroup } from "./cognito/user-group.ts";
import { userPoolClient } from "./cognito/user-pool-client.ts";
import { userPool } from "./cognito/user-pool.ts";
import { table } from "./dynamodb/table.ts";
import { archive } from "./events/archive.ts";
import { busPolicy } from "./events/bus-policy.ts";
import { bus } from "./events/bus.ts";
import { rule } from "./events/rule.ts";
import { target } from "./events/target.ts";
import { firehoseDeliveryStream } from "./firehose/delivery-stream.ts";
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
import { bucketLifecycleConfiguration } from "./s3/bucket-lifecycle-configuration.ts";
import { bucketLogging } from "./s3/bucket-logging.ts";
import { bucketObjectLockConfiguration } from "./s3/bucket-object-lock-configuration.ts";
import { bucketOwnershipControls } from "./s3/bucket-ownership-controls.ts";
import { bucketPolicy } from "./s3/bucket-policy.ts";
import { bucketPublicAccessBlock } from "./s3/bucket-public-access-block.ts";
import { bucketServerSideEncryptionConfiguration } from "./s3/bucket-server-side-encryption-configuration.ts";
import { bucketVersioning } from "./s3/bucket-versioning.ts";
import { bucket } from "./s3/bucket.ts";
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
    archive,
    bus,
    busPolicy,
    bucket,
    bucketLifecycleConfiguration,
    bucketLogging,
    bucketObjectLockConfiguration,
    bucketOwnershipControls,
    bucketPolicy,
    bucketPublicAccessBlock,
    bucketServerSideEncryptionConfiguration,
    bucketVersioning,
    dashboard,
    deployment,
    eventSourceMapping,
    firehoseDeliveryStream,
    functionEventInvokeConfig,
    key,
    keyAlias,
    lambdaFunction,
    logGroup,
    logStream,
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
