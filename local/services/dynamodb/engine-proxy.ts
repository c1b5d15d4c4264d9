import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Agent, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { EndpointRequest, EndpointResponse } from "../../endpoint/service.ts";
import type { Engine } from "./engine.ts";
import { engineAccessKeyId } from "./engine-clients.ts";

/** The headers that the engine reads; the others are the connection's own business. */
const forwardedHeaders = ["accept", "amz-sdk-invocation-id", "amz-sdk-request", "content-type", "x-amz-target"];
/** A checksum that no client of today reads, and that would be wrong for a body that was rewritten. */
const droppedHeaders = new Set(["connection", "content-length", "date", "keep-alive", "server", "x-amz-crc32"]);

/** Passes calls on to the engine over connections that are kept open. */
export class EngineProxy {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(engine: Pick<Engine, "url">) {
    this.#url = engine.url;
  }

  /**
   * @param body Sent in place of the request's own.
   * @throws AwsError InternalServerError if the engine is away.
   */
  async forward({ headers, signal }: EndpointRequest, body: Buffer | string): Promise<EndpointResponse> {
    const outgoing: Record<string, string> = {
      authorization: (headers.authorization ?? "").replace(/Credential=[^/]+/, `Credential=${engineAccessKeyId}`),
    };
    for (const name of forwardedHeaders) if (headers[name] !== undefined) outgoing[name] = headers[name];
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const message = request(this.#url, { method: "POST", agent: this.#agent, headers: outgoing, signal }, resolve);
        message.once("error", reject);
        message.end(body);
      });
      return { status: response.statusCode ?? 500, headers: headersOf(response.headers), body: await buffer(response) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AwsError("InternalServerError", `the DynamoDB engine at ${this.#url} does not answer: ${reason}`, 500);
    }
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }
}

function headersOf(incoming: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming)) {
    if (typeof value === "string" && !droppedHeaders.has(name)) headers[name] = value;
  }
  return headers;
}
