import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tlsOnly } from "../permission.ts";
import { rule } from "./guard.ts";

/** Who may publish to a topic, and who hears of it. */
interface TopicSettings {
  keyArn: pulumi.Input<string> | undefined;
  /** Services of this account, or of the one resource that is named. */
  publishers: { sid: string; service: string; sourceArn?: pulumi.Input<string> }[];
  emails: string[];
}

/** Makes a topic that answers over TLS only, to its publishers and to roles that may. */
export function topic(
  name: string,
  { keyArn, publishers, emails }: TopicSettings,
  { region, parent }: { region: pulumi.Input<string> | undefined; parent: pulumi.Resource },
): aws.sns.Topic {
  const made = new aws.sns.Topic(name, { region, kmsMasterKeyId: keyArn }, { parent });
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      ...publishers.map(({ sid, service, sourceArn }) => ({
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sns:Publish",
        Resource: made.arn,
        Condition:
          sourceArn === undefined
            ? { StringEquals: { "aws:SourceAccount": made.owner } }
            : { ArnEquals: { "aws:SourceArn": sourceArn } },
      })),
      tlsOnly("sns:Publish", made.arn),
    ],
  });
  new aws.sns.TopicPolicy(name, { region, arn: made.arn, policy }, { parent });
  for (const endpoint of emails) {
    const subscription = { region, topic: made.arn, protocol: "email", endpoint };
    new aws.sns.TopicSubscription(`${name}-${endpoint}`, subscription, { parent });
  }
  return made;
}

/** A problem for each address that is none. */
export function emailProblems(emails: readonly string[]): (string | undefined)[] {
  return emails.map((email) =>
    rule(!/^[^@\s]+@[^@\s]+$/.test(email), `emails holds "${email}", and must hold addresses`),
  );
}
