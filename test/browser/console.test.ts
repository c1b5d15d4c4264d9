import { expect } from "chai";
import { running } from "../e2e/running.ts";
import { findings } from "./findings.ts";
import { ended, eu, expectQuiet, left, open, us, visit } from "./visit.ts";

afterEach(left);
after(ended);

describe("the console of this machine", () => {
  it("stops the nearest region while a booking form is open, and the booking is still confirmed", async () => {
    const { machine, consoleUrl } = await running();
    const { page } = await visit("ana@example.com");
    const near = (await page.locator(".is-serving strong").textContent()) ?? "";
    // Of a region that is dark nothing is sold by others: this is for one whose places lie in the other.
    await page.getByRole("link", { name: near === eu ? `Harbour of ${us}` : "Belém by boat" }).click();
    await page.getByRole("button", { name: "Book now" }).waitFor();

    const console = await open(consoleUrl);
    const region = console.page.getByRole("region", { name: near, exact: true });
    await region.getByRole("button", { name: `Stop ${near}` }).click();
    await region.getByText("is dark").waitFor();
    try {
      await page.getByRole("button", { name: "Book now" }).click();
      await page.getByText("The places are yours").waitFor();
      await console.page.getByRole("rowheader", { name: "BookingConfirmed" }).first().waitFor();
      await region.getByRole("button", { name: `Start ${near}` }).click();
      await region.getByText("runs").waitFor();
      expect(machine.region(near).isRunning).to.equal(true);
      expectQuiet(console);
    } finally {
      await machine.region(near).start();
    }
  });

  it("cuts two regions off from each other, heals them, and sets the lag, by keyboard", async () => {
    const { machine, consoleUrl } = await running();
    const { page } = await open(consoleUrl);
    const button = page.getByRole("button", { name: `${eu} and ${us}` });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByText("are cut off from each other").waitFor();
    expect(machine.replication.cuts).to.deep.equal([[eu, us]]);
    await page.keyboard.press("Enter"); // the button is where it was, and heals now
    await page.getByText("hear each other").waitFor();
    expect(machine.replication.cuts).to.deep.equal([]);

    const field = page.getByLabel("Milliseconds of lag");
    for (const lag of ["150", "0"]) {
      await field.fill(lag);
      await page.keyboard.press("Enter");
      await page.getByText(lag === "0" ? "arrives at once" : `${lag} ms late`).waitFor();
    }
    expect(machine.replication.lag).to.equal(0);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has nothing serious to tell axe, ${colorScheme}, and nothing sticks out on a phone`, async () => {
      const { consoleUrl } = await running();
      const console = await open(consoleUrl, { colorScheme, viewport: { width: 375, height: 740 } });
      await console.page.getByRole("heading", { name: eu, exact: true }).waitFor();
      expect(await findings(console.page)).to.deep.equal([]);
      expect(await console.page.evaluate<number>("document.documentElement.scrollWidth")).to.be.at.most(375);
      expectQuiet(console);
    });
  }
});
