import * as pulumi from "@pulumi/pulumi";

/** What is global, as the stack of the primary region exports it. The others read it when they are deployed, and only then. */
export class PrimaryStack extends pulumi.StackReference {
  /**
   * A table that all regions share. An error names the stack to deploy first if that one has made no replica in `region` yet,
   * as when the region has just been added to the configuration.
   */
  tableFor(
    region: string,
    name: string,
  ): { arn: pulumi.Output<string>; streamArns: pulumi.Output<Record<string, string>> } {
    const streamArns = this.requireOutput(`${name}StreamArns`).apply((arns) => arns as Record<string, string>);
    return {
      arn: this.requireOutput(`${name}Arn`).apply(String),
      streamArns: pulumi.all([this.name, streamArns]).apply(([stack, arns]) => {
        if (region in arns) return arns;
        throw new Error(`stack ${stack} has no replica of the table ${name} in ${region} yet: deploy it first`);
      }),
    };
  }

  /** Origins of the pages that may call the APIs of all regions. */
  pageOrigins(): pulumi.Output<string[]> {
    return this.requireOutput("pageOrigins").apply((origins) => origins as string[]);
  }

  /**
   * A partner's key, a secret, which is the same in all regions. An error names the stack to deploy first if that one knows no such
   * partner yet.
   */
  partnerKey(partner: string): pulumi.Output<string> {
    const keys = this.requireOutput("partnerKeys").apply((found) => found as Record<string, string>);
    return pulumi.all([this.name, keys]).apply(([stack, { [partner]: key }]) => {
      if (key !== undefined) return key;
      throw new Error(`stack ${stack} has no key of the partner ${partner} yet: deploy it first`);
    });
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
