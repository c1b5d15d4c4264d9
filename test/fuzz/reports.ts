import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Berth } from "../../demo/berth.ts";
import type { Answered } from "./catalogue.ts";

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

/** Reports that were written down and that no accepted request has asked for. */
export function unaskedReports(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  answered: readonly Answered[],
): string[] {
  const accepted = answered.filter(({ status, request }) => status === 202 && request.operation.id === "createReport");
  const asked = new Set([...before, ...accepted.map(({ made }) => made)]);
  return [...after]
    .filter((id) => !asked.has(id))
    .map((id) => `report ${id} was written down, and no request for it was accepted`);
}
