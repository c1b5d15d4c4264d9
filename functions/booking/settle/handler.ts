import { SQSClient } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { ClaimRequest } from "../../ledger/claim.ts";
import type { Item } from "../../ledger/store.ts";
import { settle } from "../../operations/settle.ts";
import { beat } from "../../operations/site.ts";
import { rebalance } from "../../operations/transfers.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { logger, observed, traced, tracer } from "../../runtime/observability.ts";
import { claimMessage } from "../message.ts";
import { queueSender } from "../queue.ts";
import { siteOf } from "../site.ts";
import { variables } from "./environment.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);
const site = siteOf(environment);
const send = queueSender(tracer.captureAWSv3Client(new SQSClient({})), environment.QUEUE_URL);

/** The event of the schedule by which the region says that it is alive. */
interface Heartbeat {
  readonly heartbeat: true;
}

async function handle(event: DynamoDBStreamEvent | Heartbeat): Promise<DynamoDBBatchResponse> {
  if (!("heartbeat" in event)) return await settleRecords(event.Records);
  await beat(site);
  return { batchItemFailures: [] };
}

/** One record after the other, up to the first that fails: from there on they are delivered again. */
async function settleRecords(records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> {
  const slots = new Map<string, DynamoDBRecord>();
  try {
    for (const record of records) {
      const slotId = await guarded(record, () => settleRecord(record));
      if (slotId !== undefined && !slots.has(slotId)) slots.set(slotId, record);
    }
    for (const [slotId, record] of slots) await guarded(record, () => rebalance(site, slotId));
    return { batchItemFailures: [] };
  } catch (error) {
    if (!(error instanceof RecordFailed)) throw error;
    // A slot whose turn did not come is named by a record that comes before the one that failed, or is that one.
    const first = records.find((record) => record === error.record || [...slots.values()].includes(record));
    return { batchItemFailures: [{ itemIdentifier: (first ?? error.record).dynamodb?.SequenceNumber ?? "" }] };
  }
}

async function settleRecord({ dynamodb }: DynamoDBRecord): Promise<string | undefined> {
  if (dynamodb?.NewImage === undefined) return undefined; // deleted: nothing follows from that
  const item = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>) as Item;
  return await traced("settle", { item: item.sk }, () => settle(site, item, enqueue));
}

async function enqueue(request: ClaimRequest): Promise<void> {
  const { bookingId, part, correlationId } = request;
  await send(claimMessage(request, site.now()), correlationId);
  logger.info("booking taken on", { bookingId, part, correlationId });
}

class RecordFailed extends Error {
  override readonly name = "RecordFailed";
  constructor(
    readonly record: DynamoDBRecord,
    cause: unknown,
  ) {
    super("a record was not settled", { cause });
  }
}

async function guarded<Value>(record: DynamoDBRecord, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const keys = { sequenceNumber: record.dynamodb?.SequenceNumber };
    logger.createChild({ persistentKeys: keys }).error("record not settled", cause);
    tracer.addErrorAsMetadata(cause);
    throw new RecordFailed(record, cause);
  }
}

/** Consumes the stream of the table: does what follows here from what other regions have written. */
export const handler = observed(handle);
