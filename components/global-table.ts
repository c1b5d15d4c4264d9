import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guard, rule } from "./internal/guard.ts";

/** Arguments of {@link GlobalTable}. */
export interface GlobalTableArgs {
  /** The region where the table is made. */
  region: string;
  /** The other regions that hold a replica; not `region` itself, none twice. @default none */
  replicaRegions?: string[];
  /** Name of the string attribute that is the partition key. @default "pk" */
  partitionKey?: string;
  /** Name of the string attribute that is the sort key. @default "sk" */
  sortKey?: string;
  /** Name of the number attribute with the time, in seconds since 1970, after which an item is deleted. @default none */
  ttlAttribute?: string;
  /** Whether the table and every replica refuse to be deleted. @default true */
  deletionProtection?: boolean;
}

/**
 * A DynamoDB table with a replica in every region, paid by request: encrypted with a KMS key of the account, with
 * point-in-time recovery, deletion protection and the table's tags on every replica, and a stream of new and old images.
 *
 * Replication is asynchronous and the last writer wins, item by item, so that a program may write an item in one region
 * only (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html).
 * Alarms and permissions belong to a region: see {@link TableReplica}, one a region, this one included.
 *
 * @example
 * const table = new GlobalTable("ledger", { region: "eu-west-1", replicaRegions: ["us-east-1"] });
 *
 * @throws InvalidArguments if a replica's region is the table's own or named twice, or an attribute has two roles
 */
export class GlobalTable extends pulumi.ComponentResource {
  /** ARN of the table in the region where it was made. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the stream of each replica, by region, the table's own among them. */
  readonly streamArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: GlobalTableArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, replicaRegions = [], partitionKey = "pk", sortKey = "sk", ttlAttribute } = args;
    const { deletionProtection = true } = args;
    const repeated = replicaRegions.filter((replica, index) => replicaRegions.indexOf(replica) !== index);
    guard("GlobalTable", name, [
      rule(replicaRegions.includes(region), `replicaRegions holds ${region}, and must not hold the table's own region`),
      rule(repeated.length > 0, `replicaRegions holds ${repeated.join(", ")} twice, and must hold a region once`),
      rule(
        new Set([partitionKey, sortKey, ttlAttribute]).size < 3,
        `partitionKey is ${partitionKey}, sortKey ${sortKey}, ttlAttribute ${ttlAttribute ?? "absent"}, and must differ`,
      ),
    ]);
    super("berth:index:GlobalTable", name, {}, opts);

    const table = new aws.dynamodb.Table(
      name,
      {
        region,
        billingMode: "PAY_PER_REQUEST",
        hashKey: partitionKey,
        rangeKey: sortKey,
        attributes: [
          { name: partitionKey, type: "S" },
          { name: sortKey, type: "S" },
        ],
        // Replicas need the stream, and AWS turns it on by itself: declared, or the next `up` would turn it off.
        streamEnabled: true,
        streamViewType: "NEW_AND_OLD_IMAGES",
        ttl: ttlAttribute === undefined ? undefined : { attributeName: ttlAttribute, enabled: true },
        serverSideEncryption: { enabled: true },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: deletionProtection,
        replicas: replicaRegions.map((regionName) => ({
          regionName,
          pointInTimeRecovery: true,
          deletionProtectionEnabled: deletionProtection,
          propagateTags: true,
        })),
      },
      { parent: this },
    );
    this.arn = table.arn;
    this.streamArns = pulumi.all([table.streamArn, table.replicas]).apply(([own, replicas = []]) => {
      const others = replicas.map(({ regionName, streamArn }): [string, string] => [regionName, streamArn]);
      return Object.fromEntries([[region, own], ...others]);
    });
    this.registerOutputs({ arn: this.arn, streamArns: this.streamArns });
  }
}
