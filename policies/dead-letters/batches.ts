import * as aws from "@pulumi/aws";
import { sourceOf } from "../framework/event-source.ts";
import { on, resourceRule } from "../framework/rule.ts";
import { integer } from "../framework/settings.ts";
import { isSet } from "../framework/unknown.ts";

const partial = "ReportBatchItemFailures";

export const eventSourcePartialFailures = resourceRule(
  {
    name: "event-source-partial-failures",
    level: "mandatory",
    dev: "remediate",
    what: "An event source mapping of a queue or stream reports which items of a batch failed",
    why: "A batch that fails as a whole is repeated as a whole, also the items that were done.",
    controls: [],
  },
  on(
    aws.lambda.EventSourceMapping,
    (mapping, { report }) => {
      const found = mapping.functionResponseTypes ?? [];
      if (found.includes(partial) || sourceOf(mapping) === "other") return;
      report(
        `functionResponseTypes is ${JSON.stringify(found)}: one failed item repeats its whole batch. Add "${partial}".`,
      );
    },
    (mapping) => {
      const found = mapping.functionResponseTypes ?? [];
      if (found.includes(partial) || sourceOf(mapping) === "other") return false;
      mapping.functionResponseTypes = [...found, partial];
      return true;
    },
  ),
);

export const streamFailureDestination = resourceRule(
  {
    name: "stream-failure-destination",
    level: "mandatory",
    what: "An event source mapping of a stream names where records go that failed for good",
    why: "What was given up is gone with the stream's 24 hours, and nobody learns which records it was.",
    controls: ["cdk-nag Serverless-LambdaEventSourceMappingDestination"],
  },
  on(aws.lambda.EventSourceMapping, (mapping, { report }) => {
    if (sourceOf(mapping) !== "stream" || isSet(mapping.destinationConfig?.onFailure, "destinationArn")) return;
    report("destinationConfig.onFailure.destinationArn is not set: name a queue or topic.");
  }),
);

export const streamRetriesBounded = resourceRule(
  {
    name: "stream-retries-bounded",
    level: "mandatory",
    what: "An event source mapping of a stream bounds the retries and the age of a record, and halves a batch that fails",
    why: "One record that always fails holds up its shard for as long as the stream keeps it.",
    controls: [],
    settings: {
      maximumRetries: integer("Most retries of a batch", 100, { minimum: 0, maximum: 10_000 }),
      maximumAgeSeconds: integer("Greatest age of a record, in seconds", 86_400, { minimum: 60, maximum: 604_800 }),
    },
  },
  on(aws.lambda.EventSourceMapping, (mapping, { settings: { maximumRetries, maximumAgeSeconds }, report }) => {
    if (sourceOf(mapping) !== "stream") return;
    const { maximumRetryAttempts: retries = -1, maximumRecordAgeInSeconds: age = -1 } = mapping;
    if (retries < 0 || retries > maximumRetries) {
      report(`maximumRetryAttempts is ${retries < 0 ? "endless" : retries}: set it to 0 to ${maximumRetries}.`);
    }
    if (age < 0 || age > maximumAgeSeconds) {
      report(`maximumRecordAgeInSeconds is ${age < 0 ? "endless" : age}: set it to 60 to ${maximumAgeSeconds}.`);
    }
    if (mapping.bisectBatchOnFunctionError !== true) {
      report("bisectBatchOnFunctionError is not true: set it, so that the record at fault is found.");
    }
  }),
);
