import * as aws from "@pulumi/aws";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { integer } from "../framework/settings.ts";
import { dependsOn } from "../framework/stack.ts";
import { known } from "../framework/unknown.ts";

export const tableCapacity = stackRule(
  {
    name: "table-capacity",
    level: "mandatory",
    what: "A table is paid by request, or its capacity follows the load",
    why: "A fixed capacity is too dear at night and refuses customers at noon.",
    controls: ["FSBP DynamoDB.1", "cdk-nag DynamoDBAutoScalingEnabled", "CKV2_AWS_16"],
  },
  each(aws.dynamodb.Table, (table, { stack, report }) => {
    if (table.props.billingMode === "PAY_PER_REQUEST") return;
    const targets = stack.all(aws.appautoscaling.Target).filter((target) => {
      const resourceId = known(() => target.props.resourceId);
      return resourceId === `table/${table.props.name}` || dependsOn(target, "resourceId", table);
    });
    const scaled = targets.map(({ props }) => props.scalableDimension);
    const missing = ["ReadCapacityUnits", "WriteCapacityUnits"].filter(
      (dimension) => !scaled.includes(`dynamodb:table:${dimension}`),
    );
    if (missing.length === 0) return;
    report(
      `billingMode is ${table.props.billingMode ?? "PROVISIONED"}, and no aws.appautoscaling.Target scales its ${missing.join(" and ")}: set it to "PAY_PER_REQUEST", or add them.`,
    );
  }),
);

export const functionArm64 = resourceRule(
  {
    name: "function-arm64",
    level: "mandatory",
    dev: "advisory",
    what: "A function runs on arm64",
    why: "The same run costs a fifth more on x86_64.",
    controls: [],
  },
  on(aws.lambda.Function, ({ architectures = [] }, { report }) => {
    if (architectures.includes("arm64")) return;
    report(`architectures is ${JSON.stringify(architectures)}: set it to ["arm64"].`);
  }),
);

export const functionMemory = resourceRule(
  {
    name: "function-memory",
    level: "mandatory",
    what: "A function's memory lies within the limit",
    why: "Memory is paid for each millisecond, used or not.",
    controls: ["cdk-nag Serverless-LambdaDefaultMemorySize"],
    settings: { maximumMegabytes: integer("Most memory, in MB", 3008, { minimum: 128, maximum: 10_240 }) },
  },
  on(aws.lambda.Function, ({ memorySize: found = 128 }, { settings: { maximumMegabytes }, report }) => {
    if (found > maximumMegabytes) report(`memorySize is ${found}: set it to ${maximumMegabytes} or less.`);
  }),
);

export const functionTimeout = resourceRule(
  {
    name: "function-timeout",
    level: "mandatory",
    what: "A function's timeout lies within the limit",
    why: "A run that hangs is paid to its end, and holds its concurrency, its message and its caller.",
    controls: ["cdk-nag Serverless-LambdaDefaultTimeout"],
    settings: { maximumSeconds: integer("Longest run, in seconds", 300, { minimum: 1, maximum: 900 }) },
  },
  on(aws.lambda.Function, ({ timeout: found = 3 }, { settings: { maximumSeconds }, report }) => {
    if (found > maximumSeconds)
      report(`timeout is ${found}: set it to ${maximumSeconds} or less, and cut the work in parts.`);
  }),
);

export const bucketLifecycle = stackRule(
  {
    name: "bucket-lifecycle",
    level: "advisory",
    dev: "disabled",
    what: "A bucket says when objects move to cheaper storage, or go",
    why: "What nobody reads is paid for ever, and so is every old version.",
    controls: ["FSBP S3.13", "CKV2_AWS_61"],
  },
  each(aws.s3.Bucket, (bucket, { stack, report }) => {
    if (stack.referring(aws.s3.BucketLifecycleConfiguration, "bucket", bucket).length > 0) return;
    report("no aws.s3.BucketLifecycleConfiguration belongs to it: add one.");
  }),
);
