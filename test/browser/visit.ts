import { randomUUID } from "node:crypto";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "chai";
import { signIn } from "../../tools/browser/people.ts";
import { startChromium } from "../../tools/browser/chromium.ts";
import { running, stopped } from "../e2e/running.ts";

export const [eu, us] = ["eu-west-1", "us-east-1"];

/** Of a visitor who does nothing but wait: what a loaded machine may take. */
const patience = 60_000;

let browser: Promise<Browser> | undefined;

/** A page in a browser of its own, and what it complained of. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a region's page as somebody; without a name they are not signed in. */
export async function visit(email?: string, region = eu, options: BrowserContextOptions = {}): Promise<Visit> {
  const { regions } = await running();
  const address = regions[region]?.page ?? "";
  const visit = await open(address, options);
  if (email !== undefined) await signIn(visit.page, address, email);
  return visit;
}

/** Opens an address in a browser of its own. */
export async function open(address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  browser ??= startChromium();
  const context = await (await browser).newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // That a region does not answer is said on the console too, and is what some tests are about.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  await page.goto(address);
  return { page, complaints };
}

/** Presses Tab until something has the focus whose text holds this. */
export async function tabTo(page: Page, text: string): Promise<void> {
  const focused = page.locator(":focus", { hasText: text });
  do await page.keyboard.press("Tab");
  while ((await focused.count()) === 0);
}

/** Nothing that the page did was refused by its own policy, and nothing failed unseen. */
export function expectQuiet({ complaints }: Visit): void {
  expect(complaints).to.deep.equal([]);
}

/** Ends every visit: a page that nobody looks at goes on asking. */
export async function left(): Promise<void> {
  await Promise.all(((await browser)?.contexts() ?? []).map((context) => context.close()));
}

/** Ends every visit, the browser, and the machine. */
export async function ended(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
  await stopped();
}

/** Makes a tour by the page of staff, and gives its title. */
export async function offeredByStaff(page: Page, { days, places }: { days: number; places: number }): Promise<string> {
  const title = `Round the rock ${randomUUID().slice(0, 8)}`;
  await page.getByRole("link", { name: "Harbour office" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Description").fill("An hour on the water.");
  await page.getByRole("button", { name: "Put it on the list" }).click();
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  await page.getByLabel("First day").fill(tomorrow.toLocaleDateString("sv"));
  await page.getByLabel("Days").fill(String(days));
  await page.getByLabel("Places").fill(String(places));
  await page.getByLabel(/^Price/).fill("12.50");
  await page.getByRole("button", { name: "Offer these times" }).click();
  await page.getByText(`${places} of ${places} free`).first().waitFor();
  return title;
}
