import * as aws from "@pulumi/aws";
import { regionOf } from "../framework/region.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { integer, strings } from "../framework/settings.ts";

export const tableReplicas = stackRule(
  {
    name: "table-replicas",
    level: "mandatory",
    dev: "advisory",
    what: "A table lies in every region that has to go on without the others",
    why: "What a region needs to work must be in that region: a table in one place is lost with it.",
    controls: [],
    settings: {
      regions: strings("The regions that every table lies in; empty for any, as many as minimumRegions says", []),
      minimumRegions: integer("Fewest regions of a table", 2, { minimum: 1 }),
    },
  },
  each(aws.dynamodb.Table, (table, { stack, settings: { regions, minimumRegions }, report }) => {
    const found = new Set([
      regionOf(table.resource.props as Record<string, unknown>, table.resource.provider) ?? "its provider's region",
      ...(table.props.replicas ?? []).map(({ regionName }) => regionName),
      ...stack
        .referring(aws.dynamodb.TableReplica, "globalTableArn", table)
        .map(({ name, resource }) => regionOf(resource.props as Record<string, unknown>, resource.provider) ?? name),
    ]);
    const missing = regions.filter((region) => !found.has(region));
    if (missing.length > 0) {
      report(`it lies in ${[...found].join(", ")}: add replicas in ${missing.join(", ")}.`);
    } else if (found.size < minimumRegions) {
      report(`it lies in ${[...found].join(", ")} only: add replicas, until there are ${minimumRegions} regions.`);
    }
  }),
);

export const tableRecoverable = resourceRule(
  {
    name: "table-recoverable",
    level: "mandatory",
    what: "A table and each of its replicas have point-in-time recovery",
    why: "A fault that deletes or spoils items replicates within a second; AWS leaves recovery off on every replica unless told.",
    controls: ["FSBP DynamoDB.2", "cdk-nag AwsSolutions-DDB3", "CKV_AWS_28", "CKV_AWS_165"],
  },
  on(aws.dynamodb.Table, ({ pointInTimeRecovery, replicas = [] }, { report }) => {
    if (pointInTimeRecovery?.enabled !== true) {
      report("pointInTimeRecovery.enabled is not true: set it, so that the table can be restored.");
    }
    for (const replica of replicas) {
      if (replica.pointInTimeRecovery === true) continue;
      report(`the replica in ${replica.regionName} has no pointInTimeRecovery: set it to true there too.`);
    }
  }),
  on(aws.dynamodb.TableReplica, ({ pointInTimeRecovery }, { report }) => {
    if (pointInTimeRecovery !== true) report("pointInTimeRecovery is not true: set it, so that it can be restored.");
  }),
);

export const tableDeletionProtection = resourceRule(
  {
    name: "table-deletion-protection",
    level: "mandatory",
    dev: "disabled",
    what: "A table and each of its replicas refuse to be deleted",
    why: "A wrong name in a program, or a replacement, deletes the table with what is in it.",
    controls: ["FSBP DynamoDB.6"],
  },
  on(aws.dynamodb.Table, ({ deletionProtectionEnabled, replicas = [] }, { report }) => {
    if (deletionProtectionEnabled !== true) {
      report(`deletionProtectionEnabled is ${deletionProtectionEnabled ?? "not set"}: set it to true.`);
    }
    for (const replica of replicas) {
      if (replica.deletionProtectionEnabled === true) continue;
      report(`the replica in ${replica.regionName} has no deletionProtectionEnabled: set it to true there too.`);
    }
  }),
  on(aws.dynamodb.TableReplica, ({ deletionProtectionEnabled }, { report }) => {
    if (deletionProtectionEnabled === true) return;
    report(`deletionProtectionEnabled is ${deletionProtectionEnabled ?? "not set"}: set it to true.`);
  }),
);

export const tableStream = resourceRule(
  {
    name: "table-stream",
    level: "mandatory",
    what: "A table with replicas declares its stream, with new and old images",
    why: "AWS turns the stream on for replication: undeclared, the next deployment tries to turn it off.",
    controls: [],
  },
  on(aws.dynamodb.Table, ({ replicas = [], streamEnabled, streamViewType }, { report }) => {
    if (!replicas.some(({ consistencyMode }) => consistencyMode !== "STRONG")) return;
    if (streamEnabled !== true) {
      report(`streamEnabled is ${streamEnabled ?? "not set"}, and the table has replicas: set it to true.`);
    } else if (streamViewType !== "NEW_AND_OLD_IMAGES") {
      report(`streamViewType is ${streamViewType ?? "not set"}: set it to "NEW_AND_OLD_IMAGES".`);
    }
  }),
);

export const tableTtlConsistency = resourceRule(
  {
    name: "table-ttl-consistency",
    level: "mandatory",
    what: "A table with strongly consistent replicas has no time to live",
    why: "AWS refuses the two together, when the first half is already made.",
    controls: [],
  },
  on(aws.dynamodb.Table, ({ replicas = [], ttl }, { report }) => {
    const strong = replicas.find(({ consistencyMode }) => consistencyMode === "STRONG");
    if (!strong || ttl?.enabled !== true) return;
    report(
      `ttl.enabled is true, and the replica in ${strong.regionName} is STRONG: leave one out, and delete old items yourself.`,
    );
  }),
);

export const globalTableVersion = resourceRule(
  {
    name: "global-table-version",
    level: "mandatory",
    what: "A global table is of the version of 2019",
    why: "The version of 2017 costs more, has no deletion protection, and cannot take a table that has items.",
    controls: [],
  },
  on(aws.dynamodb.GlobalTable, (_, { report }) => {
    report("aws.dynamodb.GlobalTable is the version of 2017: use aws.dynamodb.Table with replicas.");
  }),
);
