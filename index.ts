import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import {
  ApiGatewayLogging,
  authorizedMethods,
  Dashboard,
  EventBus,
  LambdaFunction,
  RestApi,
} from "./components/index.ts";
import { readConfig } from "./config.ts";
import type { Environment as AuthorizeEnvironment } from "./functions/identity/authorize/environment.ts";
import { acceptedUserPool } from "./stack/accepted-user-pool.ts";
import { archiveOf } from "./stack/archive.ts";
import { basketsOf } from "./stack/baskets.ts";
import { bookingEventsOf } from "./stack/booking-events.ts";
import { bookingsOf } from "./stack/bookings.ts";
import { catalogueOf } from "./stack/catalogue.ts";
import { PrimaryStack } from "./stack/primary-stack.ts";
import { regionalOf, type Variables } from "./stack/regional.ts";
import { reportsOf } from "./stack/reports.ts";
import { serviceTable } from "./stack/service-table.ts";

const config = readConfig();
const { region } = config;

// The primary region's stack makes what is global; the others find it there, when they are deployed.
const primaryStack = config.primary ? undefined : new PrimaryStack(config.primaryStack);
/** Where the pages lie that may call the API. */
export const pageOrigins = primaryStack?.pageOrigins() ?? config.pageOrigins;
const regional = regionalOf(config, pageOrigins);
const userPool = acceptedUserPool(config, primaryStack);
const ledger = serviceTable(regional, primaryStack, "ledger");
const items = serviceTable(regional, primaryStack, "catalogue");
const basketTable = serviceTable(regional, primaryStack, "baskets", { ttlAttribute: "expiresAt" });
const reportFacts = serviceTable(regional, primaryStack, "reports", { ttlAttribute: "expiresAt" });

const bus = new EventBus("events", {
  ...regional.watched,
  description: "What has happened in each service",
  keyArn: regional.key.arn,
});
const { archive, accessLogs, section: archiveSection } = archiveOf(regional, bus);
const bookings = bookingsOf(regional, { ledger, bus, archive });
const bookingEvents = bookingEventsOf(regional, { ledger, bus });
const catalogue = catalogueOf(regional, { table: items, bus });
const baskets = basketsOf(regional, { baskets: basketTable, bus });
const reports = reportsOf(regional, { reports: reportFacts, bus, accessLogs });

const document = readFileSync("api/openapi.yaml", "utf8");
const authorize = new LambdaFunction("authorize", {
  ...regional.functionsBehindApi,
  entry: "functions/identity/authorize/handler.ts",
  environment: {
    ...regional.service,
    USER_POOL_ID: userPool.id,
    USER_POOL_CLIENT_ID: userPool.clientId,
  } satisfies Variables<AuthorizeEnvironment>,
  files: { "jwks.json": userPool.signingKeys, "methods.json": authorizedMethods(document) },
});
const logging = new ApiGatewayLogging("api-gateway-logging", { region });
const api = new RestApi(
  "api",
  {
    ...regional.functions,
    document,
    functions: {
      createBooking: bookings.accept,
      prolongBooking: bookings.accept,
      cancelBooking: bookings.accept,
      listBookings: bookings.read,
      readBooking: bookings.read,
      listItems: catalogue.browse,
      readItem: catalogue.browse,
      listSlots: catalogue.browse,
      createItem: catalogue.manage,
      editItem: catalogue.manage,
      removeItem: catalogue.manage,
      offerSlots: catalogue.manage,
      readHealth: bookings.health,
      readDeepHealth: bookings.health,
      readBasket: baskets.read,
      putBasketSlot: baskets.edit,
      removeBasketSlot: baskets.edit,
      checkOutBasket: baskets.edit,
      createReport: reports.ask,
      readReport: reports.read,
    },
    authorizer: { function: authorize },
    cors: { origins: pageOrigins },
    partners: config.partners.map((partner) => ({ ...partner, keyValue: primaryStack?.partnerKey(partner.name) })),
    cacheGigabytes: config.apiCacheGigabytes || undefined,
    problemTypePrefix: "urn:berth:problem:",
  },
  { dependsOn: [logging] },
);

new Dashboard("region", {
  region,
  dashboardName: `berth-${pulumi.getStack()}`,
  sections: [
    { title: "API", alarms: api.alarms },
    ...bookings.sections,
    ...bookingEvents.sections,
    ...catalogue.sections,
    ...baskets.sections,
    ...reports.sections,
    archiveSection,
    { title: "Authorize", alarms: authorize.alarms },
  ],
});

/** Where customers' requests go in this region. */
export const apiUrl = api.url;
/** The partners' keys, secrets. */
export const partnerKeys = api.partnerKeys;
/** Where bookings wait to be claimed. */
export const bookingsQueueUrl = bookings.queueUrl;
/** Where messages lie that failed too often. */
export const deadLetterUrl = bookings.deadLetterUrl;

/** The bus that tells what became of bookings in this region. */
export const eventBusName = bus.busName;
/** Where every event and every write of this region is kept. */
export const archiveBucketName = archive.bucket.bucketName;
/** The topic that customer support listens to. */
export const supportTopicArn = bookingEvents.supportTopicArn;

/** The table of bookings and of what is left to sell, which all regions share. */
export const ledgerArn = ledger.arn;
/** That table's stream in each region. */
export const ledgerStreamArns = ledger.streamArns;
/** The table of items and their slots, which all regions share. */
export const catalogueArn = items.arn;
/** That table's stream in each region. */
export const catalogueStreamArns = items.streamArns;

/** The table of the baskets of all regions. */
export const basketsArn = basketTable.arn;
/** That table's stream in each region. */
export const basketsStreamArns = basketTable.streamArns;

/** The table of what reports are made of. */
export const reportsArn = reportFacts.arn;
/** That table's stream in each region. */
export const reportsStreamArns = reportFacts.streamArns;

/** The user pool whose access tokens are accepted. */
export const userPoolId = userPool.id;
/** The app client that they are issued to. */
export const userPoolClientId = userPool.clientId;
/** The keys by which they are verified, a JWK set in JSON. */
export const userPoolKeys = userPool.signingKeys;
