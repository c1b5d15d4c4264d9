import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { linesIn } from "../../../tools/trace/log-files.ts";
import { describe as described, pathOf } from "../../../tools/trace/path.ts";

const bookingId = "0123456789abcdef0123456789abcdef";

describe("the path of a booking", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-trace-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const log = (region: string, group: string, ...lines: readonly [timestamp: string, message: object | string][]) => {
    const logs = join(folder, region, "logs");
    mkdirSync(logs, { recursive: true });
    const texts = lines.map(([timestamp, message]) =>
      JSON.stringify({ timestamp, message: typeof message === "string" ? message : JSON.stringify(message) }),
    );
    writeFileSync(join(logs, `${group}.jsonl`), texts.map((text) => `${text}\n`).join(""));
  };
  const path = () => pathOf(bookingId, () => linesIn(folder));

  it("leads through all regions in the order of time, by its id and by the ids of its requests", async () => {
    log(
      "eu-west-1",
      "aws-lambda-claim",
      ["2030-01-01T12:00:03Z", { message: "claimed", bookingId, correlationId: "forwarded" }],
      ["2030-01-01T12:00:02Z", "START, which is no JSON"],
    );
    log(
      "us-east-1",
      "aws-lambda-accept",
      ["2030-01-01T12:00:00Z", { message: "validated", correlationId: "asked" }],
      ["2030-01-01T12:00:01Z", { message: "queued", bookingId, correlationId: "asked" }],
      ["2030-01-01T12:00:01Z", { message: "another", bookingId: "other", correlationId: "unknown" }],
    );
    log("us-east-1", "api-access", ["2030-01-01T12:00:04Z", { requestId: "asked", status: "202" }]);
    const messages = (await path()).map(({ region, group, fields }) => [region, group, fields.message]);
    expect(messages).to.deep.equal([
      ["us-east-1", "aws-lambda-accept", "validated"],
      ["us-east-1", "aws-lambda-accept", "queued"],
      ["eu-west-1", "aws-lambda-claim", "claimed"],
      ["us-east-1", "api-access", undefined],
    ]);
  });

  it("leaves out a line that is being written", async () => {
    log("eu-west-1", "aws-lambda-claim", ["2030-01-01T12:00:03Z", { message: "claimed", bookingId }]);
    appendFileSync(join(folder, "eu-west-1", "logs", "aws-lambda-claim.jsonl"), '{"timestamp":"2030-01-01T12:0');
    expect((await path()).map(({ fields }) => fields.message)).to.deep.equal(["claimed"]);
  });

  it("is empty where no log names it, nor is there any", async () => {
    expect(await path()).to.deep.equal([]);
    log("eu-west-1", "aws-lambda-claim", ["2030-01-01T12:00:03Z", { message: "claimed" }]);
    expect(await path()).to.deep.equal([]);
  });

  it("is told in lines that name time, region, function and what happened, and leave out what all lines say", () => {
    const fields = {
      message: "message settled",
      function_name: "claim-1a2b3c4",
      bookingId,
      outcome: "confirmed",
      n: 2,
    };
    const line = { timestamp: "2030-01-01T12:00:03Z", region: "eu-west-1", group: "aws-lambda-claim-1a2b3c4", fields };
    expect(described(line)).to.equal(
      "2030-01-01T12:00:03Z  eu-west-1  claim-1a2b3c4  message settled outcome=confirmed n=2",
    );
  });
});
