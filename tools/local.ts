import { ControlClient } from "../local/control/client.ts";
import { readLocalCommand } from "./local/command.ts";
import { statusLines } from "./local/status-lines.ts";

/** `npm run local -- <command>`: tells the machine that runs what befalls it, and prints how it then is. */
async function main(args: readonly string[]): Promise<void> {
  const { operation, asked, json } = readLocalCommand(args);
  const client = new ControlClient(process.env.BERTH_FOLDER ?? ".berth");
  const status = await client.drill(operation, asked);
  if (json) console.log(JSON.stringify(status, null, 2));
  else for (const line of statusLines(status)) console.log(line);
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`local: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
