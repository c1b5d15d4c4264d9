import { expect } from "chai";
import { isSignInUrl } from "../../components/index.ts";
import { pageAddresses } from "../../demo/page-addresses.ts";

describe("pageAddresses", () => {
  it("takes the third of each region's ten ports, in a form that Cognito sends people to", async () => {
    const addresses = await pageAddresses(2, 8400);
    expect(addresses).to.deep.equal(["http://localhost:8402/", "http://localhost:8412/"]);
    for (const address of addresses) expect(isSignInUrl(address), address).to.equal(true);
  });

  it("takes any free ports, each another, where the machine takes any", async () => {
    const addresses = await pageAddresses(5, 0);
    expect(new Set(addresses).size).to.equal(5);
    for (const address of addresses) expect(address).to.match(/^http:\/\/localhost:[1-9]\d+\/$/);
  });
});
