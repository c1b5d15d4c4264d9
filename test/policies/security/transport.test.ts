import * as aws from "@pulumi/aws";
import * as transport from "../../../policies/security/transport.ts";
import { itIsAResourceRule, itIsAStackRule } from "../rule-tests.ts";
import { document, tlsOnly } from "../sound/documents.ts";
import { queue, queuePolicy, topic } from "../sound/messaging.ts";
import { bucket } from "../sound/storage.ts";
import { unknown } from "../violations.ts";

const plain =
  'no policy of it refuses plain HTTP: add a statement that denies everybody what has the condition Bool aws:SecureTransport "false".';
const allow = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: "*",
};
const fixed = JSON.stringify({ Statement: [tlsOnly("arn:aws:sqs:eu-west-1:123456789012:bookings")] });

itIsAStackRule(transport.queueTlsOnly, {
  holds: [[() => queue("bookings", { policy: fixed }, ["policy"])]],
  breaks: [
    [() => queue("bookings", {}, ["policy"]), [[plain, "bookings"]]],
    [() => queuePolicy("bookings", queue("bookings", {}, ["policy"]), document(allow)), [[plain, "bookings"]]],
    [
      () => {
        const halfway = { ...tlsOnly("*"), Principal: { AWS: "arn:aws:iam::123456789012:root" } };
        queuePolicy("bookings", queue("bookings", {}, ["policy"]), document(halfway));
      },
      [[plain, "bookings"]],
    ],
  ],
  unknown: [
    [() => queue("bookings", { policy: fixed }, ["policy"]), "unjudged"], // its dead-letter queue's policy holds an ARN
    [() => new aws.sqs.Queue("bookings", { policy: fixed }), []],
    [() => new aws.sqs.Queue("bookings", {}), [plain]],
    [() => queue("bookings", {}, ["policy"]), "unjudged"],
  ],
});

itIsAStackRule(transport.topicTlsOnly, {
  holds: [[() => new aws.sns.Topic("orders", { policy: fixed })]],
  breaks: [
    [() => new aws.sns.Topic("orders", {}), [[plain, "orders"]]],
    [() => topic("orders", { policy: fixed }, () => document(allow)), [[plain, "orders"]]],
  ],
  unknown: [
    [() => new aws.sns.Topic("orders", {}), [plain]],
    [() => topic("orders"), "unjudged"],
  ],
});

itIsAStackRule(transport.bucketTlsOnly, {
  breaks: [[() => bucket("pages", {}, ["policy"]), [[plain, "pages"]]]],
  unknown: [
    [() => bucket("pages", {}, ["policy"]), [plain]],
    [() => bucket("pages"), "unjudged"],
  ],
});

itIsAResourceRule(transport.domainTls, {
  type: "aws:apigateway/domainName:DomainName",
  holds: [[{ securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" }]],
  breaks: [
    [{ securityPolicy: undefined }, ['securityPolicy is not set: set it to "TLS_1_2".']],
    [{ securityPolicy: "TLS_1_0" }, ['securityPolicy is TLS_1_0: set it to "TLS_1_2".']],
  ],
  unknown: [[{ securityPolicy: unknown }, "unjudged"]],
});
