import * as aws from "@pulumi/aws";
import { expect } from "chai";
import * as resourcePolicies from "../../../policies/security/resource-policies.ts";
import { itIsAResourceRule, itIsAStackRule } from "../rule-tests.ts";
import { eventBus } from "../sound/messaging.ts";
import { unknown, violations } from "../violations.ts";

const policy = (principal: unknown, more: object = {}) => ({
  policy: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sqs:SendMessage", ...more }],
  }),
});
const open = 'policy allows the principal "*": name accounts, roles or services, or add a condition.';
const conditioned = policy("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } });

itIsAResourceRule(resourcePolicies.queuePolicyBounded, {
  type: "aws:sqs/queuePolicy:QueuePolicy",
  holds: [[policy({ Service: "events.amazonaws.com" })], [conditioned], [policy("*", { Effect: "Deny" })]],
  breaks: [
    [policy("*"), [open]],
    [policy({ AWS: ["*"] }), [open]],
  ],
  unknown: [[{ policy: unknown }, "unjudged"]],
});

itIsAResourceRule(resourcePolicies.topicPolicyBounded, {
  type: "aws:sns/topicPolicy:TopicPolicy",
  holds: [[conditioned]],
  breaks: [[policy("*"), [open]]],
  unknown: [[{ policy: unknown }, "unjudged"]],
});

itIsAResourceRule(resourcePolicies.bucketPolicyBounded, {
  type: "aws:s3/bucketPolicy:BucketPolicy",
  holds: [[policy({ Service: "cloudfront.amazonaws.com" })], [conditioned]],
  breaks: [
    [
      policy("*"),
      ['policy allows the principal "*": name accounts, roles or services; the public reads through CloudFront.'],
    ],
  ],
  unknown: [[{ policy: unknown }, "unjudged"]],
});

itIsAResourceRule(resourcePolicies.keyPolicyBounded, {
  type: "aws:kms/key:Key",
  holds: [[{ policy: undefined }], [conditioned]],
  breaks: [
    [policy("*"), [open]],
    [policy({ AWS: "*" }), [open]],
  ],
  unknown: [[{ policy: unknown }, "unjudged"]],
});

describe("policies within a resource, and those that are resources of their own", () => {
  it("are judged alike", async () => {
    const queue = { type: "aws:sqs/queue:Queue", name: "bookings", inputs: policy("*") };
    expect(await violations(resourcePolicies.queuePolicyBounded, queue)).to.deep.equal([open]);
    const topic = { type: "aws:sns/topic:Topic", name: "orders", inputs: policy("*") };
    expect(await violations(resourcePolicies.topicPolicyBounded, topic)).to.deep.equal([open]);
    const keyPolicy = { type: "aws:kms/keyPolicy:KeyPolicy", name: "data", inputs: policy("*") };
    expect(await violations(resourcePolicies.keyPolicyBounded, keyPolicy)).to.deep.equal([open]);
  });
});

const unsaid = "no aws.cloudwatch.EventBusPolicy belongs to it: add one that names who may send.";

itIsAStackRule(resourcePolicies.eventBusPolicy, {
  holds: [
    [
      () => {
        const { name: eventBusName } = new aws.cloudwatch.EventBus("orders", {});
        new aws.cloudwatch.EventPermission("orders", { eventBusName, principal: "123456789012", statementId: "shop" });
      },
    ],
  ],
  breaks: [[() => eventBus("orders", false), [[unsaid, "orders"]]]],
  unknown: [
    [() => eventBus("orders"), []],
    [() => eventBus("orders", false), [unsaid]],
  ],
});
