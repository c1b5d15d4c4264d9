import { expect } from "chai";
import { findings } from "./findings.ts";
import { ended, expectQuiet, visit } from "./visit.ts";

after(ended);

/** Each page, and what shows that it is there. */
const pages = [
  { link: "Explore", there: "Belém by boat" },
  { link: "My bookings", there: "My bookings" },
  { link: "Basket", there: "Basket" },
  { link: "Harbour office", there: "On offer" },
];

for (const colorScheme of ["light", "dark"] as const) {
  describe(`the page, ${colorScheme}`, () => {
    it("has nothing serious to tell axe before one is signed in", async () => {
      const { page } = await visit(undefined, undefined, { colorScheme });
      await page.getByRole("button", { name: "Sign in and look around" }).waitFor();
      expect(await findings(page)).to.deep.equal([]);
    });

    it("has nothing serious to tell axe on any page", async () => {
      const rita = await visit("rita@example.com", undefined, { colorScheme });
      const { page } = rita;
      for (const { link, there } of pages) {
        await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link }).click();
        await page.getByRole("main").getByRole("heading", { name: there }).first().waitFor();
        expect(await findings(page), link).to.deep.equal([]);
      }
      await page.getByRole("link", { name: "Reports" }).click();
      await page.getByRole("button", { name: "Make the report" }).waitFor();
      expect(await findings(page), "reports").to.deep.equal([]);
      await page.getByRole("link", { name: "Items and times" }).click();
      await page.getByRole("link", { name: "Belém by boat" }).click();
      await page.getByText("of 500 free").first().waitFor();
      expect(await findings(page), "an item, for staff").to.deep.equal([]);
      await page.getByRole("link", { name: "Explore" }).click();
      await page.getByRole("link", { name: "Belém by boat" }).click();
      await page.getByRole("button", { name: "Book now" }).waitFor();
      expect(await findings(page), "an item").to.deep.equal([]);
      await page.getByRole("button", { name: "Book now" }).click();
      await page.getByText("The places are yours").waitFor();
      expect(await findings(page), "a booking").to.deep.equal([]);
      expectQuiet(rita);
    });
  });
}

describe("the page on a phone", () => {
  it("has nothing that sticks out at the side", async () => {
    const { page } = await visit("ana@example.com", undefined, { viewport: { width: 360, height: 740 } });
    const width = () => page.evaluate<number>("document.documentElement.scrollWidth");
    expect(await width()).to.be.at.most(360);
    await page.getByRole("link", { name: "Belém by boat" }).click();
    await page.getByRole("button", { name: "Book now" }).waitFor();
    expect(await width()).to.be.at.most(360);
  });
});
