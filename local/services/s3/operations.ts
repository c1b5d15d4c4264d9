import { AwsError } from "../../endpoint/aws-error.ts";
import type { RequestLine } from "../../endpoint/protocol.ts";

/** What a call of S3 is about. */
export interface ObjectPath {
  /** Empty if the call names none. */
  readonly bucket: string;
  /** Empty if the call is about the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly of: "bucket" | "object";
  /** Query parameters that tell it from others of its method; all must be there. */
  readonly told?: readonly string[];
  /** A header that tells it from others of its method. */
  readonly header?: string;
  /** The permission that it needs. */
  readonly action: string;
}

/** In the order in which they are tried: what is told by more comes first. */
const operations: readonly Operation[] = [
  { name: "HeadBucket", method: "HEAD", of: "bucket", action: "s3:ListBucket" },
  { name: "ListObjectsV2", method: "GET", of: "bucket", told: ["list-type"], action: "s3:ListBucket" },
  { name: "ListObjects", method: "GET", of: "bucket", action: "s3:ListBucket" },
  { name: "DeleteObjects", method: "POST", of: "bucket", told: ["delete"], action: "s3:DeleteObject" },
  { name: "GetObjectAttributes", method: "GET", of: "object", told: ["attributes"], action: "s3:GetObjectAttributes" },
  { name: "GetObject", method: "GET", of: "object", action: "s3:GetObject" },
  { name: "HeadObject", method: "HEAD", of: "object", action: "s3:GetObject" },
  { name: "UploadPart", method: "PUT", of: "object", told: ["partNumber", "uploadId"], action: "s3:PutObject" },
  { name: "CopyObject", method: "PUT", of: "object", header: "x-amz-copy-source", action: "s3:PutObject" },
  { name: "PutObject", method: "PUT", of: "object", action: "s3:PutObject" },
  { name: "CreateMultipartUpload", method: "POST", of: "object", told: ["uploads"], action: "s3:PutObject" },
  { name: "CompleteMultipartUpload", method: "POST", of: "object", told: ["uploadId"], action: "s3:PutObject" },
  {
    name: "AbortMultipartUpload",
    method: "DELETE",
    of: "object",
    told: ["uploadId"],
    action: "s3:AbortMultipartUpload",
  },
  { name: "DeleteObject", method: "DELETE", of: "object", action: "s3:DeleteObject" },
];

/** Parameters that belong to the operations above; any other, such as `acl` or `versionId`, asks for something else. */
const knownParameters = new Set([
  ...operations.flatMap(({ told = [] }) => told),
  ...["prefix", "delimiter", "marker", "max-keys", "start-after", "continuation-token", "fetch-owner", "x-id"],
]);

/** The bucket and key that a call names, path style: `/bucket/key`. */
export function pathOf(url: string): ObjectPath {
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  const [, bucket = "", key = ""] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  return {
    bucket: decode(bucket),
    key: decode(key),
    query: new URLSearchParams(question < 0 ? "" : url.slice(question + 1)),
  };
}

/** The operation that a call means, or undefined if it is none that this machine knows. */
export function operationOf(
  headers: Readonly<Record<string, string>>,
  { method, url }: RequestLine,
): string | undefined {
  const { bucket, key, query } = pathOf(url);
  const strange = [...query.keys()].some((name) => !knownParameters.has(name) && !/^(x-amz-|response-)/i.test(name));
  if (bucket === "" || strange) return undefined;
  const subject = key === "" ? "bucket" : "object";
  return operations.find(
    (operation) =>
      operation.method === method &&
      operation.of === subject &&
      (operation.told ?? []).every((name) => query.has(name)) &&
      (operation.header === undefined || headers[operation.header] !== undefined),
  )?.name;
}

/** The permission that an operation needs. @throws AwsError NotImplemented */
export function actionOf(operation: string): string {
  const action = operations.find(({ name }) => name === operation)?.action;
  if (action === undefined) throw new AwsError("NotImplemented", `this machine's S3 does not know ${operation}`, 501);
  return action;
}

/** The object that a copy is made of, as `x-amz-copy-source` names it: `bucket/key`, with or without a leading slash. */
export function copySourceOf(header: string): { bucket: string; key: string } {
  const { bucket, key } = pathOf(header.startsWith("/") ? header : `/${header}`);
  return { bucket, key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("InvalidURI", `Couldn't parse the specified URI: ${text}`);
  }
}
