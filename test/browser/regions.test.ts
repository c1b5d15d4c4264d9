import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Machine } from "../../local/machine.ts";
import { statusOf } from "../../local/control/status.ts";
import { running, until } from "../e2e/running.ts";
import { ended, eu, left, us, visit } from "./visit.ts";

afterEach(left);
after(ended);

/** The region that serves, as the page tells at its foot. */
async function serving(page: Page): Promise<string> {
  return (await page.locator(".is-serving strong").textContent()) ?? "";
}

/** Whether a region has bookings on its queues: one that a function dies with comes back when it is no longer hidden, in minutes. */
async function isWaiting(machine: Machine, region: string): Promise<boolean> {
  const { regions } = await statusOf(machine);
  const queues = regions.find(({ name }) => name === region)?.queues ?? [];
  return queues.some(({ name, visible, inFlight }) => name.startsWith("bookings") && visible + inFlight > 0);
}

describe("the page, while a region is dark", () => {
  it("still ends in a confirmed booking if the region that serves goes dark before it is asked for", async () => {
    const { machine } = await running();
    const { page } = await visit("ana@example.com");
    const near = await serving(page);
    // Of a region that is dark nothing is sold by others: this is for one whose places lie in the other.
    const [other, title] = near === eu ? [us, `Harbour of ${us}`] : [eu, "Belém by boat"];
    await page.getByRole("link", { name: title }).click();
    await page.getByRole("button", { name: "Book now" }).waitFor();
    await machine.region(near).stop();
    try {
      await page.getByRole("button", { name: "Book now" }).click();
      await page.getByText("The places are yours").waitFor();
      await page.getByText(`${near} does not answer`).waitFor();
      expect(await serving(page)).to.equal(other);
    } finally {
      await machine.region(near).start();
    }
  });

  it("keeps a booking that the dark region has taken, and resolves it when it is back", async () => {
    const { machine } = await running();
    const { page } = await visit("bruno@example.com");
    await page.getByRole("link", { name: "Belém by boat" }).click();
    const near = await serving(page);
    // It takes the request, and goes dark before anybody hears what became of it: neither the page nor the other region.
    machine.replication.cut(eu, us);
    await page.route(/\/bookings\/[0-9a-f]{32}/, (route) => route.abort());
    await page.getByRole("button", { name: "Book now" }).click();
    await page.getByText("Asking for your places").waitFor();
    await until(async () => ((await isWaiting(machine, near)) ? undefined : true));
    await machine.region(near).stop();
    await page.unroute(/\/bookings\/[0-9a-f]{32}/);
    await page.getByText("does not answer now").waitFor();
    await page.getByRole("link", { name: "My bookings" }).click();
    await page.getByText("Waiting for a region").first().waitFor();
    await machine.region(near).start();
    machine.replication.heal(eu, us);
    await page.getByRole("link", { name: "Open" }).first().click();
    await page.getByText("The places are yours").waitFor();
  });
});
