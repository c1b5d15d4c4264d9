import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { awsQuery } from "../../endpoint/protocol.ts";
import type { AccessRequest, EndpointRequest, EndpointResponse, EndpointService } from "../../endpoint/service.ts";
import type { PolicyDocument } from "../iam/policy.ts";
import { parsePolicy } from "../iam/policy.ts";
import type { Messaging } from "../sqs/messaging.ts";
import { entriesOf, textOf } from "./xml.ts";

interface SnsOptions {
  readonly region: string;
  /** Shared with the region's `Sqs`, whose queues the topics deliver to. */
  readonly messaging: Messaging;
}

/** What a topic's messages are to be sent to. */
interface Subscription {
  readonly topicArn: string;
  /** Only `sqs`. */
  readonly protocol: string;
  /** The ARN of a queue of this region. */
  readonly endpoint: string;
  /** By SNS's names, such as `RawMessageDelivery`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Operations, and the parameter that holds the ARN which they need permission for. */
const resourceParameters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    CreateTopic: "Name",
    DeleteTopic: "TopicArn",
    GetSubscriptionAttributes: "SubscriptionArn",
    GetTopicAttributes: "TopicArn",
    ListSubscriptionsByTopic: "TopicArn",
    ListTagsForResource: "ResourceArn",
    Publish: "TopicArn",
    PublishBatch: "TopicArn",
    SetSubscriptionAttributes: "SubscriptionArn",
    SetTopicAttributes: "TopicArn",
    Subscribe: "TopicArn",
    TagResource: "ResourceArn",
    Unsubscribe: "SubscriptionArn",
    UntagResource: "ResourceArn",
  }),
);

/**
 * A region's SNS, over fauxqs. A topic's policy is asked along with the caller's own. Left out: every protocol but sqs,
 * queues of other regions, phone numbers, the policy of the queue that is delivered to, dead letters of subscriptions
 * (a delivery here fails only if its queue is gone).
 */
export class Sns implements EndpointService {
  readonly name = "sns";
  readonly protocol = awsQuery;
  readonly #region: string;
  readonly #messaging: Messaging;
  readonly #policies = new Map<string, PolicyDocument>();

  constructor({ region, messaging }: SnsOptions) {
    this.#region = region;
    this.#messaging = messaging;
  }

  access({ operation, body }: EndpointRequest): readonly AccessRequest[] {
    if (operation === "ListTopics" || operation === "ListSubscriptions") {
      return [{ action: `sns:${operation}`, resource: "*" }];
    }
    const parameter = resourceParameters.get(operation);
    if (parameter === undefined) {
      throw new AwsError("UnknownOperationException", `this machine's SNS does not know the operation ${operation}`);
    }
    const value = new URLSearchParams(body.toString()).get(parameter);
    if (value === null) throw new AwsError("InvalidParameter", `Invalid parameter: ${operation} needs ${parameter}`);
    const resource = operation === "CreateTopic" ? this.#arnOf(value) : value;
    const action = operation === "PublishBatch" ? "sns:Publish" : `sns:${operation}`;
    return [{ action, resource, resourcePolicy: this.#policies.get(resource) }];
  }

  async handle({ operation, body }: EndpointRequest): Promise<EndpointResponse> {
    const form = new URLSearchParams(body.toString());
    if (operation === "Subscribe") this.#checkTarget(form.get("Protocol") ?? "", form.get("Endpoint") ?? "");
    if (operation === "SetTopicAttributes" && form.get("AttributeName") === "Policy") {
      await this.setTopicAttribute(form.get("TopicArn") ?? "", "Policy", form.get("AttributeValue") ?? "");
    }
    return this.#messaging.sns(body);
  }

  /** The ARN of a new topic. @throws AwsError InvalidParameter for a bad name, or if there is one with other attributes. */
  async createTopic(name: string, attributes: Readonly<Record<string, string>>): Promise<string> {
    if (!/^[\w-]{1,256}$/.test(name)) {
      throw new AwsError("InvalidParameter", `topic ${name}: a name has 1 to 256 letters, digits, - or _`);
    }
    const xml = await this.#messaging.snsAnswer("CreateTopic", { Name: name });
    const arn = textOf(xml, "TopicArn") ?? this.#arnOf(name);
    for (const [attribute, value] of Object.entries(attributes)) await this.setTopicAttribute(arn, attribute, value);
    return arn;
  }

  /** The topic's attributes by SNS's names, or undefined if there is no such topic. */
  async topic(arn: string): Promise<Readonly<Record<string, string>> | undefined> {
    return this.#found("GetTopicAttributes", { TopicArn: arn });
  }

  /** Sets an attribute; an empty text clears it. @throws AwsError NotFound; MalformedPolicyDocument. */
  async setTopicAttribute(arn: string, name: string, value: string): Promise<void> {
    const policy = name === "Policy" && value !== "" ? parsePolicy(value, "resource") : undefined;
    const parameters = { TopicArn: arn, AttributeName: name, AttributeValue: value };
    await this.#messaging.snsAnswer("SetTopicAttributes", parameters);
    if (policy !== undefined) this.#policies.set(arn, policy);
    else if (name === "Policy") this.#policies.delete(arn);
  }

  /** Removes the topic with its subscriptions; does nothing if it is gone. */
  async deleteTopic(arn: string): Promise<void> {
    await this.#messaging.snsAnswer("DeleteTopic", { TopicArn: arn });
    this.#policies.delete(arn);
  }

  /** The ARN of a new subscription. @throws AwsError InvalidParameter naming a protocol or endpoint it cannot serve. */
  async subscribe({ topicArn, protocol, endpoint, attributes }: Subscription): Promise<string> {
    this.#checkTarget(protocol, endpoint);
    const parameters: Record<string, string> = { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint };
    for (const [index, [name, value]] of Object.entries(attributes).entries()) {
      parameters[`Attributes.entry.${index + 1}.key`] = name;
      parameters[`Attributes.entry.${index + 1}.value`] = value;
    }
    const xml = await this.#messaging.snsAnswer("Subscribe", parameters);
    const arn = textOf(xml, "SubscriptionArn");
    if (arn === undefined) throw new AwsError("InternalError", `Subscribe to ${topicArn} gave no ARN`, 500);
    return arn;
  }

  /** The subscription's attributes by SNS's names, or undefined if there is no such subscription. */
  async subscription(arn: string): Promise<Readonly<Record<string, string>> | undefined> {
    return this.#found("GetSubscriptionAttributes", { SubscriptionArn: arn });
  }

  /** Sets an attribute; an empty text clears it. @throws AwsError NotFound. */
  async setSubscriptionAttribute(arn: string, name: string, value: string): Promise<void> {
    const parameters = { SubscriptionArn: arn, AttributeName: name, AttributeValue: value };
    await this.#messaging.snsAnswer("SetSubscriptionAttributes", parameters);
  }

  /** Ends the subscription; does nothing if it is gone. */
  async unsubscribe(arn: string): Promise<void> {
    await this.#messaging.snsAnswer("Unsubscribe", { SubscriptionArn: arn });
  }

  /** The policy attached to the topic, or undefined if there is none. */
  policyOf(topicArn: string): PolicyDocument | undefined {
    return this.#policies.get(topicArn);
  }

  /** Sends a message of the machine itself, such as an alarm's; gives its id. @throws AwsError NotFound. */
  async publish(topicArn: string, subject: string | undefined, message: string): Promise<string> {
    const parameters = { TopicArn: topicArn, Message: message, ...(subject !== undefined && { Subject: subject }) };
    return textOf(await this.#messaging.snsAnswer("Publish", parameters), "MessageId") ?? "";
  }

  #arnOf(topicName: string): string {
    return `arn:aws:sns:${this.#region}:${accountId}:${topicName}`;
  }

  #checkTarget(protocol: string, endpoint: string): void {
    if (protocol !== "sqs") {
      throw new AwsError("InvalidParameter", `this machine delivers to queues only: no subscription by ${protocol}`);
    }
    const prefix = `arn:aws:sqs:${this.#region}:${accountId}:`;
    if (!endpoint.startsWith(prefix)) {
      throw new AwsError("InvalidParameter", `subscription endpoint ${endpoint}: must begin with ${prefix}`);
    }
  }

  async #found(operation: string, parameters: Record<string, string>): Promise<Record<string, string> | undefined> {
    try {
      return entriesOf(await this.#messaging.snsAnswer(operation, parameters));
    } catch (error) {
      if (error instanceof AwsError && error.name === "NotFound") return undefined;
      throw error;
    }
  }
}
