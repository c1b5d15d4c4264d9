import { eventsByComponents } from "./components.ts";
import { apiFunction, asyncFunction, functionUrl, queueConsumer, stateMachine, streamConsumer } from "./compute.ts";
import { distribution, domain, httpApi, method, restApi, route, usagePlan } from "./edge.ts";
import { identityPool, rolePolicy, userPool, userPoolClient } from "./identity.ts";
import { eventBus, eventTarget, schedule, subscription } from "./messaging.ts";
import { key, trail } from "./operations.ts";
import { bucket, firehose, stream, table } from "./storage.ts";

/** A program with something of every kind, in which no rule finds anything. */
export function everything(): void {
  functionUrl(
    "read",
    apiFunction("read", { vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } }),
  );
  asyncFunction("publish");
  queueConsumer("claim");
  streamConsumer("settle");
  stateMachine("export");
  restApi("api");
  httpApi("internal");
  method("status");
  route("book");
  usagePlan("partners");
  domain("api");
  distribution("site");
  rolePolicy("reader");
  userPool("customers");
  userPoolClient("page");
  identityPool("uploads");
  eventBus("orders");
  eventTarget("shipping");
  eventsByComponents("bookings");
  schedule("cleaning");
  subscription("partners");
  key("data");
  trail("audit");
  bucket("pages");
  stream("clicks");
  firehose("archive");
  table("ledger");
}
