import type { Berth } from "../demo/berth.ts";
import { untilBookable } from "../demo/bookable.ts";
import type { OfferedTour } from "../demo/tours.ts";

/** Waits until every region of the machine that runs can book the slots of tours, and shows what is left of them. */
export async function bookable(
  { machine, regions, tableName: ledger, catalogueName: catalogue }: Berth,
  tours: readonly Pick<OfferedTour, "itemId" | "slotIds" | "homeRegion">[],
): Promise<void> {
  const credentials = machine.iam.operator;
  for (const [region, { endpoint }] of Object.entries(regions)) {
    await untilBookable({ region, endpoint, credentials }, { ledger, catalogue }, tours);
  }
  await machine.replication.settled();
}
