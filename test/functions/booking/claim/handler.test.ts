import type { SQSBatchResponse } from "aws-lambda";
import { expect } from "chai";
import { claimMessage } from "../../../../functions/booking/message.ts";
import { requestRange } from "../../../../functions/ledger/keys.ts";
import { requestOf } from "../../../../functions/ledger/booking-id.ts";
import { bornWhole } from "../../../../functions/ledger/slot.ts";
import { DynamoDbStore } from "../../../../functions/operations/dynamodb-store.ts";
import { startBus } from "../../events/test-bus.ts";
import type { TestBus } from "../../events/test-bus.ts";
import { sqsRecord } from "../../events.ts";
import { bundle, run } from "../../function.ts";
import type { Bundle, RunningFunction } from "../../function.ts";
import { ireland, noon, requestFor } from "../../ledger/samples.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";
import { startArchive } from "../test-archive.ts";
import type { TestArchive } from "../test-archive.ts";

describe("claiming, as it is deployed", () => {
  let table: TestTable;
  let archive: TestArchive;
  let bus: TestBus;
  let built: Bundle;
  let claim: RunningFunction;
  before(async () => {
    [table, archive, bus, built] = await Promise.all([
      startTable(),
      startArchive(),
      startBus(),
      bundle("booking/claim"),
    ]);
    const slot = { slotId: "s", startsAt: "2100-01-01T09:00:00Z", capacity: 3 };
    await table.put(bornWhole({ slot, item: { itemId: "tour" }, region: ireland }));
    claim = await run(built, {
      ...{ ...table.environment, ...archive.environment, AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url },
      ...{ REGIONS: ireland, MAXIMUM_RECEIVES: "5", BUS_NAME: "berth", ARCHIVE_STREAM: "archive" },
    });
  });
  after(async () => {
    await claim.stop();
    await Promise.all([built.remove(), archive.stop(), bus.stop(), table.stop()]);
  });
  beforeEach(() => {
    archive.calls.length = 0;
    archive.answer = () => ({ RecordId: "1" });
    bus.calls.length = 0;
  });

  const recordOf = (idempotencyKey: string, receives = "1") => {
    const request = requestFor({ idempotencyKey });
    const record = sqsRecord(idempotencyKey, JSON.stringify(claimMessage(request, new Date(noon))), "correlation");
    return { request, record: { ...record, attributes: { ...record.attributes, ApproximateReceiveCount: receives } } };
  };
  const invoke = async (...Records: object[]) => (await claim.invoke({ Records })) as SQSBatchResponse;

  it("archives what it claims", async () => {
    const { record, request } = recordOf("a");
    expect(await invoke(record)).to.deep.equal({ batchItemFailures: [] });
    const [[put] = []] = archive.calls;
    expect(put).to.deep.include({ "detail-type": "BookingRequested" });
    expect(put?.detail.message.bookingId).to.equal(request.bookingId);
  });

  it("claims and archives a basket that was checked out as it does a booking, with the correlation id of the event", async () => {
    const { customerId, bookingId, slots } = requestFor({ idempotencyKey: "basket" });
    const detail = {
      ...{ schema: 1, id: `${bookingId}/checked-out`, version: 1, occurredAt: noon, region: ireland, added: true },
      ...{ correlationId: "checkout", customerId, bookingId, total: 100 },
      lines: slots.map((slot) => ({ ...slot, unitPrice: 100 })),
    };
    const event = (changes: object = {}) =>
      JSON.stringify({
        ...{ version: "0", id: "1", source: "berth.basket", "detail-type": "BasketCheckedOut" },
        detail: { ...detail, ...changes },
      });
    const records = [sqsRecord("good", event()), sqsRecord("broken", event({ lines: "none" }))];
    expect(await invoke(...records)).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "broken" }] });
    const [[put] = []] = archive.calls;
    expect(put?.detail).to.deep.include({ correlationId: "checkout" });
    expect(put?.detail.message.bookingId).to.equal(bookingId);
    const store = new DynamoDbStore(table.client, table.name);
    const [item] = await store.query(requestRange(customerId, requestOf(bookingId)));
    expect(item).to.include({ bookingId, status: "confirmed", correlationId: "checkout" });
    const line = await claim.line((entry) => entry.bookingId === bookingId);
    expect(line).to.include({ message: "message settled", correlationId: "checkout", outcome: "confirmed" });
    expect(await invoke(sqsRecord("again", event()))).to.deep.equal({ batchItemFailures: [] });
    await claim.line((entry) => entry.bookingId === bookingId && entry.outcome === "duplicate");
  });

  it("claims what the archive does not take, and has it delivered again", async () => {
    archive.answer = () => ({ ErrorCode: "ServiceUnavailableException" });
    const { record, request } = recordOf("b");
    expect(await invoke(record)).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "b" }] });
    const store = new DynamoDbStore(table.client, table.name);
    const items = await store.query(requestRange(request.customerId, requestOf(request.bookingId)));
    expect(items.map(({ status }) => status)).to.deep.equal(["confirmed"]);
    archive.answer = () => ({ RecordId: "1" });
    expect(await invoke(record)).to.deep.equal({ batchItemFailures: [] });
    expect(bus.calls, "support has nothing to do").to.deep.equal([]);
  });
});
