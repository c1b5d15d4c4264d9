import type * as pulumi from "@pulumi/pulumi";
import { GlobalTable, TableReplica } from "../components/index.ts";
import type { PrimaryStack } from "./primary-stack.ts";
import type { Regional } from "./regional.ts";

/** The table of all bookings, as a region has it. */
export interface Ledger {
  /** ARN of the table that all regions share. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the table's stream in each region. */
  readonly streamArns: pulumi.Output<Record<string, string>>;
  /** ARN of the stream in this region. */
  readonly streamArn: pulumi.Output<string>;
  readonly replica: TableReplica;
}

/** Makes the table with its replicas in the primary's stack, and finds it there in the others, when they are deployed. */
export function ledgerOf({ config, watched }: Regional, primaryStack: PrimaryStack | undefined): Ledger {
  const { region, peerRegions, deletionProtection } = config;
  const { arn, streamArns } =
    primaryStack?.ledgerFor(region) ??
    new GlobalTable("ledger", { region, replicaRegions: peerRegions, deletionProtection });
  const replica = new TableReplica("ledger", { ...watched, tableArn: arn, peerRegions });
  return { arn, streamArns, streamArn: streamArns.apply((arns) => arns[region] ?? ""), replica };
}
