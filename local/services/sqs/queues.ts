import { z } from "zod";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { PolicyDocument } from "../iam/policy.ts";
import { parsePolicy } from "../iam/policy.ts";
import type { Messaging } from "./messaging.ts";
import { allowsRedriveFrom, parseRedriveAllowPolicy, parseRedrivePolicy } from "./redrive.ts";

/** A queue as it is. */
export interface Queue {
  readonly name: string;
  /** On the region's endpoint, so that a client that takes it for an address finds the endpoint too. */
  readonly url: string;
  readonly arn: string;
  /** By SQS's names, such as `VisibilityTimeout`; those that were never set or were cleared are absent. */
  readonly attributes: Readonly<Record<string, string>>;
}

const attributesAnswer = z.object({ Attributes: z.record(z.string(), z.string()) });
const listAnswer = z.object({ QueueUrls: z.array(z.string()).optional() });

/** The queues of a region, as resources. */
export class Queues {
  readonly #region: string;
  readonly #endpointUrl: string;
  readonly #messaging: Messaging;
  readonly #policies = new Map<string, PolicyDocument>();

  constructor(region: string, endpointUrl: string, messaging: Messaging) {
    this.#region = region;
    this.#endpointUrl = endpointUrl;
    this.#messaging = messaging;
  }

  /** @throws AwsError QueueNameExists if there is one; InvalidAttributeValue for an attribute that SQS refuses. */
  async create(name: string, attributes: Readonly<Record<string, string>>): Promise<Queue> {
    if (!/^[\w-]{1,75}(\.fifo)?$/.test(name)) {
      throw new AwsError("InvalidParameterValue", `queue ${name}: a name has 1 to 80 letters, digits, - or _`);
    }
    if ((await this.read(name)) !== undefined) throw new AwsError("QueueNameExists", `queue ${name} exists already`);
    await this.check(name, attributes);
    await this.#messaging.sqsAnswer("CreateQueue", { QueueName: name, Attributes: attributes });
    this.keepPolicy(name, attributes);
    return this.#existing(name);
  }

  /** The queue of that name, or undefined if there is none. */
  async read(name: string): Promise<Queue | undefined> {
    try {
      const answer = await this.#messaging.sqsAnswer("GetQueueAttributes", {
        QueueUrl: this.urlOf(name),
        AttributeNames: ["All"],
      });
      const set = Object.entries(attributesAnswer.parse(answer).Attributes).filter(([, value]) => value !== "");
      return { name, url: this.urlOf(name), arn: this.arnOf(name), attributes: Object.fromEntries(set) };
    } catch (error) {
      if (error instanceof AwsError && error.name === "QueueDoesNotExist") return undefined;
      throw error;
    }
  }

  /** Sets attributes; an empty text clears one. @throws AwsError as `create`; QueueDoesNotExist. */
  async set(name: string, attributes: Readonly<Record<string, string>>): Promise<Queue> {
    await this.check(name, attributes);
    await this.#messaging.sqsAnswer("SetQueueAttributes", { QueueUrl: this.urlOf(name), Attributes: attributes });
    this.keepPolicy(name, attributes);
    return this.#existing(name);
  }

  /** Removes the queue with its messages; does nothing if it is gone. */
  async delete(name: string): Promise<void> {
    if ((await this.read(name)) === undefined) return;
    await this.#messaging.sqsAnswer("DeleteQueue", { QueueUrl: this.urlOf(name) });
    this.#policies.delete(name);
  }

  /** The names of all queues. */
  async names(): Promise<string[]> {
    const { QueueUrls: urls = [] } = listAnswer.parse(await this.#messaging.sqsAnswer("ListQueues", {}));
    return urls.map(lastSegment);
  }

  /** The policy attached to the queue, or undefined if there is none. */
  policyOf(name: string): PolicyDocument | undefined {
    return this.#policies.get(name);
  }

  /** Sends a message of the machine itself, with attributes that are texts. @throws AwsError QueueDoesNotExist */
  async send(name: string, body: string, attributes: Readonly<Record<string, string>> = {}): Promise<void> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, { DataType: "String", StringValue: value }]),
    );
    await this.#messaging.sqsAnswer("SendMessage", {
      QueueUrl: this.urlOf(name),
      MessageBody: body,
      MessageAttributes,
    });
  }

  urlOf(name: string): string {
    return `${this.#endpointUrl}/${accountId}/${name}`;
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.#region}:${accountId}:${name}`;
  }

  /** @throws AwsError QueueDoesNotExist if the URL is not one of this region's queues. */
  nameOf(url: string): string {
    const name = lastSegment(url);
    if (url === this.urlOf(name)) return name;
    throw new AwsError("QueueDoesNotExist", `The specified queue does not exist: ${url} is none of ${this.#region}`);
  }

  /** Checks the attributes that fauxqs takes as they come. @throws AwsError naming the attribute. */
  async check(name: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    const { Policy: policy = "", RedriveAllowPolicy: allow = "", RedrivePolicy: redrive = "" } = attributes;
    if (policy !== "") parsePolicy(policy, "resource");
    if (allow !== "") parseRedriveAllowPolicy(allow);
    if (redrive === "") return;
    const { deadLetterTargetArn: arn } = parseRedrivePolicy(redrive);
    const target = arn.startsWith(this.arnOf("")) ? await this.read(arn.slice(this.arnOf("").length)) : undefined;
    if (target === undefined) {
      throw new AwsError("InvalidParameterValue", `RedrivePolicy of ${name}: dead letter target ${arn} does not exist`);
    }
    const allowed = target.attributes.RedriveAllowPolicy;
    if (allowed !== undefined && !allowsRedriveFrom(parseRedriveAllowPolicy(allowed), this.arnOf(name))) {
      throw new AwsError("InvalidParameterValue", `RedrivePolicy of ${name}: ${arn} does not allow it as its source`);
    }
  }

  /** Remembers the policy among attributes that SQS has taken. */
  keepPolicy(name: string, { Policy: policy }: Readonly<Record<string, string>>): void {
    if (policy === undefined) return;
    if (policy === "") this.#policies.delete(name);
    else this.#policies.set(name, parsePolicy(policy, "resource"));
  }

  async #existing(name: string): Promise<Queue> {
    const queue = await this.read(name);
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", `queue ${name} does not exist`);
    return queue;
  }
}

function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
