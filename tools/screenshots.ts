import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Berth, startBerth } from "../demo/berth.ts";
import { startChromium } from "./browser/chromium.ts";
import { signIn } from "./browser/people.ts";

const folder = "docs/images";

/** `npm run screenshots`: pictures of the page for the README, from a machine of its own. */
async function main(): Promise<void> {
  const browser = await startChromium();
  const berth = await startBerth({ folder: `.berth/screenshots-${process.pid}`, port: 0 });
  try {
    await mkdir(folder, { recursive: true });
    const [address = ""] = Object.values(berth.regions).map(({ page }) => page);
    await ofCustomer(await opened(browser, { width: 1280, height: 860 }, "light"), address);
    await ofPhone(await opened(browser, { width: 390, height: 844 }, "dark"), address);
    await ofStaff(await opened(browser, { width: 1280, height: 860 }, "light"), address);
    await ofConsole(await opened(browser, { width: 1280, height: 1000 }, "light"), berth);
  } finally {
    await berth.stop();
    await browser.close();
  }
}

async function opened(browser: Browser, viewport: { width: number; height: number }, colorScheme: "light" | "dark") {
  const context = await browser.newContext({ viewport, colorScheme, locale: "en-GB", reducedMotion: "reduce" });
  return await context.newPage();
}

async function ofCustomer(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: "Sign in and look around" }).waitFor();
  await taken(page, "welcome");
  await signIn(page, address, "ana@example.com");
  await page.getByRole("link", { name: "Belém by boat" }).waitFor();
  await taken(page, "explore");
  await page.getByRole("link", { name: "Belém by boat" }).click();
  await page.getByRole("button", { name: "Book now" }).waitFor();
  await taken(page, "item");
  await page.getByRole("button", { name: "Book now" }).click();
  await page.getByText("The places are yours").waitFor();
  await taken(page, "booking");
}

async function ofPhone(page: Page, address: string): Promise<void> {
  await signIn(page, address, "bruno@example.com");
  await page.getByRole("link", { name: "Alfama on foot" }).click();
  await page.getByRole("button", { name: "Add to basket" }).waitFor();
  await taken(page, "phone");
}

async function ofStaff(page: Page, address: string): Promise<void> {
  await signIn(page, address, "rita@example.com");
  await page.getByRole("link", { name: "Harbour office" }).click();
  await page.getByRole("link", { name: "Reports" }).click();
  await page.getByRole("button", { name: "Make the report" }).click();
  await page.getByText("It is ready.").waitFor();
  await taken(page, "report");
}

/** With the last region dark. */
async function ofConsole(page: Page, { consoleUrl, regions }: Berth): Promise<void> {
  const last = Object.keys(regions).at(-1) ?? "";
  await page.goto(consoleUrl);
  await page.getByRole("button", { name: `Stop ${last}` }).click();
  await page.getByText("is dark", { exact: true }).waitFor();
  await taken(page, "console");
}

async function taken(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle"); // fonts are among what is loaded
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${folder}/${name}.png`);
}

await main();
