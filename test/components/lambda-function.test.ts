import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { filesOf } from "../../local/resources/lambda/archive.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction, type LambdaFunctionArgs } from "../../components/lambda-function.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const entry = "test/components/fixtures/handler.ts";
const lambda = "aws:lambda/function:Function";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("LambdaFunction", () => {
  itIsAComponent(
    (name, region) =>
      new LambdaFunction(name, {
        region,
        entry,
        provisionedConcurrency: {
          minimum: 1,
          maximum: 4,
          businessHours: {
            timeZone: "Europe/Lisbon",
            begin: "cron(0 7 ? * * *)",
            end: "cron(0 20 ? * * *)",
            minimum: 2,
          },
        },
      }),
  );
  itIsAComponent((name, region) => new LambdaFunction(name, { region, entry, warmUpEveryMinutes: 5 }));

  it("is traced, on arm64, with a bounded run, a JSON log of its own and a published version", async () => {
    const resources = await registered(() => new LambdaFunction("hash", { entry }));
    expect(one(resources, lambda).inputs).to.deep.include({
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 10,
      memorySize: 512,
      publish: true,
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: "hash" },
    });
    expect(one(resources, lambda).inputs).not.to.have.property("reservedConcurrentExecutions");
    expect(one(resources, "aws:cloudwatch/logGroup:LogGroup").inputs).to.include({ retentionInDays: 30 });
    expect(one(resources, "aws:lambda/alias:Alias").inputs).to.include({ name: "live", functionVersion: "1" });
  });

  it("encrypts its log with the key that it is given", async () => {
    const resources = await registered(() => new LambdaFunction("hash", { entry, logKeyArn: "arn:key" }));
    expect(one(resources, "aws:cloudwatch/logGroup:LogGroup").inputs).to.include({ kmsKeyId: "arn:key" });
    const without = await registered(() => new LambdaFunction("hash", { entry }));
    expect(one(without, "aws:cloudwatch/logGroup:LogGroup").inputs).not.to.have.property("kmsKeyId");
  });

  it("may do what its permissions say, write its own log, send traces, and nothing else", async () => {
    const permissions = [{ actions: ["sqs:SendMessage"], resources: [pulumi.output("arn:queue")] }];
    const resources = await registered(() => new LambdaFunction("hash", { entry, permissions }));
    const { role, policy } = one(resources, "aws:iam/rolePolicy:RolePolicy").inputs;
    expect(role).to.equal("hash-role");
    expect(JSON.parse(policy as string)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: ["arn:aws:made-up:eu-west-1:123456789012:hash:*"],
        },
        { Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: ["*"] },
        { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: ["arn:queue"] },
      ],
    });
  });

  it("bundles the handler with its files, the same bytes each time", async () => {
    const bundle = async () => {
      const files = { "keys.json": pulumi.output("{}") };
      const resources = await registered(() => new LambdaFunction("hash", { entry, files }));
      const archive = one(resources, lambda).inputs.code as pulumi.asset.AssetArchive;
      return Object.fromEntries(
        [...(await filesOf(archive))].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
      );
    };
    const first = await bundle();
    expect(Object.keys(first)).to.have.members(["index.js", "keys.json"]);
    expect(first["keys.json"]).to.equal("{}");
    expect(first["index.js"]).to.include("createHash").and.to.include("exports");
    expect(await bundle()).to.deep.equal(first);
  });

  it("keeps its code out of Pulumi's state, which holds the digest of a file, and of a text the whole", async () => {
    const resources = await registered(() => new LambdaFunction("hash", { entry }));
    const { "index.js": code } = await (one(resources, lambda).inputs.code as pulumi.asset.AssetArchive).assets;
    expect(code).to.be.instanceOf(pulumi.asset.FileAsset);
  });

  it("says which entry does not exist", async () => {
    await registered(() => {
      expect(() => new LambdaFunction("hash", { entry: "no/such/handler.ts" })).to.throw(
        InvalidArguments,
        "entry is no/such/handler.ts, and must be the path of a file",
      );
    });
  });

  it("keeps a fixed number of environments ready without any scaling", async () => {
    const provisionedConcurrency = { minimum: 3 };
    const resources = await registered(() => new LambdaFunction("hash", { entry, provisionedConcurrency }));
    expect(one(resources, "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig").inputs).to.include({
      provisionedConcurrentExecutions: 3,
      qualifier: "live",
    });
    expect(resources.filter(({ type }) => type.startsWith("aws:appautoscaling/"))).to.be.empty;
  });

  it("lets the environments that are ready follow load and business hours", async () => {
    const provisionedConcurrency = {
      minimum: 1,
      maximum: 20,
      targetUtilizationPercent: 60,
      businessHours: { timeZone: "Europe/Lisbon", begin: "cron(0 7 ? * * *)", end: "cron(0 20 ? * * *)", minimum: 5 },
    };
    const resources = await registered(() => new LambdaFunction("hash", { entry, provisionedConcurrency }));
    expect(one(resources, "aws:appautoscaling/target:Target").inputs).to.include({
      resourceId: "function:hash:live",
      minCapacity: 1,
      maxCapacity: 20,
    });
    expect(one(resources, "aws:appautoscaling/policy:Policy").inputs)
      .to.have.nested.property("targetTrackingScalingPolicyConfiguration.targetValue")
      .that.equals(0.6);
    const action = "aws:appautoscaling/scheduledAction:ScheduledAction";
    expect(one(resources, action, "hash-begin").inputs).to.deep.include({
      schedule: "cron(0 7 ? * * *)",
      timezone: "Europe/Lisbon",
      scalableTargetAction: { minCapacity: 5, maxCapacity: 20 },
    });
    expect(one(resources, action, "hash-end").inputs).to.deep.include({
      schedule: "cron(0 20 ? * * *)",
      scalableTargetAction: { minCapacity: 1, maxCapacity: 20 },
    });
  });

  it("pings its alias by schedule, may be called by that schedule, and does not repeat a failed ping", async () => {
    const resources = await registered(() => new LambdaFunction("hash", { entry, warmUpEveryMinutes: 5 }));
    expect(one(resources, "aws:cloudwatch/eventRule:EventRule").inputs).to.include({
      scheduleExpression: "rate(5 minutes)",
    });
    expect(one(resources, "aws:cloudwatch/eventTarget:EventTarget").inputs).to.include({ input: '{"warmUp":true}' });
    expect(one(resources, "aws:lambda/permission:Permission").inputs).to.include({
      principal: "events.amazonaws.com",
      qualifier: "live",
    });
    expect(one(resources, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").inputs).to.include({
      maximumRetryAttempts: 0,
    });
  });

  it("says by its tag that it accepts cold starts if pings keep it warm, and only then", async () => {
    const tagsOf = async (args: Partial<LambdaFunctionArgs>) =>
      one(await registered(() => new LambdaFunction("hash", { entry, ...args })), lambda).inputs.tags;
    expect(await tagsOf({ warmUpEveryMinutes: 5 })).to.deep.equal({ "cold-starts": "accepted" });
    expect(await tagsOf({ provisionedConcurrency: { minimum: 1 } })).to.equal(undefined);
    expect(await tagsOf({})).to.equal(undefined);
  });

  it("rings on errors, on throttles, and when runs come within a fifth of the timeout", async () => {
    const args = { entry, timeoutSeconds: 5, alarmActions: ["arn:topic"] };
    const resources = await registered(() => new LambdaFunction("hash", args));
    const common = { namespace: "AWS/Lambda", dimensions: { FunctionName: "hash" }, alarmActions: ["arn:topic"] };
    expect(one(resources, alarm, "hash-errors").inputs).to.deep.include({
      ...common,
      metricName: "Errors",
      threshold: 0,
    });
    expect(one(resources, alarm, "hash-throttles").inputs).to.deep.include({ ...common, metricName: "Throttles" });
    expect(one(resources, alarm, "hash-duration").inputs).to.deep.include({
      ...common,
      metricName: "Duration",
      extendedStatistic: "p99",
      threshold: 4000,
    });
  });

  const broken: [string, Partial<LambdaFunctionArgs>, string][] = [
    ["a timeout of 0", { timeoutSeconds: 0 }, "timeoutSeconds is 0, and must be a whole number from 1 to 900"],
    ["too little memory", { memoryMegabytes: 127 }, "memoryMegabytes is 127, and must be a whole number from 128 to"],
    [
      "no concurrency at all",
      { reservedConcurrency: 0 },
      "reservedConcurrency is 0, and must be a whole number from 1",
    ],
    ["a retention between steps", { logRetentionDays: 31 }, "logRetentionDays is 31, and must be one of 1, 3, 5"],
    ["a negative error count", { errorsAlarm: -1 }, "errorsAlarm is -1, and must be a whole number from 0"],
    [
      "two ways of keeping warm",
      { warmUpEveryMinutes: 5, provisionedConcurrency: { minimum: 1 } },
      "provisionedConcurrency and warmUpEveryMinutes are both set",
    ],
    [
      "pings too far apart",
      { warmUpEveryMinutes: 61 },
      "warmUpEveryMinutes is 61, and must be a whole number from 2 to 60",
    ],
    [
      "more provisioned than reserved",
      { reservedConcurrency: 2, provisionedConcurrency: { minimum: 1, maximum: 3 } },
      "provisionedConcurrency may reach 3, and must not be above the reservedConcurrency of 2",
    ],
    [
      "a maximum below the minimum",
      { provisionedConcurrency: { minimum: 2, maximum: 1 } },
      "maximum is 1, and must not be below the minimum of 2",
    ],
    [
      "a utilization of 100",
      { provisionedConcurrency: { minimum: 2, targetUtilizationPercent: 100 } },
      "targetUtilizationPercent is 100, and must be a whole number from 10 to 90",
    ],
  ];
  for (const [what, args, message] of broken) {
    it(`refuses ${what}`, async () => {
      const resources = await registered(() => {
        expect(() => new LambdaFunction("hash", { entry, ...args })).to.throw(InvalidArguments, message);
      });
      expect(resources.map(({ name }) => name)).not.to.include("hash");
    });
  }
});
