import { expect } from "chai";
import type { Page } from "playwright-core";
import { findings } from "./findings.ts";
import { ended, expectQuiet, left, visit } from "./visit.ts";

afterEach(left);
after(ended);

/** What it is looked at with: contrast follows from the one, what lies where from the other. */
const looks = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 375 },
] as const;

/** What axe finds serious, what sticks out at the side, and what moves although one has asked for rest. */
async function complaints(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    const { scrollWidth, moving } = await page.evaluate<{ scrollWidth: number; moving: number }>(
      "({ scrollWidth: document.documentElement.scrollWidth, moving: document.getAnimations().length })",
    );
    const where = `${colorScheme}, ${width} px: `;
    found.push(...(await findings(page)).map((finding) => where + finding));
    if (scrollWidth > width) found.push(`${where}${scrollWidth} px wide`);
    if (moving > 0) found.push(`${where}${moving} animations`);
  }
  return found;
}

async function expectGood(page: Page, state: string): Promise<void> {
  expect(await complaints(page), state).to.deep.equal([]);
}

/** Everything that is asked about one booking. */
const oneBooking = /\/bookings\/[0-9a-f]{32}/;

describe("the page for everybody", () => {
  it("is good before one is signed in, and where one signs in", async () => {
    const { page } = await visit();
    await page.getByRole("button", { name: "Sign in and look around" }).waitFor();
    await expectGood(page, "welcome");
    await page.getByRole("button", { name: "Sign in and look around" }).click();
    await page.getByRole("heading", { name: "Sign in to Berth" }).waitFor();
    await expectGood(page, "sign in");
  });

  it("is good while one looks, books, and follows what becomes of it", async () => {
    const ana = await visit("ana@example.com");
    const { page } = ana;
    await page.getByRole("link", { name: "Belém by boat" }).waitFor();
    await expectGood(page, "browse");
    await page.getByRole("link", { name: "Belém by boat" }).click();
    await page.getByRole("grid", { name: "Days" }).waitFor();
    await expectGood(page, "item and calendar");

    await page.route(oneBooking, (route) => route.abort());
    await page.getByRole("button", { name: "Book now" }).click();
    await page.getByText("Asking for your places").waitFor();
    await expectGood(page, "pending");
    await page.unroute(oneBooking);
    await page.getByText("The places are yours").waitFor();
    await expectGood(page, "confirmed");
    await page.getByRole("button", { name: "Prolong" }).click();
    await page.getByRole("button", { name: "Add to the booking" }).waitFor();
    await expectGood(page, "prolong");
    await page.keyboard.press("Escape");

    await page.getByRole("link", { name: "My bookings" }).click();
    await page.getByText("Confirmed").first().waitFor();
    await expectGood(page, "bookings");
    await page.route(oneBooking, async (route) => {
      const booking = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...booking, status: "rejected", reason: "sold-out" } });
    });
    await page.getByRole("link", { name: "Open" }).first().click();
    await page.getByText("Somebody else was faster").waitFor();
    await expectGood(page, "rejected");
    expectQuiet(ana);
  });

  it("is good with a basket, full and empty", async () => {
    const { page } = await visit("bruno@example.com");
    await page.getByRole("link", { name: "Basket" }).click();
    await page.getByRole("heading", { name: "Nothing in it yet" }).waitFor();
    await expectGood(page, "empty basket");
    await page.getByRole("link", { name: "See what can be booked" }).click();
    await page.getByRole("link", { name: "Alfama on foot" }).click();
    await page.getByRole("button", { name: "Add to basket" }).click();
    await page.getByRole("link", { name: "Basket 1" }).click();
    await page.getByRole("button", { name: "Take out" }).waitFor();
    await expectGood(page, "basket");
    await page.getByRole("button", { name: "Take out" }).click();
    await page.getByRole("heading", { name: "Nothing in it yet" }).waitFor();
  });

  it("is good when there is nothing, and in trouble", async () => {
    const { page } = await visit("carla@example.com");
    await page.getByRole("link", { name: "My bookings" }).click();
    await page.getByRole("main").getByRole("link").first().waitFor();
    await expectGood(page, "no bookings");
    await page.route(/\/items(\?|$)/, (route) => route.fulfill({ json: { items: [] } }));
    await page.getByRole("link", { name: "Explore" }).click();
    await page.getByRole("heading", { name: "The quay is empty" }).waitFor();
    await expectGood(page, "an empty catalogue");
    await page.route(/\/regions\//, (route) => route.abort());
    await page.getByRole("link", { name: "Basket" }).click();
    await page.getByRole("heading", { name: "No region answers just now" }).waitFor();
    await expectGood(page, "no region");
    await page.goto(new URL("/nowhere", page.url()).href);
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await expectGood(page, "nowhere");
  });

  it("is good for staff", async () => {
    const rita = await visit("rita@example.com");
    const { page } = rita;
    await page.getByRole("link", { name: "Harbour office" }).click();
    await page.getByRole("link", { name: "Belém by boat" }).waitFor();
    await expectGood(page, "items");
    await page.getByRole("link", { name: "Belém by boat" }).click();
    await page.getByText("of 500 free").first().waitFor();
    await expectGood(page, "an item, for staff");
    await page.getByRole("button", { name: "Take it off the list" }).click();
    await page.getByRole("button", { name: "Leave it" }).waitFor();
    await expectGood(page, "whether to take it off");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Reports" }).click();
    await page.getByRole("button", { name: "Make the report" }).waitFor();
    await expectGood(page, "reports");
    await page.getByRole("button", { name: "Make the report" }).click();
    await page.getByText("It is ready.").waitFor();
    await expectGood(page, "a report");
    expectQuiet(rita);
  });
});
