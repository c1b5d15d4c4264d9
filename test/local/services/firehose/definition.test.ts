import { expect } from "chai";
import { type DeliveryStreamDefinition, planOf } from "../../../../local/services/firehose/definition.ts";
import { partitioned, plain } from "./fixture.ts";

describe("the definition of a delivery stream", () => {
  it("puts the hour into a prefix that says nothing of time", () => {
    expect(planOf({ ...plain, prefix: "events/" }).prefix.text).to.equal("events/!{timestamp:yyyy/MM/dd/HH}/");
    expect(planOf(partitioned).prefix.text).to.equal(partitioned.prefix);
  });

  const errors = "errors/!{firehose:error-output-type}/";
  const broken: [string, Partial<DeliveryStreamDefinition>, string][] = [
    ["a name with a space", { name: "my events" }, "a name has 1 to 64 letters"],
    ["an ARN that is no bucket's", { bucketArn: "arn:aws:s3:::archive/events" }, "must be the ARN of a bucket"],
    ["too large a buffer", { bufferMebibytes: 129 }, "the buffer has 129 MiB, and must have 1 to 128"],
    ["too long a wait", { bufferSeconds: 901 }, "the buffer waits 901 s, and must wait 0 to 900"],
    ["partitions with a small buffer", { bufferMebibytes: 63 }, "the buffer has 63 MiB, and with partitions must"],
    ["partitions without a wait", { bufferSeconds: 0 }, "with partitions the buffer must wait"],
    ["partitions that nothing finds", { metadataQuery: undefined }, "needs a MetadataExtraction processor"],
    ["partitions that the prefix lacks", { prefix: "!{timestamp:yyyy}/" }, "needs a partition key in the prefix"],
    ["a key in the prefix without partitions", { isPartitioned: false }, "dynamic partitioning is not enabled"],
    ["a key that is not extracted", { metadataQuery: "{type:.type}" }, "holds kind, which the query does not extract"],
    [
      "expressions without a place for errors",
      { errorOutputPrefix: "errors/" },
      "must hold !{firehose:error-output-type}",
    ],
    ["a place for errors in the prefix", { prefix: errors }, "error-output-type is for errorOutputPrefix only"],
    [
      "a key in the place for errors",
      { errorOutputPrefix: `${errors}!{partitionKeyFromQuery:kind}` },
      "errorOutputPrefix can hold no partition key",
    ],
  ];
  for (const [what, change, message] of broken) {
    it(`is refused with ${what}`, () => {
      expect(() => planOf({ ...partitioned, ...change })).to.throw(message);
    });
  }
});
