/** The component library: what a program takes from it. */
export { AlarmTopic, type AlarmTopicArgs } from "./alarm-topic.ts";
export { ApiGatewayLogging, type ApiGatewayLoggingArgs } from "./api-gateway-logging.ts";
export { Archive, type ArchiveArgs } from "./archive.ts";
export { authorizedMethods } from "./authorized-methods.ts";
export {
  Bucket,
  type BucketAccessLog,
  type BucketArgs,
  type BucketPermissions,
  ColdStorage,
  type ObjectLock,
  ObjectLockMode,
} from "./bucket.ts";
export { Dashboard, type DashboardArgs, type DashboardSection } from "./dashboard.ts";
export { EncryptionKey, type EncryptionKeyArgs } from "./encryption-key.ts";
export { EventBus, type EventBusArgs } from "./event-bus.ts";
export { EventRule, type EventRuleArgs } from "./event-rule.ts";
export { Firewall, type FirewallArgs, FirewallScope } from "./firewall.ts";
export { GlobalTable, type GlobalTableArgs } from "./global-table.ts";
export { InvalidArguments } from "./internal/guard.ts";
export { LambdaFunction, type LambdaFunctionArgs, logRetentionSteps } from "./lambda-function.ts";
export type { Permission } from "./permission.ts";
export {
  type BusinessHours,
  ProvisionedConcurrency,
  type ProvisionedConcurrencyArgs,
  type ProvisionedConcurrencySettings,
} from "./provisioned-concurrency.ts";
export { Queue, type QueueArgs, type QueueConsumer } from "./queue.ts";
export {
  cacheSizes,
  RestApi,
  type RestApiArgs,
  type RestApiAuthorizer,
  type RestApiCors,
  type RestApiPartner,
} from "./rest-api.ts";
export { Schedule, type ScheduleArgs } from "./schedule.ts";
export { isDomainPrefix, isSignInUrl } from "./sign-in-address.ts";
export { Site, type SiteArgs, type SiteDomain } from "./site.ts";
export { cacheControlOf, fallbackPage, isFilePath, type PageSources, securityHeaders } from "./site-headers.ts";
export { TableReplica, type TableReplicaArgs } from "./table-replica.ts";
export { TableStream, type TableStreamArgs } from "./table-stream.ts";
export { Topic, type TopicArgs, type TopicPublisher } from "./topic.ts";
export { UserPool, type UserPoolArgs } from "./user-pool.ts";
export { WarmUp, type WarmUpArgs } from "./warm-up.ts";
