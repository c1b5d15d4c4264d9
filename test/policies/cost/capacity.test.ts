import * as aws from "@pulumi/aws";
import * as capacity from "../../../policies/cost/capacity.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { bucket, table } from "../sound/storage.ts";
import { unknown } from "../violations.ts";

const provisioned = { billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 };
const fixed = (missing: string) =>
  `billingMode is PROVISIONED, and no aws.appautoscaling.Target scales its ${missing}: set it to "PAY_PER_REQUEST", or add them.`;

function scale({ name }: aws.dynamodb.Table, ...dimensions: string[]) {
  for (const dimension of dimensions) {
    new aws.appautoscaling.Target(dimension, {
      serviceNamespace: "dynamodb",
      scalableDimension: `dynamodb:table:${dimension}CapacityUnits`,
      resourceId: name.apply((of) => `table/${of}`),
      minCapacity: 1,
      maxCapacity: 100,
    });
  }
}

itIsAStackRule(capacity.tableCapacity, {
  holds: [
    [
      () => {
        scale(table("ledger", provisioned), "Read", "Write");
      },
    ],
  ],
  breaks: [
    [
      () => table("ledger", { billingMode: undefined }),
      [[fixed("ReadCapacityUnits and WriteCapacityUnits"), "ledger"]],
    ],
    [
      () => {
        scale(table("ledger", provisioned), "Read");
        table("other", provisioned);
      },
      [
        [fixed("WriteCapacityUnits"), "ledger"],
        [fixed("ReadCapacityUnits and WriteCapacityUnits"), "other"],
      ],
    ],
  ],
  unknown: [
    [
      () => {
        scale(table("ledger", provisioned), "Read", "Write");
      },
      [],
    ],
    [() => table("ledger", provisioned), [fixed("ReadCapacityUnits and WriteCapacityUnits")]],
    [() => table("ledger", { billingMode: later("PAY_PER_REQUEST") }), "unjudged"],
  ],
});

const type = "aws:lambda/function:Function";

itIsAResourceRule(capacity.functionArm64, {
  type,
  breaks: [[{ architectures: undefined }, ['architectures is []: set it to ["arm64"].']]],
  unknown: [[{ architectures: unknown }, "unjudged"]],
});

itIsAResourceRule(capacity.functionMemory, {
  type,
  holds: [[{ memorySize: undefined }], [{ memorySize: 10_240 }, { maximumMegabytes: 10_240 }]],
  breaks: [
    [{ memorySize: 4096 }, ["memorySize is 4096: set it to 3008 or less."]],
    [{}, ["memorySize is 512: set it to 256 or less."], { maximumMegabytes: 256 }],
  ],
  unknown: [[{ memorySize: unknown }, "unjudged"]],
});

itIsAResourceRule(capacity.functionTimeout, {
  type,
  holds: [[{ timeout: undefined }], [{ timeout: 900 }, { maximumSeconds: 900 }]],
  breaks: [
    [{ timeout: 301 }, ["timeout is 301: set it to 300 or less, and cut the work in parts."]],
    [{}, ["timeout is 10: set it to 5 or less, and cut the work in parts."], { maximumSeconds: 5 }],
  ],
  unknown: [[{ timeout: unknown }, "unjudged"]],
});

const endless = "no aws.s3.BucketLifecycleConfiguration belongs to it: add one.";

itIsAStackRule(capacity.bucketLifecycle, {
  breaks: [[() => bucket("pages", {}, ["lifecycle"]), [[endless, "pages"]]]],
  unknown: [
    [() => bucket("pages"), []],
    [() => bucket("pages", {}, ["lifecycle"]), [endless]],
  ],
});
