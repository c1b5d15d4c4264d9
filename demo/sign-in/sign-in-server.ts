import { createServer, type Server } from "node:http";
import Fastify, { type FastifyInstance } from "fastify";
import { listen, silence } from "../../local/listener.ts";
import { admitOrigins } from "./cross-origin.ts";
import { serveDiscovery } from "./discovery.ts";
import type { Domain } from "./domain.ts";
import { Grants } from "./grants.ts";
import { serveManagedLogin } from "./managed-login.ts";
import { serveTokens } from "./token-endpoint.ts";

/** What a sign-in server needs. */
export interface SignInServerOptions extends Pick<Domain, "cognito" | "issuer" | "people"> {
  /** Whether the pools' region is there; while it is dark, nobody signs in. */
  readonly isRunning: () => boolean;
  /** The port on 127.0.0.1; 0 for any that is free. */
  readonly port: number;
  /** The time in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/** Of a form, in bytes. */
const bodyLimit = 16 * 1024;

/**
 * Where people sign in to the app clients of a region's user pools, as at the domain of a pool on AWS: OAuth 2.0 by authorization
 * code with PKCE, for public clients. Which clients there are, where they may send people and how long their tokens last, the
 * program has said.
 *
 * Left out: passwords and second factors, a session at the domain (who comes again says again who they are), the implicit flow and
 * client secrets, `/oauth2/userInfo` (the id token tells it), rotation of refresh tokens, TLS.
 */
export class SignInServer {
  readonly #app: FastifyInstance;
  readonly #server: Server;
  readonly #port: number;

  private constructor(app: FastifyInstance, server: Server, port: number) {
    this.#app = app;
    this.#server = server;
    this.#port = port;
  }

  /** @throws MachineError if the port is in use */
  static async listen({ isRunning, port, clock = Date.now, ...rest }: SignInServerOptions): Promise<SignInServer> {
    const app = await routesOf({ ...rest, clock, codes: new Grants(clock), refreshTokens: new Grants(clock) });
    const server = createServer((request, response) => {
      if (isRunning()) app.routing(request, response);
      else request.socket.destroy();
    });
    return new SignInServer(app, server, await listen(server, port));
  }

  /** Its address, such as `http://127.0.0.1:8403`. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Stops listening and ends every connection. */
  async close(): Promise<void> {
    await silence(this.#server);
    await this.#app.close();
  }
}

async function routesOf(domain: Domain): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_, body, done) => {
    done(null, body);
  });
  app.addHook("onRequest", (_, reply, done) => {
    reply.headers({
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    });
    done();
  });
  // Apart, as each has an error handler of its own.
  app.register((pages, _, done) => {
    serveManagedLogin(pages, domain);
    done();
  });
  app.register((endpoints, _, done) => {
    admitOrigins(endpoints, domain);
    serveTokens(endpoints, domain);
    serveDiscovery(endpoints, domain);
    done();
  });
  await app.ready();
  return app;
}
