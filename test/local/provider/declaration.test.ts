import { expect } from "chai";
import { resourceTypes } from "../../../local/resources/index.ts";
import { awsVersion, declarationOf } from "../../../local/provider/declaration.ts";

describe("declarationOf", () => {
  it("gives what a program may give, and what only AWS gives", () => {
    const queue = declarationOf("aws:sqs/queue:Queue");
    expect([...(queue?.inputs ?? [])]).to.include.members(["name", "region", "tags", "visibilityTimeoutSeconds"]);
    expect([...(queue?.outputs ?? [])]).to.have.members(["arn", "tagsAll", "url"]);
    expect([...(declarationOf("aws:sqs/queuePolicy:QueuePolicy")?.inputs ?? [])]).not.to.include("tags");
    expect([...(declarationOf("aws:iam/role:Role")?.inputs ?? [])]).not.to.include("region");
  });

  it("knows inputs that the SDK makes secret by itself", () => {
    expect([...(declarationOf("aws:rds/cluster:Cluster")?.inputs ?? [])]).to.include("masterPassword");
  });

  it("knows every type that the machine knows, with every input that it honours", () => {
    for (const { type, inputs } of resourceTypes.values()) {
      const declared = declarationOf(type)?.inputs ?? new Set();
      expect([...declared], type).to.include.members([...inputs]);
    }
  });

  it("gives nothing for a type that is not there, or is no path", () => {
    for (const type of ["aws:sqs/nothing:Nothing", "aws:../../x:X", "my:own:Thing", ""]) {
      expect(declarationOf(type), type).to.equal(undefined);
    }
  });

  it("stands in for the version that is installed", () => {
    expect(awsVersion).to.match(/^7\./);
  });
});
