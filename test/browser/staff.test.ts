import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { ended, expectQuiet, left, offeredByStaff, tabTo, visit } from "./visit.ts";

afterEach(left);
after(ended);

describe("the page for staff", () => {
  it("puts something on the list that a customer can book, describes it anew, and takes it off", async () => {
    const rita = await visit("rita@example.com");
    const title = await offeredByStaff(rita.page, { days: 3, places: 4 });
    await rita.page.getByLabel("Description").fill("Two hours on the water.");
    await rita.page.getByRole("button", { name: "Save" }).click();
    await rita.page.getByText("Saved.").waitFor({ state: "attached" });

    const ana = await visit("ana@example.com");
    await ana.page.getByLabel("What").fill(title);
    await ana.page.getByRole("button", { name: "Search" }).click();
    await ana.page.getByRole("link", { name: title }).click();
    // What is left of new slots comes by events, and an open page asks once.
    const free = ana.page.getByText("4 places of 4 free");
    const isShown = () =>
      free.waitFor({ timeout: 6_000 }).then(
        () => true,
        () => false,
      );
    while (!(await isShown())) await ana.page.reload();
    await ana.page.getByRole("button", { name: "Book now" }).click();
    await ana.page.getByText("The places are yours").waitFor();

    await rita.page.getByRole("button", { name: "Take it off the list" }).click();
    await rita.page.getByRole("button", { name: "Take it off", exact: true }).click();
    await rita.page.getByRole("heading", { name: "On offer" }).waitFor();
    expectQuiet(rita);
    expectQuiet(ana);
  });

  it("makes a report, tells how far it is, also after a reload, and gives it as a CSV", async () => {
    const rita = await visit("rita@example.com");
    const { page } = rita;
    await page.getByRole("link", { name: "Harbour office" }).click();
    await page.getByRole("link", { name: "Reports" }).click();
    await page.getByRole("button", { name: "Make the report" }).click();
    await page.getByRole("progressbar", { name: "Parts of the report" }).waitFor();
    await page.reload();
    await page.getByText("It is ready.").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "For a spreadsheet" }).click(),
    ]);
    expect(download.suggestedFilename()).to.match(/^report.*\.csv$/);
    const csv = await readFile(await download.path(), "utf8");
    expect(csv).to.match(/^day,itemId,title,slots,capacity,unitsBooked,occupancy,sales,currency\r\n/);
    expect(csv).to.contain("Belém by boat,1,500,");
    expectQuiet(rita);
  });

  it("can be used with a keyboard alone", async () => {
    const { page } = await visit("rita@example.com");
    for (const way of ["Harbour office", "Reports", "Make the report"]) {
      await tabTo(page, way);
      await page.keyboard.press("Enter");
      await page.locator("h1:focus", { hasText: "Harbour office" }).waitFor(); // where a screen reader goes on
    }
    await page.getByText("It is ready.").waitFor();
    await tabTo(page, "For a spreadsheet");
    await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  });

  it("shows no office to a customer, and refuses what they ask of it", async () => {
    const { page } = await visit("ana@example.com");
    expect(await page.getByRole("link", { name: "Harbour office" }).count()).to.equal(0);
    await page.goto(new URL("/staff/reports", page.url()).href);
    await page.getByRole("button", { name: "Make the report" }).click();
    await page.getByText("This is for staff").waitFor();
  });
});
