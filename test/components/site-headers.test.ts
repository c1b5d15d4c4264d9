import { expect } from "chai";
import { cacheControlOf, isFilePath, securityHeaders } from "../../components/site-headers.ts";

const policyOf = (...args: Parameters<typeof securityHeaders>) =>
  Object.fromEntries(
    (securityHeaders(...args)["Content-Security-Policy"] ?? "").split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );

describe("the headers of a page", () => {
  it("let it run its own scripts and styles only, none in its text, and be framed by nobody", () => {
    const policy = policyOf();
    expect(policy).to.deep.include({
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "connect-src": ["'self'"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'none'"],
    });
    expect(JSON.stringify(policy)).not.to.include("unsafe");
    expect(securityHeaders()).to.include({
      "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
      "X-Frame-Options": "DENY",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "strict-origin-when-cross-origin",
    });
    expect(securityHeaders()["Permissions-Policy"]).to.include("geolocation=()");
  });

  it("let it call and show what it is said to, and nothing more", () => {
    const policy = policyOf({ connectTo: ["https://api.example.com"], picturesFrom: ["https:"] });
    expect(policy["connect-src"]).to.deep.equal(["'self'", "https://api.example.com"]);
    expect(policy["img-src"]).to.deep.equal(["'self'", "data:", "https:"]);
    expect(policy["script-src"]).to.deep.equal(["'self'"]);
  });
});

describe("the files of a page", () => {
  it("are kept for a year if their name changes with their content, and asked for each time if not", () => {
    expect(cacheControlOf("assets/index-4f3a.js")).to.equal("public, max-age=31536000, immutable");
    for (const path of ["index.html", "config.json", "favicon.svg", "my-assets/a.js"]) {
      expect(cacheControlOf(path), path).to.equal("no-cache");
    }
  });

  it("are told from places in the page by their names", () => {
    for (const path of ["/index.html", "/assets/a.js", "/favicon.svg", "/.well-known"]) {
      expect(isFilePath(path), path).to.equal(true);
    }
    for (const path of ["/", "/bookings", "/items/alfama-1", "/v1.2/items"]) {
      expect(isFilePath(path), path).to.equal(false);
    }
  });
});
