import { ControlClient } from "../local/control/client.ts";
import { readLocalCommand } from "./local/command.ts";
import { statusLines } from "./local/status-lines.ts";
import { runCommand } from "./run-command.ts";

/** `npm run local -- <command>`: tells the machine that runs what befalls it, and prints how it then is. */
async function main(): Promise<void> {
  const { operation, asked, json } = readLocalCommand(process.argv.slice(2));
  const client = new ControlClient(process.env.BERTH_FOLDER ?? ".berth");
  const status = await client.drill(operation, asked);
  if (json) console.log(JSON.stringify(status, null, 2));
  else for (const line of statusLines(status)) console.log(line);
}

await runCommand("local", main);
