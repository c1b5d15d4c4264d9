import { expect } from "chai";
import * as z from "zod/mini";
import { EventNotUnderstood, follow, on } from "../../../functions/events/follow.ts";
import { sqsRecord } from "../events.ts";

const schema = z.object({ id: z.string(), correlationId: z.string(), units: z.number() });
const happened = { id: "a", correlationId: "correlation", units: 2 };
const message = (messageId: string, type: string, detail: object) =>
  sqsRecord(messageId, JSON.stringify({ source: "berth.test", "detail-type": type, detail }));

describe("a follower of events", () => {
  const heard: number[] = [];
  const following = follow({
    Happened: on(schema, ({ units }) => {
      if (units === 13) return Promise.reject(new Error("the table is away"));
      heard.push(units);
      return Promise.resolve();
    }),
  });
  beforeEach(() => (heard.length = 0));

  it("reacts to each event by its type, in their order", async () => {
    const records = [1, 2, 3].map((units) => message(String(units), "Happened", { ...happened, units }));
    expect(await following({ Records: records })).to.deep.equal({ batchItemFailures: [] });
    expect(heard).to.deep.equal([1, 2, 3]);
  });

  it("gives back what it could not do or does not understand, and does the rest", async () => {
    const records = [
      message("fails", "Happened", { ...happened, units: 13 }),
      message("unknown", "Unheard", happened),
      message("broken", "Happened", { ...happened, units: "two" }),
      sqsRecord("no json", "{"),
      sqsRecord("no event", JSON.stringify({ slots: [] })),
      message("good", "Happened", happened),
    ];
    const { batchItemFailures: failures } = await following({ Records: records });
    expect(failures.map(({ itemIdentifier }) => itemIdentifier)).to.deep.equal(
      records.slice(0, 5).map(({ messageId }) => messageId),
    );
    expect(heard).to.deep.equal([2]);
  });

  it("takes fields that were added to a schema, and names the one that is missing without its value", async () => {
    const react = on(schema, () => Promise.resolve());
    await react({ ...happened, added: true });
    const error = await react({ id: "a", correlationId: "secret" }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(EventNotUnderstood);
    expect(error).to.have.property("message").that.includes("units").and.not.includes("secret");
  });
});
