import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { basketEvents } from "../functions/events/basket.ts";
import { bookingEvents } from "../functions/events/booking.ts";
import { catalogueEvents } from "../functions/events/catalogue.ts";

const folder = "api/generated/events";

/** Part of `npm run generate`: the schemas of events as files, for consumers that are not written in TypeScript. */
function main(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [type, schema] of Object.entries({ ...basketEvents, ...bookingEvents, ...catalogueEvents })) {
    const [version] = schema.shape.schema.def.values;
    const text = JSON.stringify({ title: type, ...z.toJSONSchema(schema, { io: "input" }) }, null, 2);
    writeFileSync(join(folder, `${type}.v${String(version)}.json`), `${text}\n`);
  }
}

main();
