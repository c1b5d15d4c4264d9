import { parseArgs } from "node:util";
import { isBookingId } from "../functions/ledger/booking-id.ts";
import { linesIn } from "./trace/log-files.ts";
import { describe, pathOf } from "./trace/path.ts";
import { runCommand } from "./run-command.ts";

const usage = "npm run trace -- <bookingId> [--json]";

/** `npm run trace`: prints the path of a booking through all regions of the machine that runs here, from its logs. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [bookingId = "", ...others] = positionals;
  if (!isBookingId(bookingId) || others.length > 0) {
    throw new Error(`"${positionals.join(" ")}" is no booking's id, 32 lowercase hexadecimal digits\nusage: ${usage}`);
  }
  const folder = process.env.BERTH_FOLDER ?? ".berth";
  const path = await pathOf(bookingId, () => linesIn(folder));
  if (path.length === 0) throw new Error(`no log in ${folder} names booking ${bookingId}`);
  for (const line of path) console.log(values.json ? JSON.stringify(line) : describe(line));
}

await runCommand("trace", main);
