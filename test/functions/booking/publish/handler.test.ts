import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { expect } from "chai";
import { newClaim } from "../../../../functions/ledger/claim.ts";
import { allotmentKey } from "../../../../functions/ledger/keys.ts";
import type { Item } from "../../../../functions/ledger/store.ts";
import { startBus } from "../../events/test-bus.ts";
import type { TestBus } from "../../events/test-bus.ts";
import { bundle, run } from "../../function.ts";
import type { Bundle, RunningFunction } from "../../function.ts";
import { ireland, noon, requestFor } from "../../ledger/samples.ts";

const written = Date.parse("2030-01-01T12:00:01.500Z") / 1000;

describe("publishing, as it is deployed", () => {
  let bus: TestBus;
  let built: Bundle;
  let publish: RunningFunction;
  before(async () => {
    bus = await startBus();
    built = await bundle("booking/publish");
    publish = await run(built, {
      ...{ BUS_NAME: "berth", AWS_ENDPOINT_URL: bus.url, AWS_REGION: ireland },
      ...{ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_MAX_ATTEMPTS: "1" },
    });
  });
  after(async () => {
    await publish.stop();
    await built.remove();
    await bus.stop();
  });
  beforeEach(() => {
    bus.calls.length = 0;
    bus.answer = (id) => ({ EventId: id });
  });

  const requests = ["a", "b", "c"].map((idempotencyKey) => requestFor({ idempotencyKey }));
  const [first, second, third] = requests.map((request) => newClaim(request, ireland, noon, { status: "confirmed" }));
  const record = (SequenceNumber: string, after: Item | undefined) => ({
    eventName: after === undefined ? "REMOVE" : "INSERT",
    dynamodb: {
      SequenceNumber,
      ApproximateCreationDateTime: written,
      ...(after && { NewImage: marshall(after) }),
    },
  });
  const invoke = async (...records: object[]) => (await publish.invoke({ Records: records })) as DynamoDBBatchResponse;
  const published = () =>
    bus.calls.flat().map(({ Detail: detail }) => JSON.parse(detail) as { bookingId: string; occurredAt: string });

  it("puts an event for each record from which one follows, in their order", async () => {
    expect(await invoke(record("1", first), record("2", undefined), record("3", second))).to.deep.equal({
      batchItemFailures: [],
    });
    expect(published().map(({ bookingId }) => bookingId)).to.deep.equal([first?.bookingId, second?.bookingId]);
    expect(published()[0]?.occurredAt).to.equal("2030-01-01T12:00:01.500Z");
    expect(bus.calls[0]?.[0]).to.include({ EventBusName: "berth", DetailType: "BookingConfirmed" });
    const line = await publish.line(({ message }) => message === "event published");
    expect(line).to.include({ event: "BookingConfirmed", correlationId: "correlation" });
  });

  it("says of an allotment that a batch has changed twice only what is left in the end", async () => {
    const change = (SequenceNumber: string, shard: number, unsold: number) => {
      const item = {
        ...allotmentKey("tour-1", ireland, shard),
        slotId: "tour-1",
        region: ireland,
        shard,
        held: 9,
        unsold,
      };
      const { pk, sk } = item;
      const [NewImage, Keys] = [marshall(item), marshall({ pk, sk })];
      return {
        eventName: "MODIFY",
        dynamodb: { SequenceNumber, ApproximateCreationDateTime: written, Keys, NewImage },
      };
    };
    expect(await invoke(change("1", 0, 3), change("2", 1, 8), change("3", 0, 2))).to.deep.equal({
      batchItemFailures: [],
    });
    const left = bus.calls.flat().map(({ Detail: detail }) => JSON.parse(detail) as { shard: number; unsold: number });
    expect(left.map(({ shard, unsold }) => [shard, unsold])).to.deep.equal([
      [1, 8],
      [0, 2],
    ]);
  });

  it("gives back what the bus does not take and what it cannot read, and publishes the rest", async () => {
    bus.answer = (id) =>
      id.startsWith(String(second?.bookingId)) ? { ErrorCode: "InternalFailure" } : { EventId: id };
    const broken = { pk: "CUSTOMER#c", sk: "BOOKING#r#0#eu-west-1", status: "confirmed" };
    expect(
      await invoke(record("1", first), record("2", second), record("3", broken), record("4", third)),
    ).to.deep.equal({
      batchItemFailures: [{ itemIdentifier: "3" }, { itemIdentifier: "2" }],
    });
    expect(published().map(({ bookingId }) => bookingId)).to.include.members([first?.bookingId, third?.bookingId]);
    await publish.line(({ message, sequenceNumber }) => message === "record not published" && sequenceNumber === "2");
  });
});
