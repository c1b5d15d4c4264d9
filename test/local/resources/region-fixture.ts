import { Endpoint } from "../../../local/endpoint/endpoint.ts";
import type { Region } from "../../../local/region.ts";
import type { Context } from "../../../local/resources/resource-type.ts";
import { Firehose } from "../../../local/services/firehose/firehose.ts";
import { Iam } from "../../../local/services/iam/iam.ts";
import { Logs } from "../../../local/services/logs/logs.ts";
import { S3 } from "../../../local/services/s3/s3.ts";
import { Sns } from "../../../local/services/sns/sns.ts";
import { Messaging } from "../../../local/services/sqs/messaging.ts";
import { Sqs } from "../../../local/services/sqs/sqs.ts";
import { RecordedMeasurements } from "../recorded-measurements.ts";

/** A region with queues, topics, buckets, delivery streams and roles, for the resource types that need no more. */
export interface RegionFixture {
  readonly context: Context;
  readonly messaging: Messaging;
  close(): Promise<void>;
}

/** Starts the region; resources that are given no name are called `auto-name`. */
export async function startRegion(name = "eu-west-1"): Promise<RegionFixture> {
  const iam = new Iam();
  const endpoint = await Endpoint.listen({ region: name, iam });
  const messaging = new Messaging(name);
  const sqs = new Sqs({ region: name, messaging, endpointUrl: endpoint.url, measurements: new RecordedMeasurements() });
  const sns = new Sns({ region: name, messaging });
  const s3 = new S3({ region: name, messaging, iam });
  const firehose = new Firehose({
    region: name,
    iam,
    objects: s3,
    logs: new Logs("never-written"),
    measurements: new RecordedMeasurements(),
    report: () => undefined,
  });
  return {
    messaging,
    context: { region: { name, iam, endpoint, firehose, s3, sqs, sns } as Region, autoName: "auto-name" },
    async close() {
      await endpoint.close();
      await firehose.close();
      await sqs.close();
      await messaging.close();
    },
  };
}

/** The error that a promise ends with; an error itself if it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: unknown) => error as Error,
  );
}
