import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, request as ask, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { contentTypeOf } from "../../components/internal/page-files.ts";
import { cacheControlOf, fallbackPage, isFilePath, securityHeaders } from "../../components/site-headers.ts";
import { listen, silence } from "../../local/listener.ts";
import type { SiteConfig } from "../../site/config.ts";
import { sourcesOf } from "../../site/sources.ts";

/** What a page server needs. */
export interface PageServerOptions {
  /** The folder with the built page. */
  readonly folder: string;
  /** Everything of the page's configuration but the regions. */
  readonly config: Omit<SiteConfig, "regions">;
  /** Base address of the API of each region. */
  readonly apis: Readonly<Record<string, string>>;
  /** The port on 127.0.0.1; 0 for any that is free. */
  readonly port: number;
}

/** Under this path of the page's own address lie the regions' APIs. */
const prefix = "/regions/";

/**
 * Serves the page as CloudFront does: the same files, headers and rules of caching, the page itself for every path that is no
 * file. Unlike CloudFront it leads to the regions' APIs too, under its own address, as they take calls from no other origin; a
 * region that does not answer it does not answer for.
 *
 * Left out: TLS, HTTP/2 and 3, compression, ranges, conditional requests.
 */
export class PageServer {
  readonly #server: Server;
  readonly #port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  /** @throws MachineError if the port is in use */
  static async listen({ folder, config, apis, port }: PageServerOptions): Promise<PageServer> {
    const regions = Object.keys(apis).map((name) => ({ name, api: `${prefix}${name}` }));
    const whole: SiteConfig = { ...config, regions };
    const files = new Files(folder, whole);
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://page");
      const api = apis[pathname.slice(prefix.length).split("/")[0] ?? ""];
      if (!pathname.startsWith(prefix)) files.answer(pathname, request, response);
      else if (api === undefined) response.writeHead(404).end();
      else forward(api, request, response);
    });
    return new PageServer(server, await listen(server, port));
  }

  /** Its address, which people sign in for: such as `http://localhost:8402/`. */
  get url(): string {
    return `http://localhost:${this.#port}/`;
  }

  /** Stops listening and ends every connection. */
  async close(): Promise<void> {
    await silence(this.#server);
  }
}

/** What a distribution delivers. */
class Files {
  readonly #folder: string;
  readonly #config: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(folder: string, config: SiteConfig) {
    this.#folder = folder;
    this.#config = JSON.stringify(config);
    this.#headers = securityHeaders(sourcesOf(config));
  }

  answer(pathname: string, { method }: IncomingMessage, response: ServerResponse): void {
    const path = isFilePath(pathname) ? pathname.slice(1) : fallbackPage;
    const isConfig = path === "config.json";
    const file = join(this.#folder, path); // a URL's path has no dots that lead out of it
    const type = contentTypeOf(path);
    if (method !== "GET" && method !== "HEAD") response.writeHead(405, this.#headers).end();
    else if (type === undefined || !(isConfig || existsSync(file)))
      response.writeHead(403, this.#headers).end(); // as S3 says it
    else {
      response.writeHead(200, { ...this.#headers, "Content-Type": type, "Cache-Control": cacheControlOf(path) });
      if (method === "HEAD") response.end();
      else if (isConfig) response.end(this.#config);
      else pipeline(createReadStream(file), response).catch(() => response.destroy());
    }
  }
}

/** Passes a request on to a region's API, and its answer back; if there is none, the caller gets none either. */
function forward(api: string, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "").slice(prefix.length).replace(/^[^/?]*/, "");
  const { host: _, origin: __, ...headers } = request.headers; // the API sees no page, as it is called by scripts today
  const onward = ask(`${api}${path}`, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response).catch(() => response.destroy());
  });
  onward.on("error", () => request.socket.destroy());
  response.on("close", () => onward.destroy());
  pipeline(request, onward).catch(() => request.socket.destroy());
}
