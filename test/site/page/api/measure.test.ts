import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { measure } from "../../../../site/page/api/measure.ts";
import { Regions } from "../../../../site/page/api/regions.ts";

/** Milliseconds that each region takes, or why it does not answer. */
type World = Readonly<Record<string, number | "refuses" | "fails">>;

/** Lets regions answer one after the other, each after its time on a clock that this turns. */
async function measured(world: World, regions = regionsOf(world)): Promise<Regions> {
  let time = 0;
  const arriving: { at: number; arrive: () => void }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const took = world[new URL(request.url).hostname] ?? "refuses";
    if (took === "refuses") throw new TypeError("fetch failed");
    if (took === "fails") return new Response("{}", { status: 503 });
    await new Promise<void>((resolve) => arriving.push({ at: took, arrive: resolve }));
    return new Response("{}");
  };
  const measuring = measure(regions, { fetch, timeoutMilliseconds: 60_000, clock: () => time });
  for (const { at, arrive } of arriving.sort((left, right) => left.at - right.at)) {
    time = at;
    arrive();
    await setImmediate();
  }
  await measuring;
  return regions;
}

function regionsOf(world: World): Regions {
  return new Regions(Object.keys(world).map((name) => ({ name, api: `http://${name}` })));
}

const names = (regions: Regions) => regions.inOrder().map(({ region }) => region.name);

describe("measuring regions", () => {
  it("puts the nearest first", async () => {
    expect(names(await measured({ a: 30, b: 10, c: 20 }))).to.deep.equal(["b", "c", "a"]);
  });

  it("puts those last that refuse or fail, and knows them for dark", async () => {
    const regions = await measured({ a: "refuses", b: "fails", c: 20 });
    expect(names(regions)).to.deep.equal(["c", "a", "b"]);
    expect(["a", "b", "c"].map((name) => regions.isDark(name))).to.deep.equal([true, true, false]);
  });

  it("sees a region come back", async () => {
    const regions = await measured({ a: "refuses", b: 10 });
    expect(names(await measured({ a: 5, b: 10 }, regions))).to.deep.equal(["a", "b"]);
    expect(regions.isDark("a")).to.equal(false);
  });
});

describe("regions", () => {
  it("come as they are configured until they are measured", () => {
    expect(names(regionsOf({ z: 1, a: 1, m: 1 }))).to.deep.equal(["z", "a", "m"]);
  });

  it("say when something has changed, and only then, and remember since when a region is dark", () => {
    let [time, changes] = [100, 0];
    const regions = new Regions(
      [{ name: "a", api: "/a" }],
      () => time,
      () => changes++,
    );
    regions.failed("a");
    time = 200;
    regions.failed("a");
    expect(regions.inOrder()[0]?.darkSince).to.equal(100);
    regions.answered("a");
    regions.answered("a");
    expect(changes).to.equal(2);
  });
});
