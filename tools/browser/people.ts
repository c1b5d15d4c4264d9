import type { Page } from "playwright-core";

/** Signs somebody of the demonstration in, as a person does, and ends where the page has its beginning. */
export async function signIn(page: Page, address: string, email: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: "Sign in and look around" }).click();
  await page.getByRole("button", { name: email }).click();
  await page.getByRole("heading", { name: "Where would you like to be?" }).waitFor();
}
