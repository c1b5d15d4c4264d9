import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { Engine } from "./engine.ts";

/** The one access key that all calls reach the engine with: it keeps tables apart by key, and roles share theirs. */
export const engineAccessKeyId = "berth";

/** SDK clients that talk to the engine itself, past the endpoints and their permission checks, one a region. */
export class EngineClients {
  readonly #url: string;
  readonly #tables = new Map<string, DynamoDBClient>();
  readonly #streams = new Map<string, DynamoDBStreamsClient>();

  constructor(engine: Pick<Engine, "url">) {
    this.#url = engine.url;
  }

  /** The client for the tables of a region. */
  tables(region: string): DynamoDBClient {
    const client = this.#tables.get(region) ?? new DynamoDBClient(this.#configuration(region));
    this.#tables.set(region, client);
    return client;
  }

  /** The client for the streams of a region's tables. */
  streams(region: string): DynamoDBStreamsClient {
    const client = this.#streams.get(region) ?? new DynamoDBStreamsClient(this.#configuration(region));
    this.#streams.set(region, client);
    return client;
  }

  /** Closes the connections. */
  close(): void {
    for (const client of [...this.#tables.values(), ...this.#streams.values()]) client.destroy();
  }

  #configuration(region: string) {
    return {
      endpoint: this.#url,
      region,
      credentials: { accessKeyId: engineAccessKeyId, secretAccessKey: "none" },
    };
  }
}
