import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { securityHeaders } from "../../../components/site-headers.ts";
import { PageServer } from "../../../demo/site/page-server.ts";
import { listen, silence } from "../../../local/listener.ts";
import { siteConfig } from "../../../site/config.ts";
import { sourcesOf } from "../../../site/sources.ts";

describe("a page server", () => {
  const signIn = { address: "http://127.0.0.1:9", clientId: "c" };
  const api = createServer((request, response) => {
    request.resume();
    response.writeHead(202, {
      "X-Saw": `${request.method ?? ""} ${request.url ?? ""} ${String(request.headers["idempotency-key"])}`,
    });
    response.end("{}");
  });
  let folder = "";
  let server: PageServer;
  let address = "";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "berth-page-"));
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), "<!doctype html>");
    await writeFile(join(folder, "assets/main-1234.js"), "1");
    const apis = { here: `http://127.0.0.1:${await listen(api, 0)}`, dark: "http://127.0.0.1:9" };
    const config = { environment: "test", currency: "EUR", signIn };
    server = await PageServer.listen({ folder, config, apis, port: 0 });
    address = server.url.replace("localhost", "127.0.0.1").slice(0, -1);
  });

  after(async () => {
    await server.close();
    await silence(api);
    await rm(folder, { recursive: true });
  });

  it("gives the page for every path that is no file, asked for each time", async () => {
    for (const path of ["/", "/bookings/1", "/index.html"]) {
      const response = await fetch(`${address}${path}`);
      expect(response.headers.get("Cache-Control"), path).to.equal("no-cache");
      expect(await response.text()).to.equal("<!doctype html>");
    }
  });

  it("lets files with a digest in their name be kept for a year", async () => {
    const { headers } = await fetch(`${address}/assets/main-1234.js`);
    expect(headers.get("Cache-Control")).to.equal("public, max-age=31536000, immutable");
    expect(headers.get("Content-Type")).to.match(/^text\/javascript/);
  });

  it("sends the headers that CloudFront sends, with every answer of its own", async () => {
    const config = siteConfig.parse(await (await fetch(`${address}/config.json`)).json());
    const expected = Object.entries(securityHeaders(sourcesOf(config)));
    for (const path of ["/", "/config.json", "/assets/main-1234.js", "/nothing.js"]) {
      const { headers } = await fetch(`${address}${path}`);
      for (const [name, value] of expected) expect(headers.get(name), `${name} of ${path}`).to.equal(value);
    }
    expect(new Map(expected).get("Content-Security-Policy")).to.include(signIn.address).and.not.include("unsafe");
  });

  it("has no file that is not the page's", async () => {
    for (const path of ["/nothing.js", "/..%2f..%2fpackage.json", "/../package.json", "/assets/../../package.json"]) {
      expect((await fetch(`${address}${path}`)).status, path).to.equal(403);
    }
    expect((await fetch(address, { method: "POST" })).status).to.equal(405);
  });

  it("leads to the regions' APIs, and is silent for one that is", async () => {
    const { status, headers } = await fetch(`${address}/regions/here/bookings?x=1`, {
      method: "POST",
      headers: { "Idempotency-Key": "k" },
      body: "{}",
    });
    expect([status, headers.get("X-Saw")]).to.deep.equal([202, "POST /bookings?x=1 k"]);
    expect((await fetch(`${address}/regions/nowhere/health`)).status).to.equal(404);
    const error = await fetch(`${address}/regions/dark/health`).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(TypeError);
  });
});
