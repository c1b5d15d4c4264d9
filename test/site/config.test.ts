import { expect } from "chai";
import { siteConfig } from "../../site/config.ts";
import { sourcesOf } from "../../site/sources.ts";

const config = {
  environment: "prod",
  currency: "EUR",
  signIn: { address: "https://book.auth.eu-west-1.amazoncognito.com", clientId: "4h57example" },
  regions: [
    { name: "eu-west-1", api: "https://abc.execute-api.eu-west-1.amazonaws.com/live" },
    { name: "us-east-1", api: "/regions/us-east-1" },
  ],
};

describe("the page's configuration", () => {
  it("names the regions and where people sign in", () => {
    expect(siteConfig.parse(config)).to.deep.equal(config);
  });

  for (const [what, broken] of Object.entries({
    "no regions": { ...config, regions: [] },
    "an address with a slash at its end": { ...config, regions: [{ name: "a", api: "https://a.example/" }] },
    "an address that is none": { ...config, regions: [{ name: "a", api: "a.example" }] },
    "a currency of no three letters": { ...config, currency: "euro" },
  })) {
    it(`is refused with ${what}`, () => {
      expect(siteConfig.safeParse(broken).success).to.equal(false);
    });
  }

  it("says where the page goes, and nowhere twice", () => {
    expect(sourcesOf({ ...config, regions: [...config.regions, ...config.regions] })).to.deep.equal({
      connectTo: ["https://abc.execute-api.eu-west-1.amazonaws.com", "https://book.auth.eu-west-1.amazoncognito.com"],
      picturesFrom: ["https:"],
    });
  });
});
