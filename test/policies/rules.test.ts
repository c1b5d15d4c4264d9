import { readFileSync } from "node:fs";
import { expect } from "chai";
import { rules } from "../../policies/rules.ts";
import { type Resource, violations } from "./violations.ts";

const mapping: Resource = {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "bookings",
  inputs: {
    eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:bookings",
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 10 },
  },
};
const table: Resource = {
  type: "aws:dynamodb/table:Table",
  name: "ledger",
  inputs: {
    pointInTimeRecovery: { enabled: true },
    replicas: [{ regionName: "us-east-1", pointInTimeRecovery: true }],
  },
};
const log: Resource = { type: "aws:cloudwatch/logGroup:LogGroup", name: "claim", inputs: { retentionInDays: 30 } };
const lambda: Resource = {
  type: "aws:lambda/function:Function",
  name: "claim",
  inputs: { tracingConfig: { mode: "Active" } },
};
const queue: Resource = { type: "aws:sqs/queue:Queue", name: "bookings", inputs: { sqsManagedSseEnabled: true } };

/** One field changed, and what the rule says of it. */
const cases: [rule: string, good: Resource, change: Record<string, unknown>, messages: string[]][] = [
  [
    "event-source-maximum-concurrency",
    mapping,
    { scalingConfig: undefined },
    ["scalingConfig.maximumConcurrency is not set: set it to 2 or more, so that a flood waits in the queue."],
  ],
  [
    "event-source-partial-failures",
    mapping,
    { functionResponseTypes: undefined },
    ['functionResponseTypes is []: one failed item repeats its whole batch. Add "ReportBatchItemFailures".'],
  ],
  [
    "function-tracing",
    lambda,
    { tracingConfig: { mode: "PassThrough" } },
    ['tracingConfig.mode is PassThrough: set it to "Active".'],
  ],
  [
    "log-retention",
    log,
    { retentionInDays: undefined },
    ["retentionInDays is not set: the log never ends. Set a number of days."],
  ],
  ["log-retention", log, { retentionInDays: 0 }, ["retentionInDays is 0: the log never ends. Set a number of days."]],
  [
    "queue-encryption",
    queue,
    { sqsManagedSseEnabled: false },
    ["neither sqsManagedSseEnabled nor kmsMasterKeyId is set: set one of them."],
  ],
  [
    "table-recoverable",
    table,
    { pointInTimeRecovery: { enabled: false } },
    ["pointInTimeRecovery.enabled is not true: set it, so that the table can be restored."],
  ],
  [
    "table-recoverable",
    table,
    { replicas: [{ regionName: "us-east-1" }] },
    ["the replica in us-east-1 has no pointInTimeRecovery: set it to true there too."],
  ],
];

describe("policies", () => {
  for (const [name, good, change, messages] of cases) {
    describe(`${name}, ${JSON.stringify(change)}`, () => {
      const rule = rules.find((one) => one.name === name);
      if (rule === undefined) throw new Error(`the pack has no rule ${name}`);

      it("passes what is in order", async () => {
        expect(await violations(rule, good)).to.be.empty;
      });

      it("says what it found and how to mend it", async () => {
        expect(await violations(rule, { ...good, inputs: { ...good.inputs, ...change } })).to.deep.equal(messages);
      });

      it("says nothing of another type", async () => {
        expect(await violations(rule, { ...good, type: "aws:s3/bucket:Bucket", inputs: {} })).to.be.empty;
      });
    });
  }

  it("takes a queue with a key of its own for encrypted, and bounds the concurrency of queues only", async () => {
    const of = (name: string, resource: Resource, inputs: Record<string, unknown>) => {
      const rule = rules.find((one) => one.name === name);
      return rule && violations(rule, { ...resource, inputs });
    };
    expect(await of("queue-encryption", queue, { kmsMasterKeyId: "alias/orders" })).to.be.empty;
    const stream = { eventSourceArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1" };
    expect(await of("event-source-maximum-concurrency", mapping, stream)).to.be.empty;
  });

  it("has a test for every rule, and a unique name and a description of each", () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(cases.map(([name]) => name))).to.have.all.keys(names);
    expect(new Set(names)).to.have.lengthOf(names.length);
    for (const { name, description } of rules) expect(description, name).to.match(/^An? .+\.$/);
  });

  it("has a version, which the engine asks of a pack", () => {
    expect(JSON.parse(readFileSync("policies/package.json", "utf8")))
      .to.have.property("version")
      .that.is.a("string");
  });
});
