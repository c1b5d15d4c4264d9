import type * as pulumi from "@pulumi/pulumi";
import { GlobalTable, TableReplica } from "../components/index.ts";
import type { PrimaryStack } from "./primary-stack.ts";
import type { Regional } from "./regional.ts";

/** The table of one service, as a region has it. No other service reads or writes it. */
export interface ServiceTable {
  /** ARN of the table that all regions share. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the table's stream in each region. */
  readonly streamArns: pulumi.Output<Record<string, string>>;
  /** ARN of the stream in this region. */
  readonly streamArn: pulumi.Output<string>;
  readonly replica: TableReplica;
}

/** What a table is, beside its name. */
interface TableSettings {
  /** Name of the number attribute with the time, in seconds since 1970, after which an item is deleted. @default none */
  readonly ttlAttribute?: string;
}

/**
 * Makes the table with its replicas in the primary's stack, and finds it there in the others, when they are deployed: that stack
 * exports it as `<name>Arn` and `<name>StreamArns`.
 */
export function serviceTable(
  { config, watched }: Regional,
  primaryStack: PrimaryStack | undefined,
  name: string,
  { ttlAttribute }: TableSettings = {},
): ServiceTable {
  const { region, peerRegions, deletionProtection } = config;
  const { arn, streamArns } =
    primaryStack?.tableFor(region, name) ??
    new GlobalTable(name, { region, replicaRegions: peerRegions, ttlAttribute, deletionProtection });
  const replica = new TableReplica(name, { ...watched, tableArn: arn, peerRegions });
  return { arn, streamArns, streamArn: streamArns.apply((arns) => arns[region] ?? ""), replica };
}
