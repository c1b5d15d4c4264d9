import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { expect } from "chai";
import { archiveWrites, NotArchived } from "../../../../functions/booking/claim/archive.ts";
import { claimMessage } from "../../../../functions/booking/message.ts";
import { ireland, noon, requestFor, virginia } from "../../ledger/samples.ts";
import { startArchive } from "../test-archive.ts";
import type { TestArchive } from "../test-archive.ts";

const backoff = { tries: 3, sleep: () => Promise.resolve() };
const credentials = { accessKeyId: "a", secretAccessKey: "b" };
const [first, second] = ["a", "b"].map((idempotencyKey) => {
  const request = requestFor({ idempotencyKey });
  return { message: claimMessage(request, new Date(noon)), correlationId: `correlation-${idempotencyKey}` };
});
if (first === undefined || second === undefined) throw new Error("there are two");
const { customerId, bookingId } = first.message;

describe("archiving what customers have asked for", () => {
  let archive: TestArchive;
  let client: FirehoseClient;
  before(async () => {
    archive = await startArchive();
    client = new FirehoseClient({ region: ireland, endpoint: archive.url, credentials, maxAttempts: 1 });
  });
  after(async () => {
    client.destroy();
    await archive.stop();
  });
  beforeEach(() => {
    archive.calls.length = 0;
    archive.answer = (id) => ({ RecordId: id });
  });

  const put = (...deliveries: Parameters<typeof archiveWrites>[1]) =>
    archiveWrites({ client, stream: "archive" }, deliveries, { region: ireland, backoff });

  it("puts bookings and cancellations in one call, each with its kind and all that the queue said", async () => {
    const message = { version: 1, kind: "cancel", customerId, bookingId, acceptedAt: noon } as const;
    expect((await put(first, { message, correlationId: "c" })).size).to.equal(0);
    const common = { source: "berth.booking", time: noon, region: ireland };
    expect(archive.calls).to.deep.equal([
      [
        { "detail-type": "BookingRequested", ...common, detail: first },
        { "detail-type": "CancellationRequested", ...common, detail: { message, correlationId: "c" } },
      ],
    ]);
  });

  it("puts nothing that another region has forwarded, and calls nobody for nothing", async () => {
    const search = { origin: virginia, asked: {}, hops: 1 };
    const message = claimMessage({ ...requestFor(), search }, new Date(noon));
    expect((await put({ message, correlationId: "c" })).size).to.equal(0);
    expect(archive.calls).to.deep.equal([]);
  });

  it("tries again what was not taken, and says of each that never is why", async () => {
    archive.answer = (id, call) => (id === bookingId && call < 3 ? { ErrorCode: "ServiceUnavailableException" } : {});
    expect((await put(first, second)).size).to.equal(0);
    expect(archive.calls.map(({ length }) => length)).to.deep.equal([2, 1, 1]);

    archive.answer = (id) => (id === bookingId ? { ErrorCode: "InternalFailure", ErrorMessage: "broken" } : {});
    const failed = await put(first, second);
    expect([...failed.keys()]).to.deep.equal([first]);
    expect(failed.get(first)).to.be.instanceOf(NotArchived).with.property("message", "InternalFailure: broken");
  });

  it("says of all that the archive could not be reached", async () => {
    const closed = new FirehoseClient({ region: ireland, endpoint: "http://127.0.0.1:9", credentials, maxAttempts: 1 });
    const failed = await archiveWrites({ client: closed, stream: "archive" }, [first, second], {
      region: ireland,
      backoff,
    });
    closed.destroy();
    expect([...failed.values()].map(({ message }) => message)).to.deep.equal([
      "the archive could not be reached",
      "the archive could not be reached",
    ]);
  });

  it("waits for nobody who does not answer", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const deaf = new FirehoseClient({
      region: ireland,
      endpoint: `http://127.0.0.1:${port}`,
      credentials,
      maxAttempts: 1,
    });
    const failed = await archiveWrites({ client: deaf, stream: "archive" }, [first], { region: ireland });
    expect([...failed.values()].map(({ message }) => message)).to.deep.equal(["the archive could not be reached"]);
    deaf.destroy();
    silent.closeAllConnections();
    silent.close();
  });
});
