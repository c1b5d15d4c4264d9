import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { CompletedPart } from "@aws-sdk/client-s3";
import type { Bucket } from "./site.ts";

/** Size of a part, in bytes: S3 takes no less than 5 MiB, save of the last. */
const partBytes = 8 * 1_048_576;

/** An object of a bucket, which is there, whole, once it is completed; in memory is never more than a part of it. */
export class Upload {
  readonly #bucket: Bucket;
  readonly #name: { readonly Bucket: string; readonly Key: string; readonly UploadId: string };
  readonly #parts: CompletedPart[] = [];
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  private constructor(bucket: Bucket, name: { Key: string; UploadId: string }) {
    this.#bucket = bucket;
    this.#name = { Bucket: bucket.name, ...name };
  }

  /** Begins an object. */
  static async begin(
    bucket: Bucket,
    { key: Key, contentType: ContentType }: { key: string; contentType: string },
  ): Promise<Upload> {
    const command = new CreateMultipartUploadCommand({ Bucket: bucket.name, Key, ContentType });
    const { UploadId = "" } = await bucket.client.send(command);
    return new Upload(bucket, { Key, UploadId });
  }

  /** Adds text to its end. */
  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text, "utf8");
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    while (this.#pendingBytes >= partBytes) await this.#send();
  }

  /** Makes it the object of that key. */
  async complete(): Promise<void> {
    if (this.#pendingBytes > 0) await this.#send();
    const MultipartUpload = { Parts: this.#parts };
    await this.#bucket.client.send(new CompleteMultipartUploadCommand({ ...this.#name, MultipartUpload }));
  }

  /** Forgets what was written. */
  async abort(): Promise<void> {
    await this.#bucket.client.send(new AbortMultipartUploadCommand(this.#name));
  }

  async #send(): Promise<void> {
    const PartNumber = this.#parts.length + 1;
    const pending = Buffer.concat(this.#pending);
    const Body = pending.subarray(0, partBytes);
    this.#pending = [pending.subarray(partBytes)];
    this.#pendingBytes -= Body.length;
    const { ETag } = await this.#bucket.client.send(new UploadPartCommand({ ...this.#name, PartNumber, Body }));
    this.#parts.push({ ETag, PartNumber });
  }
}
