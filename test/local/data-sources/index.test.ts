import { expect } from "chai";
import { answerOf } from "../../../local/data-sources/index.ts";

describe("the functions of @pulumi/aws that this machine answers", () => {
  it("says whose account it is, and in which partition", () => {
    expect(answerOf("aws:index/getCallerIdentity:getCallerIdentity", {}, "eu-west-1")).to.include({
      accountId: "000000000000",
      arn: "arn:aws:iam::000000000000:root",
    });
    expect(answerOf("aws:index/getPartition:getPartition", {}, "eu-west-1")).to.include({
      partition: "aws",
      dnsSuffix: "amazonaws.com",
    });
  });

  it("says the region that is asked for, else the caller's own", () => {
    const token = "aws:index/getRegion:getRegion";
    expect(answerOf(token, {}, "eu-west-1")).to.include({ id: "eu-west-1", region: "eu-west-1" });
    expect(answerOf(token, { region: "us-east-1" }, "eu-west-1")).to.include({ region: "us-east-1" });
  });

  it("refuses a function that it does not know, and an argument", () => {
    for (const token of ["aws:s3/getBucket:getBucket", "toString"]) {
      expect(() => answerOf(token, {}, "eu-west-1")).to.throw(
        Error,
        `the program calls ${token}, which this machine does not know`,
      );
    }
    expect(() => answerOf("aws:index/getRegion:getRegion", { endpoint: "x" }, "eu-west-1")).to.throw(Error, "endpoint");
  });
});
