import { gunzipSync } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { running } from "./running.ts";

/** All lines of a region's archive, as they lie there, with the key of the object that holds them. */
export async function archivedLines(region: string): Promise<{ key: string; line: string }[]> {
  const { machine, outputs, regions } = await running();
  await machine.region(region).firehose.settled();
  const { endpoint } = regions[region] ?? { endpoint: "" };
  const client = new S3Client({ region, endpoint, credentials: machine.iam.operator, forcePathStyle: true });
  const Bucket = String(outputs[region]?.archiveBucketName);
  const lines: { key: string; line: string }[] = [];
  try {
    for await (const { Contents: objects = [] } of paginateListObjectsV2({ client }, { Bucket })) {
      for (const { Key: key = "" } of objects) {
        const { Body: body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        const text = gunzipSync((await body?.transformToByteArray()) ?? Buffer.of()).toString();
        lines.push(
          ...text
            .trim()
            .split("\n")
            .map((line) => ({ key, line })),
        );
      }
    }
  } finally {
    client.destroy();
  }
  return lines;
}
