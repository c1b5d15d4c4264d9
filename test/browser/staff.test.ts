import { ended, expectQuiet, offeredByStaff, visit } from "./visit.ts";

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
    await ana.page.getByText("4 places of 4 free").waitFor();
    await ana.page.getByRole("button", { name: "Book now" }).click();
    await ana.page.getByText("The places are yours").waitFor();

    await rita.page.getByRole("button", { name: "Take it off the list" }).click();
    await rita.page.getByRole("button", { name: "Take it off", exact: true }).click();
    await rita.page.getByRole("heading", { name: "On offer" }).waitFor();
    expectQuiet(rita);
    expectQuiet(ana);
  });
});
