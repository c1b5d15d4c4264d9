import { spawn } from "node:child_process";
import { chromiumMissing, findChromium } from "./browser/chromium.ts";

/** `npm run test:browser`: the tests of the page, in Chromium. In CI it fails where there is none. */
async function main(): Promise<number> {
  if (findChromium(process.env) === undefined) {
    console.log(`The browser stage did not run: ${chromiumMissing}.`);
    return process.env.CI ? 1 : 0;
  }
  const options = ["--no-config", "--import=tsx", "--reporter=test/reporter.cjs", "--timeout=300000", "--forbid-only"];
  const child = spawn("mocha", [...options, "test/browser/**/*.test.ts"], { stdio: "inherit" });
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => {
      resolve(status ?? 1);
    });
  });
}

process.exitCode = await main();
