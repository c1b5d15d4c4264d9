import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { cacheSeconds } from "../../api/generated/cache-seconds.ts";
import { accepted, available, call, customer, offered, settled, stopped, until, unkept } from "./running.ts";
import type { Answer } from "./running.ts";

const region = "eu-west-1";
const correlated = (id: string) => ({ "X-Correlation-Id": id });
const madeFor = ({ headers }: Answer) => headers.get("x-correlation-id");
const tagOf = ({ headers }: Answer) => headers.get("etag") ?? "";

after(stopped);

describe("answers about the catalogue", () => {
  it("are kept at the API: the next caller gets what was made for the first, and only with a token", async () => {
    const [first, second] = [await customer(), await customer()];
    const { itemId } = await offered(region, 5);
    const path = `/items/${itemId}/slots`;
    // Again if the first answer has become too old before the second is asked for.
    const [made, kept] = await until(async () => {
      const answers = [
        await call(region, path, { token: first, headers: correlated(randomUUID()) }),
        await call(region, path, { token: second, headers: correlated("by-the-second") }),
      ] as const;
      return madeFor(answers[1]) === madeFor(answers[0]) ? answers : undefined;
    });
    expect([made.status, kept.status, tagOf(kept)]).to.deep.equal([200, 200, tagOf(made)]);
    expect(kept.body).to.deep.equal(made.body);
    const page = await call(region, `${path}?limit=1`, { token: second, headers: correlated("another-page") });
    expect(madeFor(page)).to.equal("another-page");
    expect((await call(region, path)).status).to.equal(401);
  });

  it("say for how long, and are 304 without a body to who has them already", async () => {
    const token = await customer();
    const { itemId } = await offered(region, 5);
    for (const [path, seconds] of [
      ["/items", cacheSeconds.listItems],
      [`/items/${itemId}/slots`, cacheSeconds.listSlots],
    ] as const) {
      const answer = await call(region, path, { token });
      expect(answer.headers.get("cache-control")).to.equal(`private, max-age=${seconds}`);
      const again = await call(region, path, { token, headers: { "If-None-Match": `"a", W/${tagOf(answer)}` } });
      expect([again.status, again.body]).to.deep.equal([304, undefined]);
      expect(tagOf(again)).to.equal(tagOf(answer));
      const changed = await call(region, path, { token, headers: unkept() });
      expect(changed.status).to.equal(200);
    }
  });

  it("are made anew when they are too old, or for a condition that nobody had", async () => {
    const token = await customer();
    const { itemId, slotId } = await offered(region, 5);
    const path = `/items/${itemId}/slots`;
    const before = await call(region, path, { token });
    await settled(region, await accepted({ region, token, slots: [{ slotId, units: 2 }] }), token);
    await until(async () => ((await available(region, itemId, token)) === 3 ? true : undefined));
    expect(tagOf(await call(region, path, { token, headers: unkept() }))).not.to.equal(tagOf(before));
    await until(async () => (tagOf(await call(region, path, { token })) === tagOf(before) ? undefined : true));
  });

  it("are kept for nobody but those who ask the same: a booking is not kept at all", async () => {
    const token = await customer();
    const [first, second] = [
      await call(region, "/bookings", { token, headers: correlated("first-time") }),
      await call(region, "/bookings", { token, headers: correlated("second-time") }),
    ];
    expect([madeFor(first), madeFor(second)]).to.deep.equal(["first-time", "second-time"]);
    expect(second.headers.get("cache-control")).to.equal(null);
  });
});
