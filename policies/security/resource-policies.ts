import * as aws from "@pulumi/aws";
import { statements } from "../framework/document.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";

/** What is said of a resource's policy that lets everybody in. */
function openings(policy: unknown, mend: string): string[] {
  return statements(policy)
    .filter((statement) => statement.allows && statement.meansEverybody && !statement.hasCondition)
    .map(() => `policy allows the principal "*": ${mend}`);
}

const named = "name accounts, roles or services, or add a condition.";

export const queuePolicyBounded = resourceRule(
  {
    name: "queue-policy-bounded",
    level: "mandatory",
    what: "A queue's policy is not open to everybody",
    why: "Everybody can send messages that its consumer takes for true, or read those of customers.",
    controls: ["FSBP SQS.3", "CKV_AWS_168", "CKV_AWS_387"],
  },
  on(aws.sqs.QueuePolicy, ({ policy }, { report }) => {
    for (const one of openings(policy, named)) report(one);
  }),
  on(aws.sqs.Queue, ({ policy }, { report }) => {
    for (const one of openings(policy, named)) report(one);
  }),
);

export const topicPolicyBounded = resourceRule(
  {
    name: "topic-policy-bounded",
    level: "mandatory",
    what: "A topic's policy is not open to everybody",
    why: "Everybody can publish what its subscribers take for true, or subscribe to what customers do.",
    controls: ["FSBP SNS.4", "CKV_AWS_169"],
  },
  on(aws.sns.TopicPolicy, ({ policy }, { report }) => {
    for (const one of openings(policy, named)) report(one);
  }),
  on(aws.sns.Topic, ({ policy }, { report }) => {
    for (const one of openings(policy, named)) report(one);
  }),
);

export const bucketPolicyBounded = resourceRule(
  {
    name: "bucket-policy-bounded",
    level: "mandatory",
    what: "A bucket's policy is not open to everybody",
    why: "Everybody can read what lies in it, or write what others will read.",
    controls: ["FSBP S3.2", "FSBP S3.3", "FSBP S3.6", "CKV_AWS_70"],
  },
  on(aws.s3.BucketPolicy, ({ policy }, { report }) => {
    const mend = "name accounts, roles or services; the public reads through CloudFront.";
    for (const one of openings(policy, mend)) report(one);
  }),
);

export const keyPolicyBounded = resourceRule(
  {
    name: "key-policy-bounded",
    level: "mandatory",
    what: "A key is not open to everybody",
    why: "A key that everybody may use protects nothing.",
    controls: ["FSBP KMS.5", "CKV_AWS_33"],
  },
  on(aws.kms.Key, ({ policy }, { report }) => {
    for (const one of openings(policy, named)) report(one);
  }),
  on(aws.kms.KeyPolicy, ({ policy }, { report }) => {
    for (const one of openings(policy, named)) report(one);
  }),
);

export const eventBusPolicy = stackRule(
  {
    name: "event-bus-policy",
    level: "mandatory",
    dev: "advisory",
    what: "An event bus has a policy that says who may send to it",
    why: "Without one it follows what each role of the account may do, which nobody sees in one place.",
    controls: ["FSBP EventBridge.3"],
  },
  each(aws.cloudwatch.EventBus, (bus, { stack, report }) => {
    if (stack.referring(aws.cloudwatch.EventBusPolicy, "eventBusName", bus).length > 0) return;
    if (stack.referring(aws.cloudwatch.EventPermission, "eventBusName", bus).length > 0) return;
    report("no aws.cloudwatch.EventBusPolicy belongs to it: add one that names who may send.");
  }),
);
