import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { Logs } from "../../../../local/services/logs/logs.ts";

const line = z.object({ timestamp: z.iso.datetime(), message: z.string() });

function messages(file: string): string[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((text) => line.parse(JSON.parse(text)).message);
}

describe("Logs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "berth-logs-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("keeps the lines of a group in order, in a file named after it", async () => {
    const logs = new Logs(folder);
    logs.createGroup("/aws/lambda/x", { retentionInDays: 30 });
    const written = Array.from({ length: 1000 }, (_, index) => `line ${index} "quoted"`);
    for (const text of written) logs.write("/aws/lambda/x", text);
    await logs.close();
    expect(messages(join(folder, "aws-lambda-x.jsonl"))).to.deep.equal(written);
    expect(logs.group("/aws/lambda/x")?.retentionInDays).to.equal(30);
  });

  it("makes a group at its first line, as Lambda does", async () => {
    const logs = new Logs(folder);
    logs.write("/aws/lambda/new", "first");
    await logs.close();
    expect(messages(logs.group("/aws/lambda/new")?.file ?? "")).to.deep.equal(["first"]);
  });

  it("never mixes two groups whose names come out the same", async () => {
    const logs = new Logs(folder);
    logs.write("a/b", "slash");
    logs.write("a-b", "hyphen");
    await logs.close();
    expect(messages(logs.group("a/b")?.file ?? "")).to.deep.equal(["slash"]);
    expect(messages(logs.group("a-b")?.file ?? "")).to.deep.equal(["hyphen"]);
  });

  it("keeps no file outside its folder, whatever the name", async () => {
    const logs = new Logs(folder);
    logs.write("../../etc/passwd", "no");
    await logs.close();
    expect(logs.group("../../etc/passwd")?.file).to.equal(join(folder, "etc-passwd.jsonl"));
  });

  it("changes the retention without losing lines, and removes a group with them", async () => {
    const logs = new Logs(folder);
    logs.write("g", "before");
    logs.createGroup("g", { retentionInDays: 7 });
    logs.write("g", "after");
    const file = logs.group("g")?.file ?? "";
    await logs.deleteGroup("g");
    expect(logs.group("g")).to.equal(undefined);
    expect(() => readFileSync(file)).to.throw("ENOENT");
    await logs.deleteGroup("g");
    await logs.close();
  });

  it("says at the end that lines could not be written", async () => {
    const logs = new Logs(folder);
    const { file: path } = logs.createGroup("g");
    mkdirSync(path); // a folder lies where the file should be
    logs.write("g", "lost");
    const error: unknown = await logs.close().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.include("EISDIR");
  });
});
