import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { readEnvironment } from "../../runtime/environment.ts";
import { logger, observed, traced, tracer } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { correlationIdOf, stepSender } from "../step-queue.ts";
import { nameOf, stepOf } from "../steps.ts";
import type { Step } from "../steps.ts";
import { doChunk } from "./chunk.ts";
import { variables } from "./environment.ts";
import { merge } from "./merge.ts";
import { plan } from "./plan.ts";
import { reportOf, tryingForTheLastTime } from "./progress.ts";
import type { Site } from "./site.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);
const maximumReceives = Number(environment.MAXIMUM_RECEIVES);

const site: Site = {
  table: { client: documentClient, name: environment.TABLE_NAME },
  region: environment.AWS_REGION,
  bucket: { client: tracer.captureAWSv3Client(new S3Client({})), name: environment.BUCKET_NAME },
  send: stepSender(tracer.captureAWSv3Client(new SQSClient({})), environment.QUEUE_URL),
  currency: environment.CURRENCY,
  now: () => new Date(),
};

/** Each step that fails is delivered again; the last time, the report says which one it is. */
async function work({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const again: SQSRecord[] = [];
  for (const record of records) {
    const line = logger.createChild({
      persistentKeys: { messageId: record.messageId, correlationId: correlationIdOf(record) },
    });
    try {
      const step = stepOf(record);
      line.appendPersistentKeys({ reportId: step.reportId, step: nameOf(step) });
      const annotations = { reportId: step.reportId, correlationId: correlationIdOf(record), step: nameOf(step) };
      await traced("step", annotations, () => done(step, record));
      line.info("step done");
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      line.error("step not done", cause);
      tracer.addErrorAsMetadata(cause);
      again.push(record);
    }
  }
  return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Nothing is left to do for a report that is finished, or forgotten. */
async function done(step: Step, record: SQSRecord): Promise<void> {
  const report = await reportOf(site, step.reportId);
  if (report === undefined || report.finishedAt !== undefined) return;
  const isLastTry = Number(record.attributes.ApproximateReceiveCount) >= maximumReceives;
  if (isLastTry) await tryingForTheLastTime(site, step.reportId, nameOf(step));
  const correlationId = correlationIdOf(record);
  switch (step.kind) {
    case "plan":
      await plan(site, report, { wanted: step.itemIds, correlationId });
      break;
    case "chunk":
      await doChunk(site, report, { step, correlationId });
      break;
    case "merge":
      await merge(site, report);
      break;
  }
}

/** Consumes the queue of reports' steps: plans them, does their chunks, and puts them together. */
export const handler = observed(work);
