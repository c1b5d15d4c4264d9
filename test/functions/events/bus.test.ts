import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { NotPut, putEvents } from "../../../functions/events/bus.ts";
import type { Event } from "../../../functions/events/envelope.ts";
import { idOf, startBus } from "./test-bus.ts";
import type { PutEntry, TestBus } from "./test-bus.ts";

const backoff = { tries: 3, sleep: () => Promise.resolve() };
const occurredAt = "2030-01-01T12:00:00.000Z";
const eventNamed = (id: string): Event => ({
  source: "berth.test",
  type: "Happened",
  detail: { id, occurredAt, correlationId: "correlation" },
});

describe("putting events on a bus", () => {
  let bus: TestBus;
  let client: EventBridgeClient;
  before(async () => {
    bus = await startBus();
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    client = new EventBridgeClient({ region: "eu-west-1", endpoint: bus.url, credentials, maxAttempts: 1 });
  });
  after(async () => {
    client.destroy();
    await bus.stop();
  });
  beforeEach(() => {
    bus.calls.length = 0;
    bus.answer = (id) => ({ EventId: id });
  });

  const put = (events: readonly Event[], name = "berth") => putEvents({ client, name }, events, backoff);
  const idsOf = (entries: readonly PutEntry[] = []) => entries.map(idOf);

  it("puts all of them, ten a call, with source, type and time", async () => {
    const events = Array.from({ length: 23 }, (_, index) => eventNamed(String(index)));
    expect((await put(events)).size).to.equal(0);
    expect(bus.calls.map(({ length }) => length)).to.deep.equal([10, 10, 3]);
    expect(bus.calls.flatMap(idsOf)).to.deep.equal(events.map(({ detail }) => detail.id));
    expect(bus.calls[0]?.[0]).to.deep.equal({
      ...{ EventBusName: "berth", Source: "berth.test", DetailType: "Happened" },
      ...{ Detail: JSON.stringify(events[0]?.detail), Time: Date.parse(occurredAt) / 1000 },
    });
  });

  it("calls nobody when there is nothing to put", async () => {
    expect((await put([])).size).to.equal(0);
    expect(bus.calls).to.deep.equal([]);
  });

  it("tries again what was not taken, and only that", async () => {
    bus.answer = (id, attempt) => (id === "b" && attempt < 3 ? { ErrorCode: "ThrottlingException" } : { EventId: id });
    expect((await put([eventNamed("a"), eventNamed("b"), eventNamed("c")])).size).to.equal(0);
    expect(bus.calls.map(idsOf)).to.deep.equal([["a", "b", "c"], ["b"], ["b"]]);
  });

  it("says of each that is refused for good why, and puts the others", async () => {
    bus.answer = (id) => (id === "b" ? { ErrorCode: "InternalFailure", ErrorMessage: "broken" } : { EventId: id });
    const refused = eventNamed("b");
    const failed = await put([eventNamed("a"), refused, ...Array.from({ length: 10 }, (_, n) => eventNamed(`n${n}`))]);
    expect([...failed.keys()]).to.deep.equal([refused]);
    expect(failed.get(refused)).to.be.instanceOf(NotPut).with.property("message", "InternalFailure: broken");
    expect(idsOf(bus.calls.at(-1))).to.deep.equal(["n8", "n9"]);
  });

  it("says of all that the bus could not be reached", async () => {
    const closed = new EventBridgeClient({
      ...{ region: "eu-west-1", endpoint: "http://127.0.0.1:9", maxAttempts: 1 },
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const failed = await putEvents({ client: closed, name: "berth" }, [eventNamed("a"), eventNamed("b")], backoff);
    closed.destroy();
    expect([...failed.values()].map(({ message }) => message)).to.deep.equal(
      Array.from({ length: 2 }, () => "the bus could not be reached"),
    );
  });
});
