import * as aws from "@pulumi/aws";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    const aProviderWithoutTags = new aws.Provider("bare", { region: "eu-west-1" });
    new aws.kms.Key("data", { enableKeyRotation: true }, { provider: aProviderWithoutTags });
  },
  messages: ["tags lack owner: set them, in defaultTags of the provider for all resources at once."],
};
