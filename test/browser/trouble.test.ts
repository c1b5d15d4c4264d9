import { ended, left, visit } from "./visit.ts";

afterEach(left);
after(ended);

describe("the page in trouble", () => {
  it("says that one is offline, and goes on when one is back", async () => {
    const { page } = await visit("ana@example.com");
    await page.context().setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await page.getByRole("link", { name: "My bookings" }).click();
    await page.getByRole("heading", { name: "You are offline" }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "You are offline" }).waitFor({ state: "detached" });
  });

  it("waits when it is throttled, says so, and then has what it asked for", async () => {
    const { page } = await visit("bruno@example.com");
    let refusals = 2;
    await page.route(/\/items\?/, async (route) => {
      if (refusals-- > 0) await route.fulfill({ status: 429, headers: { "Retry-After": "1" }, json: {} });
      else await route.continue();
    });
    await page.getByLabel("What").fill("boat");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText("A crowd at the quay").waitFor();
    await page.getByRole("link", { name: "Belém by boat" }).waitFor();
  });

  it("says what to do when nothing is found", async () => {
    const { page } = await visit("carla@example.com");
    await page.getByLabel("What").fill("submarine");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("heading", { name: "Nothing like that" }).waitFor();
    await page.getByRole("link", { name: "Show everything" }).click();
    await page.getByRole("link", { name: "Belém by boat" }).waitFor();
  });
});
