import * as aws from "@pulumi/aws";
import * as queues from "../../../policies/dead-letters/queues.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { lambda, queueConsumer } from "../sound/compute.ts";
import { deadLetters, queue, redrive, schedule, subscription } from "../sound/messaging.ts";
import { unknown } from "../violations.ts";

const lost =
  "redrivePolicy is not set: give it a dead-letter queue, or say by an aws.sqs.RedriveAllowPolicy that it is one.";

itIsAStackRule(queues.queueRedrive, {
  holds: [
    [() => deadLetters("dead")],
    [() => deadLetters("dead", { redriveAllowPolicy: '{"redrivePermission":"allowAll"}' }, ["allowance"])],
    [() => queue("bookings", { redrivePolicy: redrive(deadLetters("dead", {}, ["allowance"])) })],
    [() => schedule("cleaning", { deadLetterConfig: { arn: deadLetters("undelivered", {}, ["allowance"]).arn } })],
    [
      () => {
        const { url: queueUrl } = queue("bookings", { redrivePolicy: undefined });
        new aws.sqs.RedrivePolicy("bookings", { queueUrl, redrivePolicy: redrive(deadLetters("dead")) });
      },
    ],
    [
      () => {
        const targetArn = deadLetters("failed", {}, ["allowance"]).arn;
        lambda("publish", { deadLetterConfig: { targetArn } });
      },
    ],
  ],
  breaks: [
    [() => queue("bookings", { redrivePolicy: undefined }), [[lost, "bookings"]]],
    [() => queue("bookings", { redrivePolicy: "" }), [[lost, "bookings"]]],
    [
      () => {
        const { arn } = queue("bookings", { redrivePolicy: undefined });
        schedule("cleaning", { arn }); // it delivers there, which makes it no dead-letter queue
      },
      [[lost, "bookings"]],
    ],
  ],
  unknown: [
    [() => queue("bookings"), []],
    [() => queue("bookings", { redrivePolicy: redrive(deadLetters("dead", {}, ["allowance"])) }), []],
    [() => subscription("partners"), []],
    [() => schedule("cleaning", { deadLetterConfig: { arn: deadLetters("dead", {}, ["allowance"]).arn } }), []],
    [() => queue("bookings", { redrivePolicy: undefined }), [lost]],
  ],
});

const tries = (found: string, minimum = 2, maximum = 10) =>
  `redrivePolicy.maxReceiveCount is ${found}: set a whole number from ${minimum} to ${maximum}.`;

itIsAResourceRule(queues.redriveCount, {
  type: "aws:sqs/queue:Queue",
  holds: [
    [{ redrivePolicy: undefined }],
    [{ redrivePolicy: '{"maxReceiveCount":"5"}' }],
    [{ redrivePolicy: '{"maxReceiveCount":50}' }, { maximum: 100 }],
  ],
  breaks: [
    [{ redrivePolicy: '{"maxReceiveCount":1}' }, [tries("1")]],
    [{ redrivePolicy: '{"maxReceiveCount":1000}' }, [tries("1000")]],
    [{ redrivePolicy: '{"deadLetterTargetArn":"arn"}' }, [tries("not set")]],
    [{ redrivePolicy: "no JSON" }, [tries("not set")]],
    [{ redrivePolicy: '{"maxReceiveCount":4}' }, [tries("4", 5, 6)], { minimum: 5, maximum: 6 }],
  ],
  unknown: [[{ redrivePolicy: unknown }, "unjudged"]],
});

const short = (seconds: number, kept: number) =>
  `messageRetentionSeconds is ${seconds}, and ${kept} on its dead-letter queue dead: let that keep longer, at most 1209600.`;

itIsAStackRule(queues.deadLetterRetention, {
  breaks: [
    [
      () => queue("bookings", { redrivePolicy: redrive(deadLetters("dead", { messageRetentionSeconds: undefined })) }),
      [[short(345_600, 345_600), "bookings"]],
    ],
    [
      () => queue("bookings", { redrivePolicy: redrive(deadLetters("dead")), messageRetentionSeconds: 1_209_600 }),
      [[short(1_209_600, 1_209_600), "bookings"]],
    ],
  ],
  unknown: [
    [() => queue("bookings"), []],
    [
      () => queue("bookings", { redrivePolicy: redrive(deadLetters("dead", { messageRetentionSeconds: 60 })) }),
      [short(345_600, 60)],
    ],
    [() => queue("bookings", { messageRetentionSeconds: later(60) }), "unjudged"],
  ],
});

const silent =
  "no alarm watches its ApproximateNumberOfMessagesVisible: add an aws.cloudwatch.MetricAlarm that rings above 0.";

itIsAStackRule(queues.deadLetterAlarm, {
  holds: [[() => queue("bookings", {}, ["alarm"])]],
  breaks: [[() => deadLetters("dead", {}, ["alarm"]), [[silent, "dead"]]]],
  unknown: [
    [() => deadLetters("dead"), []],
    [() => deadLetters("dead", {}, ["alarm"]), [silent]],
  ],
});

const early = (hidden: number, timeout: number, needed: number) =>
  `visibilityTimeoutSeconds of claim is ${hidden}, and ${timeout === 3 ? "quick" : "claim"} may run for ${timeout} s: set it to ${needed} or more.`;

itIsAStackRule(queues.queueVisibilityTimeout, {
  holds: [
    [() => queueConsumer("claim", {}), { times: 6 }],
    [
      () => {
        const { arn: eventSourceArn } = queue("claim", { visibilityTimeoutSeconds: 30 });
        const [quick] = [5, 60].map((timeout) => {
          const { name: functionName, version: functionVersion } = lambda(`for-${timeout}`, { timeout, publish: true });
          return new aws.lambda.Alias(`for-${timeout}`, { name: "live", functionName, functionVersion });
        });
        new aws.lambda.EventSourceMapping("claim", { eventSourceArn, functionName: quick?.arn ?? "" });
      },
    ],
  ],
  breaks: [
    [() => queueConsumer("claim"), [[early(60, 10, 100), "claim"]], { times: 10 }],
    [() => queueConsumer("claim", { maximumBatchingWindowInSeconds: 20 }), [[early(60, 10, 80), "claim"]]],
    [
      () => {
        const { arn: eventSourceArn } = queue("claim", { visibilityTimeoutSeconds: undefined });
        const quick = lambda("quick", { timeout: undefined, publish: true });
        const { name: functionName, version: functionVersion } = quick;
        const live = new aws.lambda.Alias("quick", { functionName, functionVersion });
        new aws.lambda.EventSourceMapping("claim", {
          eventSourceArn,
          functionName: live.arn,
          maximumBatchingWindowInSeconds: 15,
        });
      },
      [[early(30, 3, 33), "claim"]],
    ],
  ],
  unknown: [
    [() => queueConsumer("claim"), []],
    [() => queueConsumer("claim", { maximumBatchingWindowInSeconds: 20 }), [early(60, 10, 80)]],
    [() => queueConsumer("claim", { maximumBatchingWindowInSeconds: later(1) }), "unjudged"],
  ],
});
