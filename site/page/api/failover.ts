import type { Region, Regions } from "./regions.ts";

/** The address that requests to any region are made for; no such host exists. */
export const anyRegion = "https://any-region.invalid";

/** No region has answered. */
export class NoRegionAnswers extends Error {
  override readonly name = "NoRegionAnswers";

  /** @param regions the names of those that were asked */
  constructor(regions: readonly string[]) {
    super(`no answer from ${regions.join(", ")}`);
  }
}

/** What a failover needs. */
interface FailoverOptions {
  readonly regions: Regions;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Milliseconds that a region has to answer before the next is asked. */
  readonly timeoutMilliseconds: number;
}

/** Which regions a request may go to. */
export interface Route {
  /** Asked before the others, dark or not. */
  readonly first?: string;
  /** Asked alone. */
  readonly only?: string;
}

/** What came back, and from where. */
export interface RegionalResponse {
  readonly response: Response;
  readonly region: string;
}

/**
 * Sends requests to the best region, and on silence, refusal or a 5xx the same request to the next, with the same Idempotency-Key.
 * A request that cannot be repeated safely (a POST without a key) is sent once.
 */
export class Failover {
  readonly #options: FailoverOptions;

  constructor(options: FailoverOptions) {
    this.#options = options;
  }

  /**
   * @param request made for {@link anyRegion}
   * @returns the first answer that is no 5xx, or else the last 5xx
   * @throws NoRegionAnswers if none has answered at all; whatever the request's own signal was aborted with
   */
  async send(request: Request, route: Route = {}): Promise<RegionalResponse> {
    const { regions } = this.#options;
    const body = request.body === null ? undefined : await request.arrayBuffer();
    const asked: string[] = [];
    let worst: RegionalResponse | undefined;
    for (const region of this.#candidates(route, isRepeatable(request))) {
      asked.push(region.name);
      const response = await this.#ask(region, request, body);
      if (response !== undefined && response.status < 500) {
        regions.answered(region.name);
        if (route.only === undefined && route.first === undefined) regions.serves(region.name);
        return { response, region: region.name };
      }
      regions.failed(region.name);
      if (response !== undefined) worst = { response, region: region.name };
    }
    if (worst !== undefined) return worst;
    throw new NoRegionAnswers(asked);
  }

  #candidates({ first, only }: Route, repeatable: boolean): Region[] {
    const inOrder = this.#options.regions.inOrder().map(({ region }) => region);
    if (only !== undefined) return inOrder.filter(({ name }) => name === only);
    const ordered = [...inOrder.filter(({ name }) => name === first), ...inOrder.filter(({ name }) => name !== first)];
    return repeatable ? ordered : ordered.slice(0, 1);
  }

  /** Undefined if there was no answer. */
  async #ask({ api }: Region, request: Request, body: ArrayBuffer | undefined): Promise<Response | undefined> {
    const { fetch, timeoutMilliseconds } = this.#options;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMilliseconds)]);
    const { method, headers } = request;
    try {
      return await fetch(new Request(addressAt(api, request.url), { method, headers, body, signal }));
    } catch {
      request.signal.throwIfAborted(); // who gave up wants no other region
      return undefined;
    }
  }
}

function addressAt(api: string, url: string): string {
  const { pathname, search } = new URL(url);
  return `${api}${pathname}${search}`;
}

function isRepeatable({ method, headers }: Request): boolean {
  return method !== "POST" || headers.has("Idempotency-Key");
}
