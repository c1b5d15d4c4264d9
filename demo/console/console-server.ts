import { createServer, type Server } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { z } from "zod";
import { contentTypeOf } from "../../components/internal/page-files.ts";
import { securityHeaders } from "../../components/site-headers.ts";
import { Drills } from "../../local/control/drills.ts";
import { requests } from "../../local/control/protocol.ts";
import { listen, silence } from "../../local/listener.ts";
import type { Machine } from "../../local/machine.ts";
import { consoleFiles, consolePath } from "./files.ts";
import { refusalOf } from "./guard.ts";
import { look } from "./look.ts";

/** What a console needs. */
export interface ConsoleOptions {
  readonly machine: Machine;
  /** The address of a region's page; undefined if it has none. */
  readonly pageOf: (region: string) => string | undefined;
  /** The port on 127.0.0.1; 0 for any that is free. */
  readonly port: number;
}

/** Of an order, in bytes. */
const bodyLimit = 1024;

/**
 * Shows on a page how a machine is, and lets there be pressed what `npm run local` says. Orders are taken from that page only; it has no
 * token, as whoever can read the machine's loopback address can read what the console shows too.
 */
export class ConsoleServer {
  readonly #app: FastifyInstance;
  readonly #server: Server;
  readonly #port: number;

  private constructor(app: FastifyInstance, server: Server, port: number) {
    this.#app = app;
    this.#server = server;
    this.#port = port;
  }

  /** @throws MachineError if the port is in use */
  static async listen({ port, ...rest }: ConsoleOptions): Promise<ConsoleServer> {
    const app = routesOf(rest, await consoleFiles());
    await app.ready();
    const server = createServer((request, response) => {
      app.routing(request, response);
    });
    return new ConsoleServer(app, server, await listen(server, port));
  }

  /** Its address, such as `http://localhost:8404/_local`. */
  get url(): string {
    return `http://localhost:${this.#port}${consolePath}`;
  }

  /** Stops listening and ends every connection. */
  async close(): Promise<void> {
    await silence(this.#server);
    await this.#app.close();
  }
}

function routesOf(
  { machine, pageOf }: Pick<ConsoleOptions, "machine" | "pageOf">,
  files: ReadonlyMap<string, Uint8Array>,
): FastifyInstance {
  const app = Fastify({ bodyLimit });
  const drills = new Drills(machine);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...securityHeaders(), "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin" });
    const message = refusalOf(request);
    if (message !== undefined) await reply.code(403).send({ message });
  });
  app.setErrorHandler(async (error, _, reply) => {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    await reply.code(error instanceof z.ZodError ? 400 : 422).send({ message });
  });

  app.get("/", (_, reply) => reply.redirect(consolePath));
  app.get(`${consolePath}/state`, () => look(machine, pageOf));
  app.get(consolePath, (_, reply) => sendFile(files, "index.html", reply));
  app.get<{ Params: { file: string } }>(`${consolePath}/:file`, ({ params }, reply) =>
    sendFile(files, params.file, reply),
  );
  for (const [operation, order] of Object.entries(orders)) {
    app.post(`${consolePath}/${operation}`, async ({ body }) => {
      await order(drills, body);
      return await look(machine, pageOf);
    });
  }
  return app;
}

/** What the console's buttons say, by the path that it is posted to: the same as `npm run local`. */
const orders: Readonly<Record<string, (drills: Drills, asked: unknown) => Promise<unknown>>> = {
  lag: (drills, asked) => drills.lag(requests.lag.parse(asked)),
  cut: (drills, asked) => drills.cut(requests.cut.parse(asked)),
  heal: (drills, asked) => drills.heal(requests.heal.parse(asked)),
  stop: (drills, asked) => drills.stop(requests.stop.parse(asked)),
  start: (drills, asked) => drills.start(requests.start.parse(asked)),
};

async function sendFile(files: ReadonlyMap<string, Uint8Array>, name: string, reply: FastifyReply): Promise<void> {
  const file = files.get(name);
  if (file === undefined) await reply.code(404).send({ message: `the console has no ${name}` });
  else await reply.type(contentTypeOf(name) ?? "application/octet-stream").send(Buffer.from(file));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
