import { expect } from "chai";
import { Api } from "../../../../site/page/api/api.ts";
import { Failover } from "../../../../site/page/api/failover.ts";
import { Regions } from "../../../../site/page/api/regions.ts";
import { follow } from "../../../../site/page/bookings/follow.ts";

/** Follows a booking of which two regions tell what they are told to, one after the other; null is silence. */
async function followed(
  tellings: Record<string, (string | null)[]>,
  takenBy?: string,
  has?: (booking: { status: string }) => boolean,
) {
  const asked: string[] = [];
  const fetch = (request: Request): Promise<Response> => {
    const region = new URL(request.url).hostname.replace(".example", "");
    asked.push(region);
    const status = tellings[region]?.shift() ?? null;
    if (status === null) return Promise.reject(new TypeError("fetch failed"));
    return Promise.resolve(Response.json({ bookingId: "b", status }));
  };
  const regions = new Regions(Object.keys(tellings).map((name) => ({ name, api: `https://${name}.example` })));
  const api = new Api({
    failover: new Failover({ regions, fetch, timeoutMilliseconds: 1000 }),
    patience: { retries: 0, sleep: () => Promise.resolve(), waiting: () => undefined },
    token: () => Promise.resolve("a-token"),
    refused: () => undefined,
  });
  const told: string[] = [];
  const { signal } = new AbortController();
  await follow("b", { api, takenBy, has, signal, sleep: () => Promise.resolve() }, (sighting) => {
    told.push("booking" in sighting ? `${sighting.booking.status} in ${sighting.region}` : "unknown");
  });
  return { asked, told };
}

describe("following a booking", () => {
  it("goes on until it is settled", async () => {
    const { told } = await followed({ eu: ["pending", "pending", "confirmed"] });
    expect(told).to.deep.equal(["pending in eu", "pending in eu", "confirmed in eu"]);
  });

  it("asks first the region that took it, and the others while that is dark, until it is back", async () => {
    const { asked, told } = await followed({ us: ["pending", "pending"], eu: [null, null, "confirmed"] }, "eu");
    expect(told).to.deep.equal(["pending in us", "pending in us", "confirmed in eu"]);
    expect(asked).to.deep.equal(["eu", "us", "eu", "us", "eu"]);
  });

  it("goes on after a change until a region tells of it", async () => {
    const { told } = await followed(
      { eu: ["confirmed", "confirmed", "cancelled"] },
      "eu",
      ({ status }) => status === "cancelled",
    );
    expect(told).to.deep.equal(["confirmed in eu", "confirmed in eu", "cancelled in eu"]);
  });

  it("goes on when no region answers", async () => {
    const { told } = await followed({ eu: [null, "rejected"] });
    expect(told).to.deep.equal(["unknown", "rejected in eu"]);
  });
});
