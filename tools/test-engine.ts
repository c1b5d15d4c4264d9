import { spawn } from "node:child_process";
import { buildPulumi, canBuildPulumi, findPulumi, pulumiVersion } from "./engine/executables.ts";

/** `npm run test:engine`: the tests that need Pulumi's own engine. In CI it fails where there is none. */
async function main(): Promise<number> {
  const say = (line: string) => {
    console.log(line);
  };
  const installed = await findPulumi(process.env, say);
  if (installed === undefined && !canBuildPulumi(process.env)) {
    say(`The engine stage did not run: neither Pulumi ${pulumiVersion} nor Go, which builds it, is on the PATH.`);
    return process.env.CI ? 1 : 0;
  }
  if (installed === undefined) await buildPulumi(process.env, say); // else the first test would wait for it
  // Each file has a machine and a folder of its own, and waits a lot: two at a time on two cores.
  const options = ["--no-config", "--import=tsx", "--reporter=test/reporter.cjs", "--parallel", "--jobs=2"];
  const mocha = [...options, "test/engine/**/*.test.ts"];
  const child = spawn("mocha", mocha, { stdio: "inherit" });
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => {
      resolve(status ?? 1);
    });
  });
}

process.exitCode = await main();
