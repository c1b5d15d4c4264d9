import { expect } from "chai";
import { matches } from "../../../policies/framework/glob.ts";

describe("matches", () => {
  it("takes * for any characters, and everything else for itself", () => {
    expect(matches("urn:*::queue", "urn:pulumi:dev::shop::queue")).to.equal(true);
    expect(matches("*", "")).to.equal(true);
    expect(matches("a*", "a\nb")).to.equal(true);
    expect(matches("GET /items/{id}", "GET /items/{id}")).to.equal(true);
    expect(matches("a.b", "axb")).to.equal(false);
    expect(matches("$default", "$default")).to.equal(true);
  });

  it("means the whole text", () => {
    expect(matches("claim", "reclaim")).to.equal(false);
    expect(matches("claim", "claims")).to.equal(false);
  });
});
