import { expect } from "chai";
import { firstPart } from "../../functions/ledger/claim.ts";
import { bornWhole } from "../../functions/ledger/slot.ts";
import { discrepancy, liveClaims } from "../history/books.ts";
import { World } from "./world.ts";

const [eu, us] = ["eu-west-1", "us-east-1"];
const customerId = "customer";
const correlationId = "correlation";
const slots = [{ slotId: "night", units: 2 }];
const events = 100_000;

/** Two regions, each with a part of the places, that claim the same booking while they cannot hear each other. */
class TwoClaims {
  readonly world = new World([eu, us], {
    seed: 1,
    faults: { crash: 0, lostReply: 0, contention: 0, sleep: 0 },
    skews: [],
  });
  bookingId = "";

  async begin(): Promise<void> {
    for (const slotId of ["night", "next-night"]) {
      const slot = { slotId, startsAt: "2031-01-01T00:00:00Z", capacity: 12 };
      this.world.bear(eu, slot, bornWhole({ slot, item: { itemId: "room" }, region: eu }));
    }
    await this.rest();
    this.world.network.cut(eu, us);
    const request = { customerId, correlationId, idempotencyKey: "key", slots };
    ({ bookingId: this.bookingId } = await this.during(this.world.book(eu, request)));
    await this.during(this.world.book(us, request));
    expect(this.live(firstPart)).to.deep.equal([eu, us]);
  }

  /** Lets happen what follows from a request, until nothing more does. */
  async during<Answer>(request: Promise<Answer>): Promise<Answer> {
    await this.rest();
    return await request;
  }

  async rest(): Promise<void> {
    await this.world.scheduler.run(events);
  }

  /** What each region says of a part. */
  async said(part: string): Promise<string[]> {
    for (const region of [eu, us]) {
      await this.during(this.world.observe(region, { customerId, bookingId: this.bookingId, part }));
    }
    return this.world.observations.slice(-2).map(({ status }) => status);
  }

  /** The regions that have a live claim for a part. */
  live(part: string): string[] {
    return this.own()
      .filter((claim) => claim.part === part)
      .map(({ region }) => region);
  }

  own() {
    const { tables } = this.world;
    return [eu, us].flatMap((name) => liveClaims((tables[name] ?? []).filter(({ region }) => region === name)));
  }

  booksAreRight(): void {
    const { tables } = this.world;
    const items = [eu, us].flatMap((name) => (tables[name] ?? []).filter(({ region }) => region === name));
    for (const slotId of ["night", "next-night"]) expect(discrepancy({ slotId, capacity: 12 }, items)).to.be.undefined;
  }
}

describe("a booking that two regions have claimed", () => {
  let two: TwoClaims;
  beforeEach(async () => {
    two = new TwoClaims();
    await two.begin();
  });

  it("is kept by the one that was first, once they hear of each other, and stays confirmed everywhere", async () => {
    two.world.network.heal(eu, us);
    await two.rest();
    expect(two.live(firstPart)).to.deep.equal([eu]);
    expect(await two.said(firstPart)).to.deep.equal(["confirmed", "confirmed"]);
    two.booksAreRight();
  });

  for (const region of [eu, us]) {
    it(`ends cancelled everywhere when it is cancelled in ${region}`, async () => {
      await two.during(two.world.cancel(region, { customerId, bookingId: two.bookingId, correlationId }));
      two.world.network.heal(eu, us);
      await two.rest();
      expect(two.own()).to.be.empty;
      expect(await two.said(firstPart)).to.deep.equal(["cancelled", "cancelled"]);
      two.booksAreRight();
    });
  }

  it("keeps the prolongation that the losing region has confirmed", async () => {
    const { bookingId } = two;
    const wish = {
      customerId,
      correlationId,
      bookingId,
      idempotencyKey: "longer",
      slots: [{ slotId: "next-night", units: 1 }],
    };
    const { part } = await two.during(two.world.prolong(us, wish));
    expect(two.live(part)).to.deep.equal([us]);
    two.world.network.heal(eu, us);
    await two.rest();
    expect(two.live(firstPart), "the first part").to.deep.equal([eu]);
    expect(two.live(part), "the prolongation").to.deep.equal([us]);
    expect(await two.said(part)).to.deep.equal(["confirmed", "confirmed"]);
    two.booksAreRight();
  });
});
