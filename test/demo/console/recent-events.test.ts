import { expect } from "chai";
import { recentEvents } from "../../../demo/console/recent-events.ts";
import { autoName } from "../../../local/resources/resource-type.ts";
import type { BusEvent } from "../../../local/services/events/event.ts";

const archive = autoName("local-eu-west-1", "aws:cloudwatch/eventArchive:EventArchive", "events");

function event(id: number, type: string, detail: unknown): BusEvent {
  const time = new Date(Date.UTC(2030, 0, 1, 9, 0, id)).toISOString();
  const from = { version: "0", source: "berth.booking", account: "1", region: "eu-west-1", resources: [] } as const;
  return { ...from, id: String(id), "detail-type": type, time, detail };
}

/** What the console shows of a region whose archive holds these. */
function shown(held: readonly BusEvent[]) {
  const events = (name: string) => (name === archive ? [...held] : []);
  return recentEvents({ name: "eu-west-1", events: { archives: { events } } });
}

describe("the recent events of a region", () => {
  it("are the newest first, with what they are about", () => {
    const events = shown([
      event(1, "ItemPublished", { itemId: "boat" }),
      event(2, "BookingConfirmed", { bookingId: "0a", slots: [] }),
    ]);
    expect(events).to.deep.equal([
      { id: "2", type: "BookingConfirmed", time: "2030-01-01T09:00:02.000Z", about: "0a" },
      { id: "1", type: "ItemPublished", time: "2030-01-01T09:00:01.000Z", about: "boat" },
    ]);
  });

  it("are twenty at most, and no changes of stock", () => {
    const held = Array.from({ length: 60 }, (_, id) =>
      event(id, id % 2 === 0 ? "StockChanged" : "BookingConfirmed", { bookingId: String(id) }),
    );
    const events = shown(held);
    expect(events).to.have.lengthOf(20);
    expect(events[0]).to.include({ id: "59", type: "BookingConfirmed" });
    expect(new Set(events.map(({ type }) => type))).to.deep.equal(new Set(["BookingConfirmed"]));
  });

  it("are shown also if they are about nothing that is known", () => {
    expect(shown([event(1, "Other", "text")])).to.have.nested.property("[0].about", "");
  });
});
