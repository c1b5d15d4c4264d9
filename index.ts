import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { acceptedUserPool } from "./accepted-user-pool.ts";
import {
  AlarmTopic,
  ApiGatewayLogging,
  Archive,
  Bucket,
  Dashboard,
  EncryptionKey,
  EventBus,
  EventRule,
  GlobalTable,
  LambdaFunction,
  Queue,
  RestApi,
  Schedule,
  TableReplica,
  TableStream,
  Topic,
} from "./components/index.ts";
import { readConfig } from "./config.ts";
import type { Environment as AcceptEnvironment } from "./functions/booking/accept/environment.ts";
import type { Environment as ClaimEnvironment } from "./functions/booking/claim/environment.ts";
import type { Environment as PublishEnvironment } from "./functions/booking/publish/environment.ts";
import { recordsToPublish } from "./functions/booking/publish/records.ts";
import type { Environment as ReadEnvironment } from "./functions/booking/read/environment.ts";
import type { Environment as SettleEnvironment } from "./functions/booking/settle/environment.ts";
import { recordsToSettle } from "./functions/booking/settle/records.ts";
import { forSupport } from "./functions/events/for-support.ts";
import type { Environment as AuthorizeEnvironment } from "./functions/identity/authorize/environment.ts";
import { PrimaryStack } from "./primary-stack.ts";

/** What a function needs, with values that may be known only when its resources are made. */
type Variables<Environment> = Record<keyof Environment, pulumi.Input<string>>;

const config = readConfig();
const { region, regions, peerRegions } = config;

const key = new EncryptionKey("key", { region, aliasName: `berth-${pulumi.getStack()}`, events: true });
const alarms = new AlarmTopic("alarms", { region, keyArn: key.arn, emails: config.alarmEmails });
// The dimension of the functions' own metrics, which tells environments apart in one account.
const service = { POWERTOOLS_SERVICE_NAME: `berth-${config.environment}` };
const everywhere = {
  region,
  logRetentionDays: config.logRetentionDays,
  logKeyArn: key.arn,
  alarmActions: [alarms.arn],
};
const behindApi = {
  ...everywhere,
  ...(config.provisionedConcurrency > 0
    ? {
        provisionedConcurrency: {
          minimum: 1,
          maximum: Math.max(2, 2 * config.provisionedConcurrency),
          businessHours: {
            timeZone: config.businessHoursTimeZone,
            begin: "cron(0 7 ? * MON-FRI *)",
            end: "cron(0 20 ? * MON-FRI *)",
            minimum: config.provisionedConcurrency,
          },
        },
      }
    : { warmUpEveryMinutes: 5 }),
};

// The primary region's stack makes the table with its replicas, and the user pool; the others find them there, when they
// are deployed.
const primaryStack = config.primary ? undefined : new PrimaryStack(config.primaryStack);
const userPool = acceptedUserPool(config, primaryStack);
const table =
  primaryStack?.ledgerFor(region) ??
  new GlobalTable("ledger", { region, replicaRegions: peerRegions, deletionProtection: config.deletionProtection });
const ledger = new TableReplica("ledger", {
  region,
  tableArn: table.arn,
  peerRegions,
  alarmActions: everywhere.alarmActions,
});

const bus = new EventBus("events", {
  region,
  description: "What became of bookings",
  keyArn: key.arn,
  alarmActions: everywhere.alarmActions,
});

const maxReceiveCount = 5;
const claim = new LambdaFunction("claim", {
  ...everywhere,
  entry: "functions/booking/claim/handler.ts",
  environment: {
    ...service,
    TABLE_NAME: ledger.tableName,
    REGIONS: regions.join(","),
    MAXIMUM_RECEIVES: String(maxReceiveCount),
    BUS_NAME: bus.busName,
  } satisfies Variables<ClaimEnvironment>,
  permissions: [ledger.query, ledger.write, bus.put],
  timeoutSeconds: 10, // six times that passes before the bookings of a worker that died are claimed by another
});
const bookings = new Queue("bookings", {
  region,
  consumer: { function: claim, maximumConcurrency: config.claimConcurrency },
  maxReceiveCount,
  alarmActions: everywhere.alarmActions,
});
const settle = new LambdaFunction("settle", {
  ...everywhere,
  entry: "functions/booking/settle/handler.ts",
  environment: {
    ...service,
    TABLE_NAME: ledger.tableName,
    REGIONS: regions.join(","),
    QUEUE_URL: bookings.url,
  } satisfies Variables<SettleEnvironment>,
  permissions: [ledger.query, ledger.write, bookings.send],
  timeoutSeconds: 60, // a batch of records, one after the other
});
const streamArn = table.streamArns.apply((arns) => arns[region] ?? "");
const stream = new TableStream("ledger", {
  region,
  streamArn,
  consumer: settle,
  filters: recordsToSettle(region),
  parallelizationFactor: 4,
  alarmActions: everywhere.alarmActions,
});
const heartbeat = new Schedule("heartbeat", {
  region,
  function: settle,
  everyMinutes: 1,
  event: JSON.stringify({ heartbeat: true }),
  description: `Lets the other regions hear that ${region} is alive`,
  alarmActions: everywhere.alarmActions,
});
const publish = new LambdaFunction("publish", {
  ...everywhere,
  entry: "functions/booking/publish/handler.ts",
  environment: { ...service, BUS_NAME: bus.busName } satisfies Variables<PublishEnvironment>,
  permissions: [bus.put],
  timeoutSeconds: 30,
});
const changes = new TableStream("events", {
  region,
  streamArn,
  consumer: publish,
  filters: recordsToPublish(region),
  parallelizationFactor: 4,
  alarmActions: everywhere.alarmActions,
});
const notices = new EventRule("notices", {
  region,
  bus,
  eventPattern: JSON.stringify(forSupport),
  description: "What customer support is told of",
  alarmActions: everywhere.alarmActions,
});
const support = new Topic("support", {
  region,
  keyArn: key.arn,
  eventRules: [notices],
  emails: config.supportEmails,
  alarmActions: everywhere.alarmActions,
});
const kept = new EventRule("archive", {
  region,
  bus,
  eventPattern: JSON.stringify({ source: [{ prefix: "berth." }] }),
  description: "Every event of Berth, for the archive",
  alarmActions: everywhere.alarmActions,
});
const accessLogs = new Bucket("access-logs", {
  region,
  takesAccessLogs: true,
  expirationDays: 365,
  forceDestroy: !config.deletionProtection,
});
const archive = new Archive("archive", {
  region,
  keyArn: key.arn,
  accessLog: { bucketName: accessLogs.bucketName },
  kindPath: '."detail-type"',
  eventRules: [kept],
  logRetentionDays: config.logRetentionDays,
  forceDestroy: !config.deletionProtection,
  alarmActions: everywhere.alarmActions,
});
const accept = new LambdaFunction("accept", {
  ...behindApi,
  entry: "functions/booking/accept/handler.ts",
  environment: {
    ...service,
    TABLE_NAME: ledger.tableName,
    QUEUE_URL: bookings.url,
  } satisfies Variables<AcceptEnvironment>,
  permissions: [ledger.query, bookings.send],
});
const read = new LambdaFunction("read", {
  ...behindApi,
  entry: "functions/booking/read/handler.ts",
  environment: {
    ...service,
    TABLE_NAME: ledger.tableName,
    REGIONS: regions.join(","),
  } satisfies Variables<ReadEnvironment>,
  permissions: [ledger.query, ledger.get],
});
const authorize = new LambdaFunction("authorize", {
  ...behindApi,
  entry: "functions/identity/authorize/handler.ts",
  environment: {
    ...service,
    USER_POOL_ID: userPool.id,
    USER_POOL_CLIENT_ID: userPool.clientId,
  } satisfies Variables<AuthorizeEnvironment>,
  files: { "jwks.json": userPool.signingKeys },
});

const logging = new ApiGatewayLogging("api-gateway-logging", { region });
const api = new RestApi(
  "api",
  {
    ...everywhere,
    document: readFileSync("api/openapi.yaml", "utf8"),
    functions: {
      createBooking: accept,
      prolongBooking: accept,
      cancelBooking: accept,
      listBookings: read,
      readBooking: read,
      listItems: read,
      listSlots: read,
      readHealth: read,
    },
    authorizer: { function: authorize },
    problemTypePrefix: "urn:berth:problem:",
  },
  { dependsOn: [logging] },
);

new Dashboard("region", {
  region,
  dashboardName: `berth-${pulumi.getStack()}`,
  sections: [
    { title: "API", alarms: api.alarms },
    { title: "Accept", alarms: accept.alarms },
    { title: "Bookings queue", alarms: bookings.alarms },
    { title: "Claim", alarms: claim.alarms },
    { title: "Settle", alarms: [...settle.alarms, ...stream.alarms, ...heartbeat.alarms] },
    { title: "Ledger", alarms: ledger.alarms },
    { title: "Events", alarms: [...bus.alarms, ...publish.alarms, ...changes.alarms] },
    { title: "Support", alarms: [...notices.alarms, ...support.alarms] },
    { title: "Archive", alarms: [...kept.alarms, ...archive.alarms] },
    { title: "Read", alarms: read.alarms },
    { title: "Authorize", alarms: authorize.alarms },
  ],
});

/** Where customers' requests go in this region. */
export const apiUrl = api.url;
/** Where messages lie that failed too often. */
export const deadLetterUrl = bookings.deadLetterUrl;

/** The bus that tells what became of bookings in this region. */
export const eventBusName = bus.busName;
/** Where every event of this region is kept. */
export const archiveBucketName = archive.bucket.bucketName;
/** The topic that customer support listens to. */
export const supportTopicArn = support.arn;

/** The table that all regions share. */
export const ledgerArn = table.arn;
/** The table's stream in each region. */
export const ledgerStreamArns = table.streamArns;

/** The user pool whose access tokens are accepted. */
export const userPoolId = userPool.id;
/** The app client that they are issued to. */
export const userPoolClientId = userPool.clientId;
/** The keys by which they are verified, a JWK set in JSON. */
export const userPoolKeys = userPool.signingKeys;
