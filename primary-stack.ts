import * as pulumi from "@pulumi/pulumi";

/** What is global, as the stack of the primary region exports it. The others read it when they are deployed, and only then. */
export class PrimaryStack extends pulumi.StackReference {
  /** The table that all regions share. */
  get ledger(): { arn: pulumi.Output<string>; streamArns: pulumi.Output<Record<string, string>> } {
    return {
      arn: this.requireOutput("ledgerArn").apply(String),
      streamArns: this.requireOutput("ledgerStreamArns").apply((arns) => arns as Record<string, string>),
    };
  }
}
