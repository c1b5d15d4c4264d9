import { expect } from "chai";
import { Page } from "../demo/sign-in/page.ts";
import { claimsOf } from "../demo/sign-in/running.ts";
import { failureOf } from "../local/resources/region-fixture.ts";
import { accepted, call, offered, running, settled, stopped } from "./running.ts";

const [primary, secondary] = ["eu-west-1", "us-east-1"];

/** The page of a region, at the address that the program lets people be sent back to. */
async function pageOf(region: number): Promise<Page> {
  const { machine, appClient, signInUrl } = await running();
  const { callbackUrls = [] } = machine.region(primary).cognito.client(appClient.clientId)?.settings ?? {};
  expect(callbackUrls).to.have.lengthOf(2);
  return new Page(signInUrl, appClient.clientId, callbackUrls[region] ?? "");
}

after(stopped);

describe("signing in", () => {
  it("leads from the page over a code to tokens that every region takes, to new ones, and out again", async () => {
    const page = await pageOf(0);
    expect(await (await page.sent()).text()).to.include('<button name="email" value="ana@example.com">');
    const { body: tokens } = await page.exchange(await page.codeOf("ana@example.com"));
    for (const region of [primary, secondary]) {
      expect((await call(region, "/bookings", { token: tokens.access_token })).status, region).to.equal(200);
    }
    const { body: refreshed } = await page.refresh(tokens.refresh_token);
    expect((await call(secondary, "/bookings", { token: refreshed.access_token })).status).to.equal(200);

    expect(await page.revoke(tokens.refresh_token)).to.equal(200);
    expect((await page.refresh(tokens.refresh_token)).body.error).to.equal("invalid_grant");
    const out = await page.signedOut();
    expect([out.status, out.headers.get("location")]).to.deep.equal([302, page.redirectUri]);
  });

  it("makes somebody the same customer on every page, and by the token that is printed", async () => {
    const { users } = await running();
    for (const region of [0, 1]) {
      const page = await pageOf(region);
      const { access_token: token } = (await page.exchange(await page.codeOf("ana@example.com"))).body;
      expect(claimsOf(token).sub).to.equal(users.find(({ email }) => email === "ana@example.com")?.customerId);
    }
  });

  it("lets somebody new book at once", async () => {
    const page = await pageOf(1);
    const { slotId } = await offered(secondary, 5);
    const { access_token: token } = (await page.exchange(await page.codeOf("new@example.com"))).body;
    const bookingId = await accepted({ region: secondary, token, slots: [{ slotId, units: 1 }] });
    expect((await settled(secondary, bookingId, token)).status).to.equal("confirmed");
  });

  it("gives id tokens that the API does not take", async () => {
    const page = await pageOf(0);
    const { id_token: token } = (await page.exchange(await page.codeOf("ana@example.com"))).body;
    expect((await call(primary, "/bookings", { token })).status).to.equal(401);
  });

  it("ends while the primary region is dark; who is signed in goes on in the others", async () => {
    const { machine } = await running();
    const page = await pageOf(1);
    const { access_token: token } = (await page.exchange(await page.codeOf("bruno@example.com"))).body;
    await machine.region(primary).stop();
    try {
      expect(await failureOf(page.sent())).to.be.instanceOf(TypeError);
      expect((await call(secondary, "/bookings", { token })).status).to.equal(200);
    } finally {
      await machine.region(primary).start();
    }
    expect((await page.sent()).status).to.equal(200);
  });
});
