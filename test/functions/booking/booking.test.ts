import { createSocket } from "node:dgram";
import { once } from "node:events";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { APIGatewayProxyResult } from "aws-lambda";
import { expect } from "chai";
import { bookingIdOf } from "../../../functions/ledger/booking-id.ts";
import { newClaim } from "../../../functions/ledger/claim.ts";
import { isAllotmentKey } from "../../../functions/ledger/keys.ts";
import type { Item } from "../../../functions/ledger/store.ts";
import { bornWhole } from "../../../functions/ledger/slot.ts";
import { apiEvent, sqsRecord } from "../events.ts";
import { bundle, run } from "../function.ts";
import type { Bundle, RunningFunction } from "../function.ts";
import { startTable } from "../table.ts";
import type { TestTable } from "../table.ts";
import { startArchive } from "./test-archive.ts";
import type { TestArchive } from "./test-archive.ts";
import { startQueue } from "./test-queue.ts";
import type { TestQueue } from "./test-queue.ts";

const headers = { "Content-Type": "application/json", "Idempotency-Key": "key-1", "X-Correlation-Id": "correlation-1" };
const item = { itemId: "tour-1" };

describe("a booking's way through the functions as they are deployed", () => {
  let table: TestTable;
  let queue: TestQueue;
  let archive: TestArchive;
  let accept: RunningFunction;
  let claim: RunningFunction;
  let read: RunningFunction;
  let settle: RunningFunction;
  let health: RunningFunction;
  let bundles: Bundle[];

  const traces = createSocket("udp4");
  const segments: string[] = [];

  before(async () => {
    table = await startTable();
    await table.put([
      ...bornWhole({
        slot: { slotId: "morning", startsAt: "2100-01-01T09:00:00Z", capacity: 3 },
        item,
        region: "eu-west-1",
      }),
    ]);
    queue = await startQueue(table.environment);
    archive = await startArchive();
    traces.on("message", (message) => segments.push(message.toString()));
    traces.bind(0, "127.0.0.1");
    await once(traces, "listening");
    const environment = { ...table.environment, AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${traces.address().port}` };
    const [acceptBundle, claimBundle, readBundle, settleBundle, healthBundle] = await Promise.all([
      bundle("booking/accept"),
      bundle("booking/claim"),
      bundle("booking/read"),
      bundle("booking/settle"),
      bundle("booking/health"),
    ]);
    bundles = [acceptBundle, claimBundle, readBundle, settleBundle, healthBundle];
    const toQueue = { ...environment, ...queue.environment };
    accept = await run(acceptBundle, toQueue);
    const claiming = { REGIONS: "eu-west-1", MAXIMUM_RECEIVES: "5", BUS_NAME: "berth", ARCHIVE_STREAM: "archive" };
    claim = await run(claimBundle, { ...environment, ...archive.environment, ...claiming });
    read = await run(readBundle, environment);
    health = await run(healthBundle, toQueue);
    settle = await run(settleBundle, { ...toQueue, REGIONS: "eu-west-1,us-east-1" });
  });
  after(async () => {
    await Promise.all([accept, claim, read, settle, health].map((running) => running.stop()));
    await Promise.all([queue.stop(), archive.stop()]);
    await table.stop();
    traces.close();
    await Promise.all(bundles.map((built) => built.remove()));
  });

  const book = async (changes: Parameters<typeof apiEvent>[2]) =>
    (await accept.invoke(apiEvent("POST", "/bookings", { headers, ...changes }))) as APIGatewayProxyResult;
  const get = async (path: string, changes?: Parameters<typeof apiEvent>[2]) =>
    (await read.invoke(apiEvent("GET", path, changes))) as APIGatewayProxyResult;
  const parsed = ({ body }: APIGatewayProxyResult) => JSON.parse(body) as Record<string, unknown>;
  const body = (units: number, slotId = "morning") => JSON.stringify({ slots: [{ slotId, units }] });

  const unsoldOf = async (slotId: string) => {
    const allotments = (await table.all()).filter(
      ({ pk, sk }) => pk === `SLOT#${slotId}` && isAllotmentKey(String(sk)),
    );
    return allotments.reduce((total, { unsold }) => total + Number(unsold), 0);
  };

  it("is accepted, pending, claimed, confirmed; one id is on every line; the same message again changes nothing", async () => {
    const accepted = await book({ body: body(2) });
    expect(accepted.statusCode).to.equal(202);
    const { bookingId } = parsed(accepted) as { bookingId: string };
    expect(parsed(accepted)).to.deep.equal({ bookingId, status: "pending" });
    expect(accepted.headers).to.include({ location: `/bookings/${bookingId}`, "x-correlation-id": "correlation-1" });
    expect(parsed(await get(`/bookings/${bookingId}`))).to.deep.equal({ bookingId, status: "pending" });

    const messages = await queue.receive();
    expect(messages.Records).to.have.length(1);
    expect(await claim.invoke(messages)).to.deep.equal({ batchItemFailures: [] });
    const slots = [{ slotId: "morning", units: 2 }];
    const confirmed = { bookingId, status: "confirmed", region: "eu-west-1", slots };
    expect(parsed(await get(`/bookings/${bookingId}`))).to.deep.include(confirmed);
    expect(await claim.invoke(messages)).to.deep.equal({ batchItemFailures: [] });
    expect(await unsoldOf("morning")).to.equal(1);

    expect(parsed(await book({ body: body(2) }))).to.deep.equal({ bookingId, status: "pending" });
    expect((await queue.receive()).Records, "a claimed booking is not queued again").to.deep.equal([]);
    for (const running of [accept, claim]) {
      const line = await running.line((entry) => entry.bookingId === bookingId);
      expect(line).to.include({ correlationId: "correlation-1", function_request_id: "request-1" });
    }
  });

  it("is rejected when there is too little left, with a metric for each outcome", async () => {
    const { bookingId } = parsed(await book({ headers: { ...headers, "Idempotency-Key": "key-2" }, body: body(2) }));
    await claim.invoke(await queue.receive());
    expect(parsed(await get(`/bookings/${String(bookingId)}`))).to.include({
      status: "rejected",
      reason: "sold-out",
    });
    for (const metric of ["BookingConfirmed", "BookingDuplicate", "BookingRejected"]) {
      const line = await claim.line((entry) => entry[metric] === 1);
      expect(JSON.stringify(line._aws), metric).to.include('"Namespace":"Berth"');
    }
  });

  it("ends alone in failure if its message is not understood, and the log says what is wrong with which", async () => {
    await book({ headers: { ...headers, "Idempotency-Key": "key-3" }, body: body(1) });
    const [good] = (await queue.receive()).Records;
    const records = [sqsRecord("no-json", "{"), sqsRecord("no-booking", '{"version":2,"slots":[]}'), good];
    expect(await claim.invoke({ Records: records })).to.deep.equal({
      batchItemFailures: [{ itemIdentifier: "no-json" }, { itemIdentifier: "no-booking" }],
    });
    const line = await claim.line((entry) => entry.messageId === "no-booking");
    expect(JSON.stringify(line)).to.match(/MessageNotUnderstood.*kind: /);
  });

  it("reports every message of a batch that fails whole, instead of failing itself", async () => {
    const records = [sqsRecord("one", "{"), sqsRecord("two", "[]")];
    expect(await claim.invoke({ Records: records })).to.deep.equal({
      batchItemFailures: [{ itemIdentifier: "one" }, { itemIdentifier: "two" }],
    });
  });

  describe("once it is confirmed", () => {
    let bookingId: string;
    const change = async (method: string, path: string, key: string, content?: string) =>
      (await accept.invoke(
        apiEvent(method, path, { headers: { ...headers, "Idempotency-Key": key }, ...(content && { body: content }) }),
      )) as APIGatewayProxyResult;
    before(async () => {
      const slot = { slotId: "hills", startsAt: "2100-01-01T09:00:00Z", capacity: 10, shards: 2 };
      await table.put(bornWhole({ slot, item, region: "eu-west-1" }));
      ({ bookingId } = parsed(await change("POST", "/bookings", "hills", body(2, "hills"))) as { bookingId: string });
      await claim.invoke(await queue.receive());
    });

    it("is prolonged as a part of its own", async () => {
      const accepted = await change("POST", `/bookings/${bookingId}/prolong`, "more", body(4, "hills"));
      expect(accepted.statusCode).to.equal(202);
      expect(parsed(accepted)).to.deep.equal({ bookingId, status: "pending" });
      await claim.invoke(await queue.receive());
      expect(parsed(await get(`/bookings/${bookingId}`))).to.deep.include({
        status: "confirmed",
        prolongations: [{ status: "confirmed", region: "eu-west-1", slots: [{ slotId: "hills", units: 4 }] }],
      });
      expect(await unsoldOf("hills")).to.equal(4);
    });

    it("is cancelled with all its parts, once, and gives its places back", async () => {
      expect((await change("DELETE", `/bookings/${bookingId}`, "")).statusCode).to.equal(202);
      const messages = await queue.receive();
      expect(await claim.invoke(messages)).to.deep.equal({ batchItemFailures: [] });
      expect(await claim.invoke(messages)).to.deep.equal({ batchItemFailures: [] });
      const cancelled = parsed(await get(`/bookings/${bookingId}`));
      expect(cancelled).to.include({ status: "cancelled" });
      expect(cancelled.prolongations).to.have.nested.property("[0].status", "cancelled");
      expect(await unsoldOf("hills")).to.equal(10);
      expect((await change("DELETE", `/bookings/${bookingId}`, "")).statusCode).to.equal(202);
      expect((await queue.receive()).Records, "a cancelled booking is not queued again").to.deep.equal([]);
      expect(await claim.line((entry) => entry.BookingCancelled === 1)).to.include({ service: "berth" });
    });

    it("cannot be prolonged any more, and is nobody else's to change", async () => {
      const refused = await change("POST", `/bookings/${bookingId}/prolong`, "late", body(1, "hills"));
      expect(refused.statusCode).to.equal(409);
      expect(parsed(refused)).to.include({ type: "urn:berth:problem:not-confirmed" });
      const stranger = apiEvent("DELETE", `/bookings/${bookingId}`, { headers, customerId: "stranger" });
      expect(await accept.invoke(stranger)).to.include({ statusCode: 404 });
    });
  });

  describe("and what other regions have written", () => {
    const record = (sequence: string, item?: Item) => ({
      eventName: item === undefined ? "REMOVE" : "INSERT",
      dynamodb: {
        SequenceNumber: sequence,
        ...(item && { NewImage: marshall(item, { removeUndefinedValues: true }) }),
      },
    });
    const request = { customerId: "customer-1", part: "0", correlationId: "from-afar" };
    const slots = [{ slotId: "hills", units: 1 }];
    const search = { origin: "us-east-1", asked: { "us-east-1": [0] }, hops: 1 };
    const forwarded = () =>
      newClaim(
        { ...request, bookingId: bookingIdOf({ customerId: "customer-1", idempotencyKey: "afar", slots }), slots },
        "us-east-1",
        "2030-01-01T12:00:00.000Z",
        { status: "forwarded", to: "eu-west-1", search },
      );

    it("is taken on by the settle function, claimed, and keeps its correlation id", async () => {
      expect(await settle.invoke({ Records: [record("1", forwarded()), record("2")] })).to.deep.equal({
        batchItemFailures: [],
      });
      const messages = await queue.receive();
      expect(messages.Records.map((one) => one.messageAttributes.correlationId?.stringValue)).to.deep.equal([
        "from-afar",
      ]);
      await claim.invoke(messages);
      const { bookingId } = forwarded();
      expect(parsed(await get(`/bookings/${String(bookingId)}`))).to.include({
        status: "confirmed",
        region: "eu-west-1",
      });
    });

    it("is settled up to the first record that fails, which the log names, and from there again", async () => {
      const broken = { ...forwarded(), status: "lost" };
      const sent = { slotId: "hills", transferId: "1", region: "us-east-1", to: "eu-west-1", units: 3, shards: 1 };
      const transfer = { pk: "SLOT#hills", sk: "TRANSFER#us-east-1#eu-west-1#1", ...sent };
      const Records = [record("1", transfer), record("2", broken), record("3", forwarded())];
      expect(await settle.invoke({ Records })).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "2" }] });
      expect(await settle.line((entry) => entry.sequenceNumber === "2")).to.include({ message: "record not settled" });
      const receipts = (await table.all()).filter(({ sk }) => String(sk).startsWith("RECEIPT#"));
      expect(receipts, "what came before it is done").to.have.length(1);
    });

    it("is told that this region is alive", async () => {
      expect(await settle.invoke({ heartbeat: true })).to.deep.equal({ batchItemFailures: [] });
      const [heartbeat] = (await table.all()).filter(({ pk }) => pk === "REGIONS");
      expect(heartbeat).to.include({ sk: "HEARTBEAT#eu-west-1", region: "eu-west-1", version: 1 });
    });
  });

  it("is found in the trace by its id and its correlation id", async () => {
    const { bookingId } = parsed(await book({ headers: { ...headers, "Idempotency-Key": "key-4" }, body: body(9) }));
    await claim.invoke(await queue.receive());
    const found = () =>
      segments.find(
        (segment) => segment.includes('"name":"message"') && segment.includes(`"bookingId":"${String(bookingId)}"`),
      );
    while (found() === undefined) await once(traces, "message");
    expect(found()).to.include('"correlationId":"correlation-1"');
  });

  it("leaves no line in a log that is not JSON", () => {
    for (const running of [accept, claim, read, settle]) {
      expect(running.log().filter((line) => "unparsed" in line)).to.deep.equal([]);
    }
  });

  it("is refused for the customer's other slots under the same key, once the first are claimed", async () => {
    const other = bornWhole({
      slot: { slotId: "evening", startsAt: "2100-01-01T19:00:00Z", capacity: 3 },
      item: { itemId: "tour-1" },
      region: "eu-west-1",
    });
    await table.put(other);
    const refused = await book({ body: body(1, "evening") });
    expect(refused.statusCode).to.equal(422);
    expect(parsed(refused)).to.include({ type: "urn:berth:problem:idempotency-key-reused", status: 422 });
  });

  it("is refused for an unknown slot, a bad body, another type, and without an authorizer", async () => {
    const unknown = await book({ headers: { ...headers, "Idempotency-Key": "key-5" }, body: body(1, "nowhere") });
    expect(unknown.statusCode).to.equal(400);
    expect(parsed(unknown).errors).to.deep.equal([
      { field: "slots[0].slotId", rule: "unknown-slot", value: "nowhere" },
    ]);
    expect((await book({ body: "{" })).statusCode).to.equal(400);
    expect((await book({ headers: { ...headers, "Content-Type": "text/plain" }, body: body(1) })).statusCode).to.equal(
      415,
    );
    expect((await book({ body: body(1), customerId: "" })).statusCode).to.equal(401);
  });

  it("does not exist for another customer", async () => {
    const { bookingId } = parsed(await book({ body: body(2) }));
    expect((await get(`/bookings/${String(bookingId)}`, { customerId: "customer-2" })).statusCode).to.equal(404);
  });

  it("begins at the region's health", async () => {
    const ask = async (path: string) => (await health.invoke(apiEvent("GET", path))) as APIGatewayProxyResult;
    expect(parsed(await ask("/health"))).to.deep.equal({ status: "ok", region: "eu-west-1" });
    const deep = await ask("/health/deep");
    expect(deep.statusCode).to.equal(200);
    expect(parsed(deep)).to.include({ status: "ok", region: "eu-west-1" }).and.include.all.keys("table", "queue");
  });
});
