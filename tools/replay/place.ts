import { z } from "zod";
import { localContract } from "../local-contract.ts";
import type { Access } from "../local-contract.ts";

/** Where the archive and the queue of a region are, and as whom they are reached. */
export interface ReplayPlace extends Access {
  readonly bucket: string;
  readonly queueUrl: string;
}

const outputs = z.looseObject({ archiveBucketName: z.string(), bookingsQueueUrl: z.url() });

/**
 * The archive and the queue of a region: of the machine that runs here if there is one, else of AWS.
 *
 * @throws Error if the machine has no such region, or it is not known where they are
 */
export function replayPlaceOf(
  region: string,
  { bucket, queueUrl }: { readonly bucket?: string | undefined; readonly queueUrl?: string | undefined },
): ReplayPlace {
  const local = localContract(region);
  const exported = outputs.safeParse(local?.outputs).data;
  const given = { bucket: bucket ?? exported?.archiveBucketName, queueUrl: queueUrl ?? exported?.bookingsQueueUrl };
  if (given.bucket === undefined || given.queueUrl === undefined) {
    throw new Error(
      "--bucket and --queue are needed: the outputs archiveBucketName and bookingsQueueUrl of the region's stack",
    );
  }
  return { bucket: given.bucket, queueUrl: given.queueUrl, ...local?.access };
}
