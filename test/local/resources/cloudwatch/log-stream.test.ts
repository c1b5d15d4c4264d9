import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { logStream } from "../../../../local/resources/cloudwatch/log-stream.ts";
import { Logs } from "../../../../local/services/logs/logs.ts";
import { failureOf } from "../region-fixture.ts";

describe("aws:cloudwatch/logStream:LogStream", () => {
  const logs = new Logs("never-written");
  const context = { region: { name: "eu-west-1", logs } as Region, autoName: "auto-name" };
  const inputs = { logGroupName: "/aws/archive", name: "S3Delivery" };

  it("is there while its log group is", async () => {
    logs.createGroup("/aws/archive");
    const { id, outputs } = await logStream.create(context, inputs);
    const arn = "arn:aws:logs:eu-west-1:000000000000:log-group:/aws/archive:log-stream:S3Delivery";
    expect(outputs).to.deep.equal({ ...inputs, arn });
    expect(await logStream.read(context, id)).to.deep.equal({ id, outputs });
    expect((await logStream.update(context, id, inputs)).id).to.equal(id);
    await logStream.delete(context, id);
    await logs.deleteGroup("/aws/archive");
    expect(await logStream.read(context, id)).to.equal(undefined);
  });

  it("refuses a log group that is not there", async () => {
    const missing = await failureOf(logStream.create(context, { logGroupName: "nowhere" }));
    expect(missing.message).to.include("the log group nowhere does not exist");
  });
});
