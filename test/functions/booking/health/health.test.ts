import { expect } from "chai";
import { type Dependencies, keptFor, look } from "../../../../functions/booking/health/health.ts";
import { fenceKey, heartbeatKey } from "../../../../functions/ledger/keys.ts";
import type { Item } from "../../../../functions/ledger/store.ts";
import { ireland, noon, sydney, virginia } from "../../ledger/samples.ts";

const never = () => new Promise<never>(() => undefined);

describe("a look at a region's health", () => {
  const beats = (region: string, secondsAgo: number): Item => ({
    ...heartbeatKey(region),
    region,
    at: new Date(Date.parse(noon) - 1000 * secondsAgo).toISOString(),
  });
  const seen = (change: Partial<Dependencies> = {}, items: Item[] = []) =>
    look({
      region: ireland,
      store: { query: () => Promise.resolve(items) },
      askQueue: () => Promise.resolve(),
      now: () => new Date(noon),
      patienceMilliseconds: 1000,
      ...change,
    });
  const unfit = async (...given: Parameters<typeof seen>) => {
    const finding = await seen(...given);
    return "unfit" in finding ? finding.unfit.message : undefined;
  };

  it("finds it well if table and queue answer, and says how long they took", async () => {
    const times = [0, 0, 5, 7, 7].map((milliseconds) => new Date(Date.parse(noon) + milliseconds));
    const finding = await seen({ now: () => times.shift() ?? new Date(noon) });
    expect(finding).to.deep.equal({
      health: {
        status: "ok",
        region: ireland,
        table: { milliseconds: 5 },
        queue: { milliseconds: 7 },
        replication: [],
      },
    });
  });

  it("says how long ago it heard of others, which keeps no traffic away however long it is", async () => {
    const day = 86_400;
    const finding = await seen({}, [beats(sydney, day), beats(ireland, 30), beats(virginia, -2)]);
    expect(finding)
      .to.have.nested.property("health.replication")
      .that.deep.equals([
        { region: sydney, heardSecondsAgo: day },
        { region: virginia, heardSecondsAgo: 0 },
      ]);
  });

  it("finds it unfit if the table or the queue fails or does not answer in time, naming each", async () => {
    const failing = () => Promise.reject(new Error("no"));
    const table = { store: { query: failing } };
    expect(await unfit(table)).to.equal("eu-west-1 should not be given traffic: its table does not answer");
    expect(await unfit({ ...table, askQueue: failing })).to.include(
      "its table does not answer; its queue does not answer",
    );
    const slow = { patienceMilliseconds: 5 };
    expect(await unfit({ ...slow, askQueue: never })).to.include("its queue does not answer");
    expect(await unfit({ ...slow, store: { query: never } })).to.include("its table does not answer");
  });

  it("finds it unfit while an operator has fenced it, and not for the fence of another, or one that was lifted", async () => {
    const fence = (region: string, fenced: boolean): Item => ({ ...fenceKey(region), region, fenced });
    expect(await unfit({}, [fence(ireland, true)])).to.include("an operator has fenced it");
    expect(await unfit({}, [fence(ireland, false), fence(virginia, true)])).to.equal(undefined);
  });
});

describe("an answer that is kept", () => {
  it("is made once for all who ask in its time, at once or later, and anew after it", async () => {
    let made = 0;
    let time = 0;
    const ask = keptFor(
      5000,
      () => Promise.resolve(++made),
      () => new Date(time),
    );
    expect(await Promise.all([ask(), ask()])).to.deep.equal([1, 1]);
    time = 4999;
    expect(await ask()).to.equal(1);
    time = 5000;
    expect(await ask()).to.equal(2);
  });
});
