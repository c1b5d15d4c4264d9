import { AwsError } from "../../endpoint/aws-error.ts";
import type { EndpointResponse } from "../../endpoint/service.ts";
import { type PolicyDocument, parsePolicy } from "../iam/policy.ts";
import { textOf, textsOf } from "../sns/xml.ts";
import type { Messaging } from "../sqs/messaging.ts";

interface BucketDefinition {
  readonly name: string;
  /** Whether objects go with the bucket; otherwise one that holds any cannot be deleted. */
  readonly forceDestroy: boolean;
  readonly objectLockEnabled: boolean;
}

/** A bucket as it is. */
export interface Bucket extends BucketDefinition {
  readonly arn: string;
}

interface BucketRecord {
  definition: BucketDefinition;
  policy: PolicyDocument | undefined;
  /** What else a program says of the bucket, by the type of resource that says it. */
  readonly settings: Map<string, Record<string, unknown>>;
}

/** The buckets of a region, as resources. Names are unique in a region only; on AWS they are in the whole world. */
export class Buckets {
  readonly #messaging: Messaging;
  readonly #records = new Map<string, BucketRecord>();

  constructor(messaging: Messaging) {
    this.#messaging = messaging;
  }

  /** @throws AwsError BucketAlreadyOwnedByYou; InvalidBucketName */
  async create(definition: BucketDefinition): Promise<Bucket> {
    const { name } = definition;
    if (this.#records.has(name)) {
      throw new AwsError("BucketAlreadyOwnedByYou", `the bucket ${name} exists already`, 409);
    }
    accepted(await this.#messaging.s3({ method: "PUT", url: `/${encodeURIComponent(name)}` }));
    this.#records.set(name, { definition, policy: undefined, settings: new Map() });
    return described(definition);
  }

  /** The bucket of that name, or undefined if there is none. */
  read(name: string): Bucket | undefined {
    const definition = this.#records.get(name)?.definition;
    return definition && described(definition);
  }

  /** @throws AwsError NoSuchBucket */
  update(definition: BucketDefinition): Bucket {
    this.#record(definition.name).definition = definition;
    return described(definition);
  }

  /** Removes the bucket, with its objects if it says so; does nothing if it is gone. @throws AwsError BucketNotEmpty */
  async delete(name: string): Promise<string[]> {
    const record = this.#records.get(name);
    if (record === undefined) return [];
    const removed = record.definition.forceDestroy ? await this.#empty(name) : [];
    accepted(await this.#messaging.s3({ method: "DELETE", url: `/${name}` }));
    this.#records.delete(name);
    return removed;
  }

  /** The keys of all objects, in order. @throws AwsError NoSuchBucket */
  async keys(name: string): Promise<string[]> {
    const keys: string[] = [];
    for (let after = ""; ; after = keys.at(-1) ?? "") {
      const query = new URLSearchParams({ "list-type": "2", "start-after": after });
      const body = accepted(await this.#messaging.s3({ method: "GET", url: `/${name}?${query.toString()}` }));
      keys.push(...textsOf(body, "Key"));
      if (textOf(body, "IsTruncated") !== "true") return keys;
    }
  }

  /** The policy attached to the bucket, or undefined if there is none. */
  policyOf(name: string): PolicyDocument | undefined {
    return this.#records.get(name)?.policy;
  }

  /** @throws AwsError NoSuchBucket; MalformedPolicyDocument */
  putPolicy(name: string, text: string): void {
    this.#record(name).policy = parsePolicy(text, "resource");
  }

  /** Does nothing if there is none. */
  deletePolicy(name: string): void {
    const record = this.#records.get(name);
    if (record !== undefined) record.policy = undefined;
  }

  /** What a resource of that type says of the bucket, or undefined if there is none. */
  setting(name: string, type: string): Record<string, unknown> | undefined {
    return this.#records.get(name)?.settings.get(type);
  }

  /** @throws AwsError NoSuchBucket */
  putSetting(name: string, type: string, setting: Record<string, unknown>): void {
    this.#record(name).settings.set(type, setting);
  }

  /** Does nothing if there is none. */
  deleteSetting(name: string, type: string): void {
    this.#records.get(name)?.settings.delete(type);
  }

  async #empty(name: string): Promise<string[]> {
    const keys = await this.keys(name);
    for (const key of keys) {
      accepted(await this.#messaging.s3({ method: "DELETE", url: objectUrl(name, key) }));
    }
    return keys;
  }

  #record(name: string): BucketRecord {
    const record = this.#records.get(name);
    if (record === undefined) throw new AwsError("NoSuchBucket", `The specified bucket does not exist: ${name}`, 404);
    return record;
  }
}

/** The ARN of a bucket, or of an object in it. */
export function arnOf(bucket: string, key?: string): string {
  return `arn:aws:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;
}

/** The path of an object. */
export function objectUrl(bucket: string, key: string): string {
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

/** The body of an answer. @throws AwsError for what S3 refuses */
export function accepted({ status, body }: EndpointResponse): string {
  const xml = body.toString();
  if (status < 300) return xml;
  throw new AwsError(textOf(xml, "Code") ?? "InternalError", textOf(xml, "Message") ?? xml, status);
}

function described(definition: BucketDefinition): Bucket {
  return { ...definition, arn: arnOf(definition.name) };
}
