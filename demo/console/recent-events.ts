import { z } from "zod";
import { localEnvironment } from "../../local/environment.ts";
import { autoName } from "../../local/resources/resource-type.ts";
import type { Archives } from "../../local/services/events/archives.ts";
import type { EventState } from "./state.ts";

/** How many are shown. */
const most = 20;
/** Of the archive's end so much is looked at. */
const depth = 400;
/** One for each sale, besides the event of the booking. */
const leftOut = "StockChanged";

const subject = z.looseObject({
  bookingId: z.string().optional(),
  slotId: z.string().optional(),
  itemId: z.string().optional(),
});

/** A region, as far as its archives are asked. */
interface Archived {
  readonly name: string;
  readonly events: { readonly archives: Pick<Archives, "events"> };
}

/** What was put on a region's bus lately, the newest first, from the archive of the bus. Changes of stock are left out. */
export function recentEvents({ name, events }: Archived): EventState[] {
  const archive = autoName(`${localEnvironment}-${name}`, "aws:cloudwatch/eventArchive:EventArchive", busName);
  return events.archives
    .events(archive)
    .slice(-depth)
    .filter((event) => event["detail-type"] !== leftOut)
    .slice(-most)
    .reverse()
    .map(({ id, time, "detail-type": type, detail }) => ({ id, time, type, about: subjectOf(detail) }));
}

/** The name of the bus, and of its archive, in the program. */
const busName = "events";

function subjectOf(detail: unknown): string {
  const { bookingId, slotId, itemId } = subject.safeParse(detail).data ?? {};
  return bookingId ?? slotId ?? itemId ?? "";
}
