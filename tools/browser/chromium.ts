import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

// It runs as root in containers, and asks nobody anything but the page.
const args = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where Chromium is on this machine: what `BERTH_CHROMIUM` says, or the first on the `PATH`; undefined if it is not there. */
export function findChromium({ BERTH_CHROMIUM, PATH = "" }: NodeJS.ProcessEnv): string | undefined {
  const places = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return (BERTH_CHROMIUM === undefined ? places : [BERTH_CHROMIUM]).find((path) => existsSync(path));
}

/** What to say where there is none. */
export const chromiumMissing =
  "there is no Chromium: install it (Debian: apt-get install chromium), or name its executable in BERTH_CHROMIUM";

/**
 * Starts Chromium without a window.
 *
 * @throws Error saying what to do, if it is not there
 */
export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) throw new Error(chromiumMissing);
  return await chromium.launch({ executablePath, args });
}
