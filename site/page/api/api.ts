import type { paths } from "../../../api/generated/types.ts";
import createClient, { type Client } from "openapi-fetch";
import { anyRegion, type Failover, type RegionalResponse, type Route } from "./failover.ts";
import { patiently, type Patience } from "./patience.ts";
import { problemFrom } from "./problem.ts";

/** What a call of the API gives: openapi-fetch's result. */
interface Result<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the API needs. */
interface ApiOptions {
  readonly failover: Failover;
  readonly patience: Patience;
  /** An access token that is good for a while; undefined if nobody is signed in. */
  readonly token: () => Promise<string | undefined>;
  /** Called when a token was not taken. */
  readonly refused: () => void;
}

/** The API of all regions. */
export class Api {
  readonly #options: ApiOptions;
  readonly #client: Client<paths>;
  readonly #answeredBy = new WeakMap<Response, string>();

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#client = createClient<paths>({ baseUrl: anyRegion, fetch: this.routed({}) });
  }

  /** The typed client; its requests go to whichever region answers. */
  get client(): Client<paths> {
    return this.#client;
  }

  /** Sends the requests of one call by a route: `{ fetch: api.routed({ only: "eu-west-1" }) }`. */
  routed(route: Route): (request: Request) => Promise<Response> {
    return async (request) => {
      const { failover, patience, token, refused } = this.#options;
      const accessToken = await token();
      if (accessToken !== undefined) request.headers.set("Authorization", `Bearer ${accessToken}`);
      const send = (): Promise<RegionalResponse> => failover.send(request.clone(), route);
      const { response, region } = await patiently(send, patience);
      this.#answeredBy.set(response, region);
      if (response.status === 401) refused();
      return response;
    };
  }

  /** The region that an answer came from. */
  answeredBy(response: Response): string {
    return this.#answeredBy.get(response) ?? "";
  }
}

/**
 * The data of a call that was fulfilled.
 *
 * @throws ApiProblem for one that was refused
 */
export async function dataOf<Data>(call: Promise<Result<Data>>): Promise<Data> {
  return (await answerOf(call)).data;
}

/**
 * The data of a call that was fulfilled, and the answer that it came with.
 *
 * @throws ApiProblem for one that was refused
 */
export async function answerOf<Data>(call: Promise<Result<Data>>): Promise<{ data: Data; response: Response }> {
  const { data, error, response } = await call;
  if (response.ok) return { data: data as Data, response };
  throw problemFrom(error, response.status);
}
