import type { S3Client } from "@aws-sdk/client-s3";
import type { Table } from "../../runtime/table.ts";
import type { SendSteps } from "../step-queue.ts";

/** What the steps of a report need from outside. */
export interface Site {
  readonly table: Table;
  readonly region: string;
  readonly bucket: Bucket;
  readonly send: SendSteps;
  /** Code of the currency that prices are in. */
  readonly currency: string;
  readonly now: () => Date;
}

/** Where the files of reports lie. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}
