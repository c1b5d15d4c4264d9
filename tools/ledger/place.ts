import { localContract } from "../local-contract.ts";
import type { Access } from "../local-contract.ts";

/** Where a region's table is, and as whom it is reached. */
export interface Place extends Access {
  readonly tableName: string;
}

/**
 * The table of a region: of the machine that runs here if there is one, else of AWS.
 *
 * @throws Error if the machine has no such region, or it is not known how the table is called
 */
export function placeOf(region: string, table: string | undefined): Place {
  const local = localContract(region);
  const tableName = table ?? local?.tableName;
  if (tableName === undefined) {
    throw new Error("--table is not set: name the ledger's table, the last part of the output ledgerArn of a stack");
  }
  return { tableName, ...local?.access };
}
