import * as pulumi from "@pulumi/pulumi";

/** What is global, as the stack of the primary region exports it. The others read it when they are deployed, and only then. */
export class PrimaryStack extends pulumi.StackReference {
  /**
   * The table that all regions share. An error names the stack to deploy first if that one has made no replica in `region` yet,
   * as when the region has just been added to the configuration.
   */
  ledgerFor(region: string): { arn: pulumi.Output<string>; streamArns: pulumi.Output<Record<string, string>> } {
    const streamArns = this.requireOutput("ledgerStreamArns").apply((arns) => arns as Record<string, string>);
    return {
      arn: this.requireOutput("ledgerArn").apply(String),
      streamArns: pulumi.all([this.name, streamArns]).apply(([name, arns]) => {
        if (region in arns) return arns;
        throw new Error(`stack ${name} has no replica of the ledger in ${region} yet: deploy it first`);
      }),
    };
  }

  /** The user pool whose access tokens all regions accept. */
  userPool(): { id: pulumi.Output<string>; clientId: pulumi.Output<string>; signingKeys: pulumi.Output<string> } {
    return {
      id: this.requireOutput("userPoolId").apply(String),
      clientId: this.requireOutput("userPoolClientId").apply(String),
      signingKeys: this.requireOutput("userPoolKeys").apply(String),
    };
  }
}
