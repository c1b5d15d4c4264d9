import * as aws from "@pulumi/aws";
import { statements } from "../framework/document.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { isSet, someIs } from "../framework/unknown.ts";

/** Whether one of the policies refuses what does not come over TLS. */
function refusePlainHttp(policies: readonly (() => unknown)[]): boolean {
  return someIs(policies, (policy) => statements(policy()).some((statement) => statement.refusesPlainHttp));
}

const mend = 'add a statement that denies everybody what has the condition Bool aws:SecureTransport "false".';

export const queueTlsOnly = stackRule(
  {
    name: "queue-tls-only",
    level: "mandatory",
    what: "A queue refuses requests that do not come over TLS",
    why: "Somebody on the way reads what customers sent, or changes it.",
    controls: ["cdk-nag AwsSolutions-SQS4"],
  },
  each(aws.sqs.Queue, (queue, { stack, report }) => {
    const policies = stack.referring(aws.sqs.QueuePolicy, "queueUrl", queue).map(
      ({ props }) =>
        () =>
          props.policy,
    );
    const own = isSet(queue.props, "policy") ? [() => queue.props.policy] : [];
    if (!refusePlainHttp([...policies, ...own])) report(`no policy of it refuses plain HTTP: ${mend}`);
  }),
);

export const topicTlsOnly = stackRule(
  {
    name: "topic-tls-only",
    level: "mandatory",
    what: "A topic refuses messages that do not come over TLS",
    why: "Somebody on the way reads what is published, or changes it.",
    controls: ["cdk-nag AwsSolutions-SNS3"],
  },
  each(aws.sns.Topic, (topic, { stack, report }) => {
    const policies = stack.referring(aws.sns.TopicPolicy, "arn", topic).map(
      ({ props }) =>
        () =>
          props.policy,
    );
    // AWS gives a topic a policy if it has none: what is written in the program is another.
    const own = policies.length === 0 && isSet(topic.props, "policy") ? [() => topic.props.policy] : [];
    if (!refusePlainHttp([...policies, ...own])) report(`no policy of it refuses plain HTTP: ${mend}`);
  }),
);

export const bucketTlsOnly = stackRule(
  {
    name: "bucket-tls-only",
    level: "mandatory",
    what: "A bucket refuses requests that do not come over TLS",
    why: "Somebody on the way reads what lies in it, or changes it.",
    controls: ["FSBP S3.5", "cdk-nag AwsSolutions-S10"],
  },
  each(aws.s3.Bucket, (bucket, { stack, report }) => {
    const policies = stack.referring(aws.s3.BucketPolicy, "bucket", bucket).map(
      ({ props }) =>
        () =>
          props.policy,
    );
    if (!refusePlainHttp(policies)) report(`no policy of it refuses plain HTTP: ${mend}`);
  }),
);

const modern = "TLS_1_2";

export const domainTls = resourceRule(
  {
    name: "domain-tls",
    level: "mandatory",
    dev: "remediate",
    what: "A domain of an API takes TLS 1.2 or newer",
    why: "Older versions are broken: somebody on the way can read and change what is sent.",
    controls: ["CKV_AWS_206"],
  },
  on(
    aws.apigateway.DomainName,
    ({ securityPolicy: found }, { report }) => {
      if (!isModern(found)) report(`securityPolicy is ${found ?? "not set"}: set it to "${modern}".`);
    },
    (domain) => {
      if (isModern(domain.securityPolicy)) return false;
      domain.securityPolicy = modern;
      return true;
    },
  ),
);

/** `TLS_1_2`, or one of the newer names such as `SecurityPolicy_TLS13_1_3_2025_09`. */
function isModern(policy: string | undefined): boolean {
  return policy === modern || (policy?.startsWith("SecurityPolicy_TLS") ?? false);
}
