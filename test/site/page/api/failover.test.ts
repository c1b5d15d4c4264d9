import { expect } from "chai";
import fc from "fast-check";
import { anyRegion, Failover, NoRegionAnswers } from "../../../../site/page/api/failover.ts";
import { Regions } from "../../../../site/page/api/regions.ts";

/** What a region does with a request. */
type Behaviour = number | "refuses" | "is silent";

interface Asked {
  readonly region: string;
  readonly path: string;
  readonly method: string;
  readonly key: string | null;
  readonly body: string;
}

/** Regions that behave as they are told, by name. */
function world(behaviours: Readonly<Record<string, Behaviour>>) {
  const asked: Asked[] = [];
  const regions = new Regions(Object.keys(behaviours).map((name) => ({ name, api: `https://${name}.example` })));
  const fetch = async (request: Request): Promise<Response> => {
    const { hostname, pathname, search } = new URL(request.url);
    const region = hostname.replace(".example", "");
    const { method, headers } = request;
    const key = headers.get("Idempotency-Key");
    asked.push({ region, path: `${pathname}${search}`, method, key, body: await request.text() });
    const behaviour = behaviours[region];
    if (behaviour === "is silent") await silence(request.signal);
    if (typeof behaviour !== "number") throw new TypeError("fetch failed");
    return new Response(region, { status: behaviour });
  };
  return { asked, regions, fetch, failover: new Failover({ regions, fetch, timeoutMilliseconds: 5 }) };
}

async function silence(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return await new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new DOMException("aborted", "AbortError"));
    });
  });
}

function booking(key: string | null = "a-key"): Request {
  return new Request(`${anyRegion}/bookings?x=1`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key === null ? {} : { "Idempotency-Key": key }) },
    body: `{"slots":[]}`,
  });
}

const behaviour = fc.constantFrom<Behaviour>(200, 202, 404, 429, 500, 503, "refuses", "is silent");
const answers = (it: Behaviour | undefined) => typeof it === "number" && it < 500;

describe("a failover", () => {
  it("takes the first region that answers, asking each at most once, with the same key and body", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(behaviour, { minLength: 1, maxLength: 5 }), async (list) => {
        const behaviours = Object.fromEntries(list.map((each, index) => [`region-${index}`, each]));
        const { asked, failover } = world(behaviours);
        const sent = failover.send(booking());
        const winner = list.findIndex(answers);
        const worst = list.findLastIndex((each) => typeof each === "number");
        if (winner >= 0) {
          const { region, response } = await sent;
          expect([region, response.status]).to.deep.equal([`region-${winner}`, list[winner]]);
        } else if (worst >= 0) expect((await sent).region).to.equal(`region-${worst}`);
        else expect(await sent.catch((error: unknown) => error)).to.be.instanceOf(NoRegionAnswers);

        const names = Object.keys(behaviours).slice(0, winner < 0 ? list.length : winner + 1);
        expect(asked).to.deep.equal(
          names.map((region) => ({
            region,
            path: "/bookings?x=1",
            method: "POST",
            key: "a-key",
            body: `{"slots":[]}`,
          })),
        );
      }),
    );
  });

  it("asks a region first that has answered, before one that has not", async () => {
    const { asked, failover } = world({ near: "refuses", far: 200 });
    await failover.send(booking());
    await failover.send(booking());
    expect(asked.map(({ region }) => region)).to.deep.equal(["near", "far", "far"]);
  });

  it("comes back to the nearest region as soon as that answers again", async () => {
    const behaviours: Record<string, Behaviour> = { near: "refuses", far: 200 };
    const { regions, failover } = world(behaviours);
    regions.answered("near", 1);
    regions.answered("far", 200);
    await failover.send(booking());
    behaviours.near = 200;
    regions.answered("near", 1); // as a measurement finds
    expect((await failover.send(booking())).region).to.equal("near");
  });

  it("stays with the region that serves while another is hardly nearer", async () => {
    const { regions, failover } = world({ near: 200, far: 200 });
    regions.answered("near", 10);
    regions.answered("far", 20);
    await failover.send(booking());
    regions.answered("near", 30); // as a measurement finds
    expect((await failover.send(booking())).region).to.equal("near");
    regions.answered("near", 100);
    expect((await failover.send(booking())).region).to.equal("far");
  });

  it("sends a POST without a key to one region only", async () => {
    const { asked, failover } = world({ near: 503, far: 200 });
    expect((await failover.send(booking(null))).response.status).to.equal(503);
    expect(asked).to.have.length(1);
  });

  it("asks one region alone when told so, and another first when told so, dark or not", async () => {
    const { asked, failover } = world({ near: 200, far: "refuses" });
    expect(await failover.send(booking(), { only: "far" }).catch((error: unknown) => error)).to.be.instanceOf(
      NoRegionAnswers,
    );
    expect((await failover.send(booking(), { first: "far" })).region).to.equal("near");
    expect(asked.map(({ region }) => region)).to.deep.equal(["far", "far", "near"]);
  });

  it("asks no other region for somebody who has given up", async () => {
    const { asked, failover } = world({ near: "is silent", far: 200 });
    const giveUp = new AbortController();
    const sent = failover.send(new Request(`${anyRegion}/items`, { signal: giveUp.signal }));
    giveUp.abort();
    expect(await sent.catch((error: unknown) => error)).to.have.property("name", "AbortError");
    expect(asked.map(({ region }) => region)).to.not.include("far");
  });
});
