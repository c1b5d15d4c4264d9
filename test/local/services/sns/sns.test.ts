import { expect } from "chai";
import { Endpoint } from "../../../../local/endpoint/endpoint.ts";
import { Iam } from "../../../../local/services/iam/iam.ts";
import { Sns } from "../../../../local/services/sns/sns.ts";
import { Messaging } from "../../../../local/services/sqs/messaging.ts";
import { Sqs } from "../../../../local/services/sqs/sqs.ts";
import { policy, trust } from "../../iam-documents.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";

const region = "eu-west-1";

describe("Sns behind an endpoint", () => {
  const iam = new Iam();
  let endpoint: Endpoint;
  let messaging: Messaging;
  let sqs: Sqs;
  let sns: Sns;
  let topicArn: string;

  beforeEach(async () => {
    endpoint = await Endpoint.listen({ region, iam });
    messaging = new Messaging(region);
    sqs = new Sqs({ region, messaging, endpointUrl: endpoint.url, measurements: new RecordedMeasurements() });
    sns = new Sns({ region, messaging });
    endpoint.register(sns);
    topicArn = await sns.createTopic("alarms", {});
  });

  afterEach(async () => {
    await endpoint.close();
    await sqs.close();
    await messaging.close();
  });

  /** A call as an SDK makes it: a signed form. */
  async function call(parameters: Record<string, string>, accessKeyId = iam.operator.accessKeyId) {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/sns/aws4_request, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ Version: "2010-03-31", ...parameters }),
    });
    return { status: response.status, xml: await response.text() };
  }

  async function received(queueName: string): Promise<string[]> {
    const answer = await messaging.sqsAnswer("ReceiveMessage", {
      QueueUrl: sqs.queues.urlOf(queueName),
      MaxNumberOfMessages: 10,
    });
    return ((answer.Messages ?? []) as { Body: string }[]).map(({ Body }) => Body);
  }

  async function subscribe(attributes: Record<string, string> = {}): Promise<string> {
    const { arn: endpointArn } = await sqs.queues.create("notices", {});
    return sns.subscribe({ topicArn, protocol: "sqs", endpoint: endpointArn, attributes });
  }

  async function failure(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
      () => Promise.reject(new Error("the call did not fail")),
      (error: unknown) => error as Error,
    );
  }

  it("delivers what the machine publishes, with its subject, to the queue that is subscribed", async () => {
    await subscribe();
    const messageId = await sns.publish(topicArn, "ALARM: old messages", 'the "dead-letter" queue <holds> 1 & more');
    const [body = ""] = await received("notices");
    expect(JSON.parse(body)).to.include({
      Type: "Notification",
      MessageId: messageId,
      TopicArn: topicArn,
      Subject: "ALARM: old messages",
      Message: 'the "dead-letter" queue <holds> 1 & more',
    });
  });

  it("delivers raw what a client publishes, if the subscription says so", async () => {
    await subscribe({ RawMessageDelivery: "true" });
    const { status, xml } = await call({ Action: "Publish", TopicArn: topicArn, Message: "plain" });
    expect(status).to.equal(200);
    expect(xml).to.include("<MessageId>");
    expect(await received("notices")).to.eql(["plain"]);
  });

  it("needs sns:Publish on the topic, and answers a denial in XML", async () => {
    const { arn } = iam.putRole({ name: "notifier", assumeRolePolicy: trust });
    const { accessKeyId } = iam.credentials(arn);
    const publish = { Action: "Publish", TopicArn: topicArn, Message: "x" };
    const denied = await call(publish, accessKeyId);
    expect(denied.status).to.equal(403);
    expect(denied.xml)
      .to.include("<Code>AuthorizationError</Code>")
      .and.include(`sns:Publish on resource: ${topicArn}`);
    await sns.setTopicAttribute(
      topicArn,
      "Policy",
      policy("Allow", "sns:Publish", topicArn, { Principal: { AWS: arn } }),
    );
    expect((await call(publish, accessKeyId)).status).to.equal(200);
    await sns.setTopicAttribute(topicArn, "Policy", "");
    expect((await call(publish, accessKeyId)).status).to.equal(403);
    iam.putRolePolicy("notifier", "publish", policy("Allow", "sns:Publish", topicArn));
    expect((await call(publish, accessKeyId)).status).to.equal(200);
  });

  it("asks for a policy that a client puts as for any other", async () => {
    const denial = policy("Deny", "sns:Publish", topicArn, { Principal: "*" });
    const put = { Action: "SetTopicAttributes", TopicArn: topicArn, AttributeName: "Policy" };
    expect((await call({ ...put, AttributeValue: denial })).status).to.equal(200);
    const { arn } = iam.putRole({ name: "publisher", assumeRolePolicy: trust });
    iam.putRolePolicy("publisher", "publish", policy("Allow", "sns:*", "*"));
    const { xml } = await call(
      { Action: "Publish", TopicArn: topicArn, Message: "x" },
      iam.credentials(arn).accessKeyId,
    );
    expect(xml).to.include("with an explicit deny in a resource-based policy");
    expect((await call({ ...put, AttributeValue: "{" })).xml).to.include("MalformedPolicyDocument");
  });

  it("refuses a subscription by any protocol but sqs, and names it, whoever asks", async () => {
    const asked = { topicArn, protocol: "email", endpoint: "ops@example.com", attributes: {} };
    expect((await failure(sns.subscribe(asked))).message).to.include("no subscription by email");
    const { status, xml } = await call({
      Action: "Subscribe",
      TopicArn: topicArn,
      Protocol: "email",
      Endpoint: "ops@example.com",
    });
    expect(status).to.equal(400);
    expect(xml).to.include("no subscription by email");
  });

  it("refuses a queue of another region, which it could not deliver to", async () => {
    const endpointArn = "arn:aws:sqs:us-east-1:000000000000:notices";
    const error = await failure(sns.subscribe({ topicArn, protocol: "sqs", endpoint: endpointArn, attributes: {} }));
    expect(error.message).to.include(endpointArn).and.include("must begin with arn:aws:sqs:eu-west-1");
  });

  it("refuses what it does not know: a topic, an operation, a missing parameter", async () => {
    const ghost = `${topicArn}-ghost`;
    expect((await failure(sns.publish(ghost, "s", "m"))).name).to.equal("NotFound");
    expect(await sns.topic(ghost)).to.equal(undefined);
    expect((await call({ Action: "CheckIfPhoneNumberIsOptedOut" })).xml).to.include("<Code>InvalidAction</Code>");
    expect((await call({ Action: "Publish", Message: "x" })).xml).to.include("Publish needs TopicArn");
  });
});
