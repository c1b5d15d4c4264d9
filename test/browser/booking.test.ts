import { ended, expectQuiet, left, tabTo, visit } from "./visit.ts";

afterEach(left);
after(ended);

describe("the page in a browser", () => {
  it("lets somebody sign in, search, book, see it confirmed, prolong it, and cancel it", async () => {
    const ana = await visit("ana@example.com");
    const { page } = ana;
    await page.getByLabel("What").fill("belem");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: "Cabo da Roca by helicopter" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Belém by boat" }).click();
    await page.getByRole("button", { name: "One more" }).click();
    await page.getByText("€78.00").waitFor();
    await page.getByRole("button", { name: "Book now" }).click();
    await page.getByText("The places are yours").waitFor();

    await page.getByRole("button", { name: "Prolong" }).click();
    await page.getByRole("button", { name: "Add to the booking" }).click();
    const places = page.getByRole("main").getByRole("listitem");
    await places.nth(1).waitFor(); // the second time is on the list as soon as it is confirmed

    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Give them back" }).click();
    await page.getByText("The places were given back.").waitFor();

    await page.getByRole("link", { name: "My bookings" }).click();
    await page.getByRole("main").getByText("Cancelled").first().waitFor();
    expectQuiet(ana);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in and look around" }).waitFor();
  });

  it("can be used with a keyboard alone", async () => {
    const { page } = await visit("bruno@example.com");
    await page.getByRole("link", { name: "Belém by boat" }).focus();
    await page.keyboard.press("Enter");
    const days = page.getByRole("grid", { name: "Days" });
    const first = days.getByRole("button").first();
    await first.focus();
    await page.keyboard.press("End");
    await days.locator('[aria-selected="true"] button:focus').waitFor();
    await tabTo(page, "Book now");
    await page.keyboard.press("Enter");
    await page.getByText("The places are yours").waitFor();
    await page.locator("h1:focus").waitFor(); // where a screen reader goes on
  });

  it("books all of a basket", async () => {
    const carla = await visit("carla@example.com");
    const { page } = carla;
    await page.getByRole("link", { name: "Belém by boat" }).click();
    await page.getByRole("button", { name: "Add to basket" }).click();
    await page.getByRole("link", { name: "Basket 1" }).waitFor();
    await page.getByRole("link", { name: "Explore" }).click();
    await page.getByRole("link", { name: "Alfama on foot" }).click();
    await page.getByRole("button", { name: "Add to basket" }).click();
    await page.getByRole("link", { name: "Basket 2" }).click();
    await page.getByText("€64.00").waitFor();
    await page.getByRole("button", { name: "Book all of it" }).click();
    await page.getByText("The places are yours").waitFor();
    await page.getByRole("main").getByRole("listitem").nth(1).waitFor();
    await page.getByRole("link", { name: "Basket", exact: true }).click();
    await page.getByRole("heading", { name: "Nothing in it yet" }).waitFor();
    expectQuiet(carla);
  });

  it("says so when somebody else was faster", async () => {
    const { page } = await visit("ana@example.com");
    const other = await visit("bruno@example.com");
    for (const each of [page, other.page]) {
      await each.getByRole("link", { name: "Cabo da Roca by helicopter" }).click();
      await each.getByRole("button", { name: "Book now" }).waitFor();
    }
    await other.page.getByRole("button", { name: "Book now" }).click();
    await other.page.getByText("The places are yours").waitFor();
    await page.getByRole("button", { name: "Book now" }).click();
    await page.getByText("Somebody else was faster").waitFor();
  });
});
