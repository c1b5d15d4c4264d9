import { AwsError } from "../../endpoint/aws-error.ts";
import type { AccessRequest, EndpointRequest, EndpointResponse, EndpointService } from "../../endpoint/service.ts";
import type { Iam } from "../iam/iam.ts";
import { textsOf } from "../sns/xml.ts";
import type { Messaging } from "../sqs/messaging.ts";
import { askedHeaders } from "./asked-headers.ts";
import { accepted, arnOf, Buckets, objectUrl } from "./buckets.ts";
import { actionOf, copySourceOf, type ObjectPath, pathOf } from "./operations.ts";
import { restXml } from "./rest-xml.ts";
import { StoredBytes } from "./stored-bytes.ts";

interface S3Options {
  readonly region: string;
  /** Shared with the region's `Sqs` and `Sns`; closed by the one who made it. */
  readonly messaging: Messaging;
  readonly iam: Iam;
  /** Most bytes that the region's objects may take, in memory. @default 536870912, 512 MiB */
  readonly capacityBytes?: number;
}

/** An object that a service of this region writes. */
interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
}

/** Largest body of one call, in bytes: fauxqs takes no more than 11 MiB. Larger objects are uploaded in parts. */
export const largestBody = 10 * 1_048_576;

const methods = { DELETE: "DELETE", GET: "GET", HEAD: "HEAD", POST: "POST", PUT: "PUT" } as const;

/** Headers that are about the connection, or about what the endpoint has judged already. */
const ownHeaders = new Set(["authorization", "connection", "content-length", "expect", "host", "transfer-encoding"]);

/**
 * A region's S3, over fauxqs: objects and uploads in parts, path style, which the SDK uses by itself where an endpoint is
 * an IP address. A bucket's policy is asked along with the caller's own.
 *
 * Objects live in memory, up to `capacityBytes`; a region that goes dark keeps them, one that ends loses them. Left out:
 * versions (an object that is overwritten or deleted is gone, also under an object lock), expiry and storage classes,
 * encryption, tags, ACLs, events, access logs, conditional writes, buckets made by calls instead of by a program,
 * virtual hosts, and bodies of more than 10 MiB in one call. Many objects deleted in one call are refused together if one is.
 */
export class S3 implements EndpointService {
  readonly name = "s3";
  readonly protocol = restXml;
  /** The region's buckets, as resources. */
  readonly buckets: Buckets;
  readonly #region: string;
  readonly #messaging: Messaging;
  readonly #iam: Iam;
  readonly #stored: StoredBytes;

  constructor({ region, messaging, iam, capacityBytes = 512 * 1_048_576 }: S3Options) {
    this.#region = region;
    this.#messaging = messaging;
    this.#iam = iam;
    this.#stored = new StoredBytes(capacityBytes);
    this.buckets = new Buckets(messaging);
  }

  access({ operation, url, headers, body }: EndpointRequest): readonly AccessRequest[] {
    const { bucket, key, query } = pathOf(url);
    const action = actionOf(operation);
    const resourcePolicy = this.buckets.policyOf(bucket);
    switch (operation) {
      case "HeadBucket":
      case "ListObjects":
      case "ListObjectsV2":
        return [this.#listing(bucket, query.get("prefix") ?? "")];
      case "DeleteObjects": {
        const keys = textsOf(body.toString(), "Key");
        if (keys.length === 0) throw new AwsError("MalformedXML", "DeleteObjects: the body names no key");
        return keys.map((each) => ({ action, resource: arnOf(bucket, each), resourcePolicy }));
      }
      case "CopyObject": {
        const source = copySourceOf(headers["x-amz-copy-source"] ?? "");
        return [this.#reading(source.bucket, source.key), { action, resource: arnOf(bucket, key), resourcePolicy }];
      }
      case "GetObjectAttributes":
        return [this.#reading(bucket, key), { action, resource: arnOf(bucket, key), resourcePolicy }];
      default:
        return [{ action, resource: arnOf(bucket, key), resourcePolicy }];
    }
  }

  async handle(request: EndpointRequest): Promise<EndpointResponse> {
    const { operation, method, url, headers, body } = request;
    if (body.length > largestBody) {
      throw new AwsError(
        "EntityTooLarge",
        `${operation}: the body has ${body.length} bytes, and may have ${largestBody} on this machine: upload it in parts`,
      );
    }
    const path = pathOf(url);
    const bytes = this.#bytesOf(operation, path, headers, body);
    if (bytes !== undefined) this.#stored.check(bytes.name, bytes.size);
    const passed = Object.entries(headers).filter(([name]) => !ownHeaders.has(name));
    const response = await this.#messaging.s3({
      method: methodNamed(method),
      url,
      headers: Object.fromEntries(passed),
      body: method === "GET" || method === "HEAD" ? undefined : body,
    });
    if (response.status === 404 && path.key !== "") this.#hideAbsence(request.accessKeyId, path);
    if (response.status < 300) this.#account(operation, path, bytes, body);
    if (operation !== "GetObject" || response.status >= 300) return response;
    return { ...response, headers: { ...response.headers, ...askedHeaders(path.query) } };
  }

  /**
   * Writes an object on behalf of a session of a role, as a service of this region does.
   *
   * @throws AccessDenied if the role's policies and the bucket's do not allow it; AwsError NoSuchBucket; InsufficientStorage
   */
  async put(accessKeyId: string, { bucket, key, body, contentType }: NewObject): Promise<void> {
    const access = {
      action: "s3:PutObject",
      resource: arnOf(bucket, key),
      resourcePolicy: this.buckets.policyOf(bucket),
    };
    this.#iam.authorize({ ...access, accessKeyId, region: this.#region });
    this.#stored.check(arnOf(bucket, key), body.length);
    const headers = { "content-type": contentType };
    accepted(await this.#messaging.s3({ method: "PUT", url: objectUrl(bucket, key), headers, body }));
    this.#stored.set(arnOf(bucket, key), body.length);
  }

  /** Removes a bucket, with its objects if it says so; does nothing if it is gone. @throws AwsError BucketNotEmpty */
  async deleteBucket(name: string): Promise<void> {
    for (const key of await this.buckets.delete(name)) this.#stored.delete(arnOf(name, key));
  }

  #listing(bucket: string, prefix: string): AccessRequest {
    const resourcePolicy = this.buckets.policyOf(bucket);
    return { action: "s3:ListBucket", resource: arnOf(bucket), resourcePolicy, context: { "s3:prefix": prefix } };
  }

  #reading(bucket: string, key: string): AccessRequest {
    return { action: "s3:GetObject", resource: arnOf(bucket, key), resourcePolicy: this.buckets.policyOf(bucket) };
  }

  /** Only who may list a bucket learns that it lacks a key; anybody else is refused. @throws AccessDenied */
  #hideAbsence(accessKeyId: string, { bucket, key }: ObjectPath): void {
    this.#iam.authorize({ ...this.#listing(bucket, key), accessKeyId, region: this.#region });
  }

  /** What the operation will add to memory, or undefined if nothing. */
  #bytesOf(
    operation: string,
    { bucket, key, query }: ObjectPath,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
  ): { name: string; size: number } | undefined {
    const name = arnOf(bucket, key);
    switch (operation) {
      case "PutObject":
        return { name, size: body.length };
      case "CopyObject": {
        const source = copySourceOf(headers["x-amz-copy-source"] ?? "");
        return { name, size: this.#stored.of(arnOf(source.bucket, source.key)) };
      }
      case "UploadPart":
        return { name: `${partsOf(query)}${query.get("partNumber") ?? ""}`, size: body.length };
      default:
        return undefined;
    }
  }

  #account(
    operation: string,
    { bucket, key, query }: ObjectPath,
    bytes: { name: string; size: number } | undefined,
    body: Buffer,
  ) {
    if (bytes !== undefined) this.#stored.set(bytes.name, bytes.size);
    if (operation === "CompleteMultipartUpload") {
      this.#stored.set(arnOf(bucket, key), this.#stored.deleteAll(partsOf(query)));
    }
    if (operation === "AbortMultipartUpload") this.#stored.deleteAll(partsOf(query));
    if (operation === "DeleteObject") this.#stored.delete(arnOf(bucket, key));
    if (operation === "DeleteObjects") {
      for (const each of textsOf(body.toString(), "Key")) this.#stored.delete(arnOf(bucket, each));
    }
  }
}

function partsOf(query: URLSearchParams): string {
  return `${query.get("uploadId") ?? ""}#`;
}

function methodNamed(method: string): (typeof methods)[keyof typeof methods] {
  if (method in methods) return methods[method as keyof typeof methods];
  throw new AwsError("MethodNotAllowed", `The specified method is not allowed against this resource: ${method}`, 405);
}
