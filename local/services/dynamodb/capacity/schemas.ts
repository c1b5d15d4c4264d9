import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { EngineClients } from "../engine-clients.ts";
import type { MeteredIndex } from "./units.ts";

/** A table, as far as its capacity depends on it. */
export interface MeteredTable {
  readonly keyNames: readonly string[];
  readonly indexes: readonly MeteredIndex[];
}

/** A table may be made anew under its name. */
const freshMilliseconds = 5000;

/** Keys and indexes of a region's tables, remembered for a short while. */
export class Schemas {
  readonly #region: string;
  readonly #clients: EngineClients;
  readonly #known = new Map<string, { table: Promise<MeteredTable>; since: number }>();

  constructor(region: string, clients: EngineClients) {
    this.#region = region;
    this.#clients = clients;
  }

  /** @throws the engine's ResourceNotFoundException */
  of(name: string): Promise<MeteredTable> {
    const known = this.#known.get(name);
    if (known !== undefined && performance.now() - known.since < freshMilliseconds) return known.table;
    const table = this.#describe(name);
    this.#known.set(name, { table, since: performance.now() });
    table.catch(() => this.#known.delete(name));
    return table;
  }

  async #describe(name: string): Promise<MeteredTable> {
    const describe = new DescribeTableCommand({ TableName: name });
    const { Table: table = {} } = await this.#clients.tables(this.#region).send(describe);
    const namesOf = (schema: readonly { AttributeName?: string }[] = []) =>
      schema.map(({ AttributeName }) => AttributeName ?? "");
    const keyNames = namesOf(table.KeySchema);
    const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
    return {
      keyNames,
      indexes: indexes.map(({ KeySchema, Projection }) => {
        const own = namesOf(KeySchema);
        const all = Projection?.ProjectionType === "ALL";
        return {
          keyNames: own,
          projected: all ? undefined : new Set([...keyNames, ...own, ...(Projection?.NonKeyAttributes ?? [])]),
        };
      }),
    };
  }
}
