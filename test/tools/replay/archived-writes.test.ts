import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { claimMessage } from "../../../functions/booking/message.ts";
import type { BookingMessage } from "../../../functions/booking/message.ts";
import { archivedWrites } from "../../../tools/replay/archived-writes.ts";
import { requestFor } from "../../functions/ledger/samples.ts";
import { S3Fixture } from "../../local/services/s3/fixture.ts";

const bucket = "archive";
const [from, to] = [new Date("2026-01-01T12:00:00Z"), new Date("2026-01-02T00:00:00Z")];

describe("what the archive holds of customers' writes", () => {
  let fixture: S3Fixture;
  beforeEach(async () => {
    fixture = await S3Fixture.start(1_048_576);
  });
  afterEach(() => fixture.close());

  let objects = 0;
  const keep = async (kind: string, date: string, ...lines: (BookingMessage | string)[]) => {
    const text = lines.map((line) =>
      typeof line === "string" ? line : JSON.stringify({ detail: { message: line, correlationId: "correlation" } }),
    );
    const Key = `kind=${kind}/date=${date}/${(objects += 1)}.gz`;
    const Body = gzipSync(text.map((line) => `${line}\n`).join(""));
    await fixture.operator.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  };
  const booked = (idempotencyKey: string, at: string) => claimMessage(requestFor({ idempotencyKey }), new Date(at));
  const read = () => archivedWrites({ client: fixture.operator, bucket }, { from, to });

  it("are those of the span, its beginning but not its end, in the order of time and each once", async () => {
    const [begin, middle, late] = [
      booked("begin", from.toISOString()),
      booked("middle", "2026-01-01T18:00:00.000Z"),
      booked("late", "2026-01-01T23:59:59.999Z"),
    ];
    const { customerId, bookingId } = begin;
    const cancelled = {
      version: 1,
      kind: "cancel",
      customerId,
      bookingId,
      acceptedAt: "2026-01-01T13:00:00.000Z",
    } as const;
    await keep("BookingRequested", "2026-01-01", middle, begin, booked("before", "2026-01-01T11:59:59.999Z"));
    await keep("BookingRequested", "2026-01-02", late, middle, booked("after", to.toISOString()));
    await keep("CancellationRequested", "2026-01-01", cancelled);
    await keep("BookingConfirmed", "2026-01-01", "no write, and never read");
    expect((await read()).map(({ message }) => message)).to.deep.equal([begin, cancelled, middle, late]);
    expect((await read())[0]?.correlationId).to.equal("correlation");
  });

  it("are found where they came late: from the queue after days, or from its dead letters", async () => {
    const [accepted, nextDay] = ["2026-01-10T12:00:00.000Z", "2026-01-11T00:00:00.000Z"];
    const late = booked("late", accepted);
    await keep("BookingRequested", "2026-01-28", late);
    const span = { from: new Date("2026-01-10T00:00:00Z"), to: new Date(nextDay) };
    const found = await archivedWrites({ client: fixture.operator, bucket }, span);
    expect(found.map(({ message }) => message)).to.deep.equal([late]);
  });

  it("are none where there are none", async () => {
    expect(await read()).to.deep.equal([]);
  });

  it("are not to be replayed while an object holds something else, which is named", async () => {
    await keep(
      "BookingRequested",
      "2026-01-01",
      booked("good", from.toISOString()),
      '{"detail":{"message":{"version":9}}}',
    );
    const error = await read().catch((reason: unknown) => reason);
    expect(String(error)).to.match(
      /kind=BookingRequested\/date=2026-01-01\/\d+\.gz holds a line that is no archived write/,
    );
  });
});
