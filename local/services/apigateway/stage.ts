import { createServer, type Server } from "node:http";
import type { FastifyInstance } from "fastify";
import { listen, silence } from "../../listener.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import type { Logs } from "../logs/logs.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { substitute } from "./context-variables.ts";
import type { Api } from "./document.ts";
import type { Exchange } from "./exchange.ts";
import type { Invoke } from "./ports.ts";
import { createRouter } from "./router.ts";
import type { Throttles } from "./throttle.ts";

/** A deployment: an API as it was when it was deployed. */
export interface Deployment {
  readonly id: string;
  readonly apiId: string;
  readonly api: Api;
  readonly description?: string;
  readonly createdAt: Date;
}

/** What a stage is made or changed with. */
export interface StageDefinition {
  readonly apiId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly accessLog?: { readonly group: string; readonly format: string };
  /** Size of the cache of answers; undefined for none. This machine keeps 64 MiB at most. */
  readonly cacheGigabytes?: number;
}

/** What a stage depends on. */
export interface StageOptions {
  readonly region: string;
  readonly apiName: string;
  readonly invoke: Invoke;
  readonly logs: Logs;
  readonly measurements: Measurements;
  readonly throttles: Throttles;
  readonly answers: AnswerCache;
  readonly clock: () => number;
}

/** A stage of an API: a listener on the loopback address, which outlives the deployments that it serves. */
export class Stage {
  readonly throttles: Throttles;
  /** What it keeps if it has a cache. */
  readonly answers: AnswerCache;
  readonly #options: StageOptions;
  readonly #server: Server;
  readonly #port: number;
  #definition: StageDefinition;
  #router: FastifyInstance;

  private constructor(
    definition: StageDefinition,
    options: StageOptions,
    { server, port }: { server: Server; port: number },
    router: FastifyInstance,
  ) {
    this.throttles = options.throttles;
    this.answers = options.answers;
    this.#options = options;
    this.#server = server;
    this.#port = port;
    this.#definition = definition;
    this.#router = router;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any that is free
   * @throws MachineError if the port is in use
   */
  static async listen(
    definition: StageDefinition,
    deployment: Deployment,
    options: StageOptions,
    port: number,
  ): Promise<Stage> {
    const server = createServer();
    const listener = { server, port: await listen(server, port) };
    const router = await routerOf(definition, deployment, options);
    const stage = new Stage(definition, options, listener, router);
    server.on("request", (request, response) => {
      stage.#router.routing(request, response);
    });
    return stage;
  }

  /** Such as `http://127.0.0.1:3000`: the paths of the API follow it. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get definition(): StageDefinition {
    return this.#definition;
  }

  /** Serves another deployment or with other settings, from the next request on. */
  async update(definition: StageDefinition, deployment: Deployment): Promise<void> {
    // API Gateway makes another cache for another size.
    if (definition.cacheGigabytes !== this.#definition.cacheGigabytes) this.answers.clear();
    const before = this.#router;
    this.#router = await routerOf(definition, deployment, this.#options);
    this.#definition = definition;
    await before.close();
  }

  /** Refuses connections, ends those that are open, and forgets answers, until `resume`. */
  async suspend(): Promise<void> {
    this.answers.clear();
    await silence(this.#server);
  }

  /** Listens again where it did. @throws MachineError if something else has taken the port */
  async resume(): Promise<void> {
    await listen(this.#server, this.#port);
  }

  /** Stops listening and ends open connections. */
  async close(): Promise<void> {
    await silence(this.#server);
    await this.#router.close();
  }
}

function routerOf(
  definition: StageDefinition,
  deployment: Deployment,
  options: StageOptions,
): Promise<FastifyInstance> {
  const { apiId, stageName, variables, cacheGigabytes } = definition;
  const { region, apiName, invoke, throttles, answers, clock } = options;
  return createRouter(deployment.api, {
    stage: { region, apiId, apiName, stageName, deploymentId: deployment.id },
    invoke,
    variables: variables ?? null,
    takeToken: (key) => throttles.take(key),
    answers: cacheGigabytes === undefined ? undefined : answers,
    answered: (exchange, answer) => {
      record(exchange, answer, definition, options);
    },
    clock,
  });
}

/** What is to be known of a request when it is over: a line in the logs, and measurements. */
function record(
  exchange: Exchange,
  { status, length, latency }: { status: number; length: number; latency: number },
  { apiId, stageName, accessLog }: StageDefinition,
  { apiName, logs, measurements }: StageOptions,
): void {
  if (exchange.error?.log !== undefined) {
    logs.write(`API-Gateway-Execution-Logs_${apiId}/${stageName}`, `(${exchange.requestId}) ${exchange.error.log}`);
  }
  const responseLatency = Math.round(latency);
  if (accessLog !== undefined) {
    const variables = { ...exchange.variables(), status, responseLength: length, responseLatency };
    logs.write(accessLog.group, substitute(accessLog.format, variables, "-"));
  }
  const values = {
    Count: 1,
    "4XXError": status >= 400 && status < 500 ? 1 : 0,
    "5XXError": status >= 500 ? 1 : 0,
    Latency: responseLatency,
    IntegrationLatency: exchange.integrationLatency,
    ...(exchange.servedFromCache !== undefined && {
      CacheHitCount: exchange.servedFromCache ? 1 : 0,
      CacheMissCount: exchange.servedFromCache ? 0 : 1,
    }),
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const scopes: Record<string, string>[] = [{ ApiName: apiName }, { ApiName: apiName, Stage: stageName }];
    for (const dimensions of scopes) measurements.put({ namespace: "AWS/ApiGateway", name, dimensions, value });
  }
}
