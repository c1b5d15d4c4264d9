import { expect } from "chai";
import { catalogueEvents } from "../../../../functions/events/catalogue.ts";
import type { StoredItem } from "../../../../functions/catalogue/item.ts";
import type { StoredSlot } from "../../../../functions/catalogue/slot.ts";
import { eventOfItem, eventOfSlot } from "../../../../functions/catalogue/publish/event.ts";

const at = "2030-01-01T00:00:00.000Z";
const item: StoredItem = {
  ...{ itemId: "i", kind: "tour", title: "Harbour", description: "", region: "eu-west-1" },
  ...{ status: "published", version: 3, correlationId: "c" },
};
const slot: StoredSlot = {
  ...{ slotId: "i-20300131T0900Z", itemId: "i", startsAt: "2030-01-31T09:00:00.000Z", capacity: 10, shards: 2 },
  ...{ unitPrice: 500, region: "eu-west-1", status: "offered", version: 1, correlationId: "c" },
};
const told = { schema: 1, occurredAt: at, region: "eu-west-1", correlationId: "c" };

describe("what others are told of the catalogue", () => {
  it("is each version of an item, and that it was removed", () => {
    expect(eventOfItem(item, at)).to.deep.equal({
      ...{ source: "berth.catalogue", type: "ItemPublished" },
      detail: { ...told, id: "i/published/3", version: 3, itemId: "i", kind: "tour", title: "Harbour" },
    });
    expect(eventOfItem({ ...item, status: "removed" }, at)).to.deep.equal({
      ...{ source: "berth.catalogue", type: "ItemRemoved" },
      detail: { ...told, id: "i/removed", version: 3, itemId: "i" },
    });
  });

  it("is that a slot can be booked, with its price, and that it can no more", () => {
    const { slotId, itemId, startsAt, capacity, shards, unitPrice } = slot;
    expect(eventOfSlot(slot, at)).to.deep.equal({
      ...{ source: "berth.catalogue", type: "SlotOffered" },
      detail: {
        ...told,
        id: `${slotId}/offered`,
        version: 1,
        ...{ slotId, itemId, startsAt, capacity, shards, unitPrice },
      },
    });
    expect(eventOfSlot({ ...slot, status: "withdrawn", version: 2 }, at)).to.deep.equal({
      ...{ source: "berth.catalogue", type: "SlotWithdrawn" },
      detail: { ...told, id: `${slotId}/withdrawn`, version: 2, slotId, itemId },
    });
  });

  it("is as its schema says", () => {
    for (const { type, detail } of [
      ...[item, { ...item, status: "removed" as const }].map((one) => eventOfItem(one, at)),
      ...[slot, { ...slot, status: "withdrawn" as const }].map((one) => eventOfSlot(one, at)),
    ]) {
      expect(catalogueEvents[type].parse(detail)).to.deep.equal(detail);
    }
  });
});
