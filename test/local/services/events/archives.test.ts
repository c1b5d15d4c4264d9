import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { EventsFixture } from "./fixture.ts";

const day = 24 * 3_600_000;

describe("archives of event buses", () => {
  function archived(definition: object = {}) {
    const fixture = new EventsFixture().withRule();
    const eventSourceArn = fixture.events.buses.arnOf("shop");
    const put = (change: object = {}) =>
      fixture.events.archives.put({ name: "all", eventSourceArn, ...definition, ...change });
    put();
    const kept = () => fixture.events.archives.events("all").map(({ detail }) => detail);
    return { fixture, put, kept };
  }

  it("keep the events of their bus that they want, and no others", async () => {
    const { fixture, kept } = archived({ eventPattern: '{"detail":{"n":[{"numeric":[">",1]}]}}' });
    for (const n of [1, 2, 3]) await fixture.put({ n });
    await fixture.put({ n: 4 }, "default");
    expect(kept()).to.deep.equal([{ n: 2 }, { n: 3 }]);
    expect(fixture.events.archives.events("ghost")).to.deep.equal([]);
  });

  it("forget what is older than they are to keep, and keep what they hold when they change", async () => {
    const { fixture, put, kept } = archived({ retentionDays: 2 });
    await fixture.put({ n: 1 });
    fixture.now += day;
    await fixture.put({ n: 2 });
    put({ description: "new" });
    fixture.now += day;
    expect(kept()).to.deep.equal([{ n: 2 }]);
    put({ retentionDays: 0 });
    fixture.now += 1000 * day;
    expect(kept()).to.deep.equal([{ n: 2 }]);
    fixture.events.archives.delete("all");
    expect(kept()).to.deep.equal([]);
  });

  for (const [change, problem] of [
    [{ eventSourceArn: "shop" }, "archive all: event bus shop does not exist."],
    [{ eventSourceArn: "arn:aws:events:us-east-1:000000000000:event-bus/shop" }, "does not exist."],
    [{ retentionDays: -1 }, "retentionDays is -1, and must be 0 or more"],
    [{ name: "a".repeat(49) }, "a name has 1 to 48 letters"],
    [{ eventPattern: "{}" }, "Event pattern is not valid"],
  ] as const) {
    it(`are refused: ${problem}`, () => {
      const { put } = archived();
      expect(() => put(change)).to.throw(AwsError, problem);
    });
  }
});
