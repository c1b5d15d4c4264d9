import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Berth } from "../../demo/berth.ts";

/** A report of a member of staff, so that there is something to read. */
export async function askedAlready({ regions }: Berth, authorization: string): Promise<string> {
  const [{ api } = { api: "" }] = Object.values(regions);
  const answer = await fetch(`${api}/reports`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json", "idempotency-key": "fuzz-already" },
    body: JSON.stringify({ from: "2026-01-01", to: "2026-01-31" }),
  });
  return ((await answer.json()) as { reportId: string }).reportId;
}

/** The ids of all reports that were written down in any region. */
export async function reportsIn({ machine, regions, outputs }: Berth): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [region, { endpoint }] of Object.entries(regions)) {
    const client = new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator });
    const TableName = String(outputs[region]?.reportsArn).split("/")[1];
    for await (const { Items: items = [] } of paginateScan(
      { client: DynamoDBDocumentClient.from(client) },
      { TableName },
    )) {
      for (const { reportId } of items) if (typeof reportId === "string") found.add(reportId);
    }
    client.destroy();
  }
  return found;
}
