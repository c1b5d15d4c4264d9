import * as pulumi from "@pulumi/pulumi";
import { alarm } from "./internal/alarm.ts";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import type { Permission } from "./permission.ts";

/** Arguments of {@link TableReplica}. */
export interface TableReplicaArgs {
  /** The region of this replica. */
  region: string;
  /** ARN of the table in any of its regions. */
  tableArn: pulumi.Input<string>;
  /** The other regions of the table. @default none */
  peerRegions?: string[];
  /** Replication delay to another region that raises an alarm, in seconds, 1 to 86,400. @default 60 */
  replicationLatencyAlarmSeconds?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * A global table as one region sees it: what functions there may do with it, and alarms on throttles and on
 * replication that falls behind. It makes no table: {@link GlobalTable} does, once.
 *
 * @example
 * const replica = new TableReplica("ledger", { region: "us-east-1", tableArn: table.arn, peerRegions: ["eu-west-1"] });
 *
 * @throws InvalidArguments if `peerRegions` holds the replica's own region, or a number is out of its range
 */
export class TableReplica extends pulumi.ComponentResource {
  /** Name of the table, the same in all regions. */
  readonly tableName: pulumi.Output<string>;
  /** ARN of the table in this region. */
  readonly arn: pulumi.Output<string>;
  /** Lets a function read items by their keys. */
  readonly get: Permission;
  /** Lets a function read the items of a partition. */
  readonly query: Permission;
  /** Lets a function put and update items, also in a transaction that depends on others. */
  readonly write: Permission;
  /** Lets a function delete items. */
  readonly remove: Permission;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: TableReplicaArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, tableArn, peerRegions = [], replicationLatencyAlarmSeconds = 60, alarmActions } = args;
    guard("TableReplica", name, [
      wholeNumber("replicationLatencyAlarmSeconds", replicationLatencyAlarmSeconds, 1, 86_400),
      rule(peerRegions.includes(region), `peerRegions holds ${region}, and must not hold the replica's own region`),
    ]);
    super("berth:index:TableReplica", name, {}, opts);

    this.arn = pulumi.output(tableArn).apply((arn) => arnIn(region, arn));
    this.tableName = this.arn.apply((arn) => arn.slice(arn.lastIndexOf("/") + 1));
    this.get = { actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem"], resources: [this.arn] };
    this.query = { actions: ["dynamodb:Query"], resources: [this.arn] };
    this.write = {
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"],
      resources: [this.arn],
    };
    this.remove = { actions: ["dynamodb:DeleteItem"], resources: [this.arn] };

    const owner = { parent: this, region, actions: alarmActions };
    const watch = { namespace: "AWS/DynamoDB", dimensions: { TableName: this.tableName } };
    this.alarms = [
      ...(["Read", "Write"] as const).map((kind) =>
        alarm(
          `${name}-${kind.toLowerCase()}-throttles`,
          {
            ...watch,
            description: `DynamoDB refuses ${kind.toLowerCase()}s of ${name}: a partition is hot or the table grows too fast.`,
            metric: `${kind}ThrottleEvents`,
            statistic: "Sum",
            above: 0,
          },
          owner,
        ),
      ),
      ...peerRegions.map((peer) =>
        alarm(
          `${name}-replication-${peer}`,
          {
            ...watch,
            description: `What ${region} writes to ${name} reaches ${peer} late: is ${peer} dark?`,
            metric: "ReplicationLatency",
            dimensions: { TableName: this.tableName, ReceivingRegion: peer },
            statistic: "Average",
            above: 1000 * replicationLatencyAlarmSeconds,
            periods: 3,
          },
          owner,
        ),
      ),
    ].map(({ arn }) => arn);
    this.registerOutputs({ arn: this.arn, tableName: this.tableName });
  }
}

/** The same table's ARN in another region: `arn:aws:dynamodb:<region>:<account>:table/<name>`. */
function arnIn(region: string, arn: string): string {
  const parts = arn.split(":");
  parts[3] = region;
  return parts.join(":");
}
