import type { DynamoDBRecord } from "aws-lambda";
import { isAllotmentKey } from "../../ledger/keys.ts";

/** The records without those of an allotment that a later one of the batch has changed again: only what is left now is news. */
export function newestStock(records: readonly DynamoDBRecord[]): DynamoDBRecord[] {
  const last = new Map(records.map((record, index) => [keyOf(record), index]));
  return records.filter((record, index) => {
    return !isAllotmentKey(record.dynamodb?.Keys?.sk?.S ?? "") || last.get(keyOf(record)) === index;
  });
}

function keyOf({ dynamodb }: DynamoDBRecord): string {
  return `${dynamodb?.Keys?.pk?.S ?? ""} ${dynamodb?.Keys?.sk?.S ?? ""}`;
}
