import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";

/** A log group as it exists on this machine. */
export interface LogGroup {
  readonly name: string;
  /** Days that its lines are kept on AWS; on this machine they are kept until the folder goes. Undefined: for ever. */
  readonly retentionInDays?: number;
  /** The file with its lines, one JSON object a line: `{"timestamp": "…", "message": "…"}`. */
  readonly file: string;
}

interface OpenGroup extends LogGroup {
  stream?: WriteStream;
}

/**
 * CloudWatch Logs of one region: one file a group. There are no streams within a group, no queries and no expiry.
 *
 * @example
 * const logs = new Logs(".berth/eu-west-1/logs");
 * logs.createGroup("/aws/lambda/accept", { retentionInDays: 30 });
 * logs.write("/aws/lambda/accept", "hello"); // in .berth/eu-west-1/logs/aws-lambda-accept.jsonl
 */
export class Logs {
  readonly #groups = new Map<string, OpenGroup>();
  readonly #folder: string;
  #failure: Error | undefined;
  #closed = false;

  /** @param folder where the files go; it is made when missing */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes a group, or changes the retention of one that exists. */
  createGroup(name: string, options: { retentionInDays?: number } = {}): LogGroup {
    const { file = this.#fileOf(name), stream } = this.#groups.get(name) ?? {};
    const group: OpenGroup = { name, file, stream, retentionInDays: options.retentionInDays };
    this.#groups.set(name, group);
    return group;
  }

  /** The group, or undefined if there is none of this name. */
  group(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** Removes a group and its lines; does nothing if it is gone. */
  async deleteGroup(name: string): Promise<void> {
    const group = this.#groups.get(name);
    if (group === undefined) return;
    this.#groups.delete(name);
    if (group.stream !== undefined) await this.#end(group.stream);
    await rm(group.file, { force: true });
  }

  /**
   * Appends a line, after all that were written before. A group that does not exist is made, as Lambda makes the group
   * of a function at its first line. After `close` nothing is written.
   */
  write(groupName: string, line: string): void {
    if (this.#closed) return;
    if (!this.#groups.has(groupName)) this.createGroup(groupName);
    const group = this.#groups.get(groupName);
    if (group === undefined) return;
    group.stream ??= this.#open(group.file);
    group.stream.write(`${JSON.stringify({ timestamp: new Date().toISOString(), message: line })}\n`);
  }

  /**
   * Writes what is still in memory and closes the files.
   *
   * @throws the first error that a write met, such as a full disk
   */
  async close(): Promise<void> {
    this.#closed = true;
    const streams = [...this.#groups.values()].flatMap(({ stream }) => (stream === undefined ? [] : [stream]));
    await Promise.all(streams.map((stream) => this.#end(stream)));
    if (this.#failure !== undefined) throw this.#failure;
  }

  #open(file: string): WriteStream {
    mkdirSync(this.#folder, { recursive: true });
    const stream = createWriteStream(file, { flags: "a" });
    stream.on("error", (error) => {
      this.#failure ??= error;
    });
    return stream;
  }

  async #end(stream: WriteStream): Promise<void> {
    stream.end();
    await finished(stream).catch(() => undefined); // the error is kept by its listener
  }

  /** `/aws/lambda/x` → `aws-lambda-x.jsonl`; two names that come out the same get a hash, so that no line is mixed up. */
  #fileOf(name: string): string {
    const safe = name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|-+$/g, "");
    const file = join(this.#folder, `${safe}.jsonl`);
    const taken = [...this.#groups.values()].some((group) => group.file === file);
    if (!taken && safe !== "") return file;
    return join(this.#folder, `${safe}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}.jsonl`);
  }
}
