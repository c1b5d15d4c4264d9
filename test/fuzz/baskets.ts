import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Berth } from "../../demo/berth.ts";
import type { FuzzRequest } from "./requests.ts";

/** Lines of baskets that no accepted request has put there. */
export async function linesUnasked(
  { machine, regions, outputs }: Berth,
  accepted: readonly FuzzRequest[],
  customerOf: ReadonlyMap<string, string>,
): Promise<string[]> {
  const asked = new Set(
    accepted
      .filter(({ operation }) => operation.id === "putBasketSlot")
      .map(
        ({ path, headers }) => `${customerOf.get(headers.authorization ?? "") ?? ""} ${path.split("/").at(-1) ?? ""}`,
      ),
  );
  const unasked = new Set<string>();
  for (const [region, { endpoint }] of Object.entries(regions)) {
    const client = new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator });
    const TableName = String(outputs[region]?.basketsArn).split("/").at(-1);
    for await (const { Items: items = [] } of paginateScan(
      { client: DynamoDBDocumentClient.from(client) },
      { TableName },
    )) {
      for (const { sk, customerId, slotId, units } of items) {
        const line = `${String(customerId)} ${String(slotId)}`;
        const isOfFuzz = [...customerOf.values()].includes(String(customerId));
        if (String(sk).startsWith("LINE#") && isOfFuzz && units !== 0 && !asked.has(line)) unasked.add(line);
      }
    }
    client.destroy();
  }
  return [...unasked].map((line) => `${line} is in a basket, and no request for it was accepted`);
}
