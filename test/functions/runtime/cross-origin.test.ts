import { expect } from "chai";
import { crossOriginHeaders, originsFrom } from "../../../functions/runtime/cross-origin.ts";
import { httpHandler, json } from "../../../functions/runtime/http.ts";
import { apiEvent } from "../events.ts";

const pages = ["https://www.example.com", "http://localhost:8402"];

describe("headers for pages", () => {
  it("name the origin that asks if it is an allowed one, letter by letter, and what its page may read", () => {
    for (const page of pages) {
      expect(crossOriginHeaders(pages, page)).to.deep.equal({
        vary: "Origin",
        "access-control-allow-origin": page,
        "access-control-expose-headers": "ETag, Location, Retry-After, X-Correlation-Id",
      });
    }
  });

  it("name no other, and still say that answers differ", () => {
    for (const asking of [
      undefined,
      "",
      "*",
      "null",
      "https://www.example.com.evil.example",
      "HTTPS://WWW.EXAMPLE.COM",
    ]) {
      expect(crossOriginHeaders(pages, asking), asking).to.deep.equal({ vary: "Origin" });
    }
  });

  it("are none where no page may call", () => {
    expect(crossOriginHeaders([], pages[0])).to.deep.equal({});
    expect(originsFrom("[]")).to.deep.equal([]);
  });

  it("are on what the handler answers, on problems, and on paths that cannot be routed", async () => {
    const handle = httpHandler(originsFrom(JSON.stringify(pages)), [
      ["GET", "/things", () => Promise.resolve(json(200, {}))],
      ["GET", "/broken", () => Promise.reject(new Error("broken"))],
    ]);
    const context = { awsRequestId: "request-1" };
    for (const [path, status] of [
      ["/things", 200],
      ["/broken", 500],
      ["/nothing", 404],
      ["/%zz", 404],
    ] as const) {
      const event = apiEvent("GET", path, { headers: { origin: pages[1] ?? "" } });
      const { statusCode, headers } = await handle(event, context as Parameters<typeof handle>[1]);
      expect(statusCode, path).to.equal(status);
      expect(headers, path).to.include({ vary: "Origin", "access-control-allow-origin": pages[1] });
    }
  });
});
