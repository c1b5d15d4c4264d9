import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Berth } from "../../demo/berth.ts";
import type { FuzzRequest } from "./requests.ts";

/** A request and what came of it. */
export interface Answered {
  readonly request: FuzzRequest;
  readonly status: number;
  /** The id of the booking, item or report that the answer names. */
  readonly made: string | undefined;
}

const stored = z.object({
  itemId: z.string(),
  slotId: z.string().optional(),
  region: z.string(),
  status: z.string(),
  version: z.number(),
});

/** What the home region keeps of an item or of a slot. */
type Row = z.infer<typeof stored>;

/** The items and slots of all regions, by their keys. */
export async function catalogueRows({ machine, regions, catalogueName }: Berth): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const [region, { endpoint }] of Object.entries(regions)) {
    const client = new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator });
    const documents = DynamoDBDocumentClient.from(client);
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: catalogueName })) {
      for (const { pk, sk, ...item } of Items) {
        if (!/^(ENTRY|SLOT)#/.test(String(sk))) continue;
        const row = stored.parse(item);
        if (row.region === region) rows.set(`${String(pk)} ${String(sk)}`, row);
      }
    }
    client.destroy();
  }
  return rows;
}

/** Items and slots that no accepted request has made, edited or removed. */
export function unaskedInCatalogue(
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  answered: readonly Answered[],
): string[] {
  const about = (operation: string, status: number) =>
    new Set(
      answered
        .filter((one) => one.request.operation.id === operation && one.status === status)
        .map(({ request }) => decodeURIComponent(request.path.split(/[/?]/)[2] ?? "")),
    );
  const made = new Set(
    answered.filter(({ request }) => request.operation.id === "createItem").map(({ made: id }) => id),
  );
  const [edited, removed, offered] = [about("editItem", 200), about("removeItem", 204), about("offerSlots", 201)];
  return [...after].flatMap(([key, { itemId, slotId, status, version }]) => {
    const isNew = !before.has(key);
    const wasAsked = slotId === undefined ? made.has(itemId) : offered.has(itemId);
    const isGone = status === "removed" || status === "withdrawn";
    return [
      ...(isNew && !wasAsked ? [`${key} was made, and no request for it was accepted`] : []),
      ...(isGone && !removed.has(itemId) ? [`${key} is ${status}, and no request for that was accepted`] : []),
      ...(!isGone && version > 1 && !edited.has(itemId)
        ? [`${key} was edited, and no request for that was accepted`]
        : []),
    ];
  });
}
