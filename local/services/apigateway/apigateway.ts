import { createHash } from "node:crypto";
import type { Measurements } from "../cloudwatch/metric.ts";
import type { Logs } from "../logs/logs.ts";
import { AnswerCache, type Caching } from "./answer-cache.ts";
import { problemsOfTemplate } from "./context-variables.ts";
import { readDocument, type Api } from "./document.ts";
import { InvalidDocument } from "./invalid-document.ts";
import type { Invoke } from "./ports.ts";
import { Stage, type Deployment, type StageDefinition } from "./stage.ts";
import { accountLimit, Bucket, Throttles, type Limit } from "./throttle.ts";

/** A REST API as it was last put. */
export interface RestApi {
  /** Ten letters and digits. */
  readonly id: string;
  readonly rootResourceId: string;
  readonly name: string;
  readonly description?: string;
  /** The OpenAPI document, in JSON. */
  readonly body: string;
  readonly api: Api;
  readonly createdAt: Date;
}

/** What is set for a method of a stage. */
export interface MethodSettings {
  readonly limit: Limit;
  /** @default answers are not kept, unless those of all GETs are */
  readonly caching?: Caching;
}

/** What a region's API Gateway needs. */
export interface ApiGatewayOptions {
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** Where the first stage listens; 0 for any free port. Further stages take any. @default 0 */
  readonly port?: number;
  /** Runs the functions behind the API and its authorizer. */
  readonly invoke: Invoke;
  readonly logs: Logs;
  readonly measurements: Measurements;
  /** The time in epoch milliseconds, for throttles, the authorizers' caches and logs. @default Date.now */
  readonly clock?: () => number;
}

/**
 * API Gateway of one region: REST APIs from OpenAPI documents, with stages that listen on the loopback address. A stage
 * lies at the root of its own address, as behind a custom domain, over HTTP.
 *
 * Left out: integrations other than `aws_proxy` and `mock` with the simplest templates, authorizers other than TOKEN, API keys and usage plans,
 * answers renewed or kept from the cache by a client's wish, canaries, resource policies, VPC links, binary media types, compression, request mapping templates and
 * execution logs but for errors. A document that asks for one of these is refused when it is put.
 */
export class ApiGateway {
  readonly #options: ApiGatewayOptions;
  readonly #clock: () => number;
  readonly #apis = new Map<string, RestApi>();
  readonly #deployments = new Map<string, Deployment>();
  readonly #stages = new Map<string, Stage>();
  readonly #account: Bucket;
  #made = 0;

  constructor(options: ApiGatewayOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#account = new Bucket(accountLimit, this.#clock);
  }

  /**
   * Makes an API.
   *
   * @param body an OpenAPI 3.0 document in JSON
   * @throws InvalidDocument naming everything in the body that is wrong or not known
   */
  createRestApi({ name, description, body }: Pick<RestApi, "name" | "description" | "body">): RestApi {
    const id = this.#id(`api ${name}`, 10);
    const rootResourceId = this.#id(`root of ${id}`, 10);
    const restApi = { id, rootResourceId, name, description, body, api: readDocument(body), createdAt: this.#now() };
    this.#apis.set(id, restApi);
    return restApi;
  }

  /** The API, or undefined. */
  restApi(id: string): RestApi | undefined {
    return this.#apis.get(id);
  }

  /** All APIs, in the order in which they were made. */
  restApis(): RestApi[] {
    return [...this.#apis.values()];
  }

  /** Changes an API; its stages go on with what was deployed. @throws InvalidDocument */
  updateRestApi(id: string, { name, description, body }: Pick<RestApi, "name" | "description" | "body">): RestApi {
    const restApi = { ...this.#get(id), name, description, body, api: readDocument(body) };
    this.#apis.set(id, restApi);
    return restApi;
  }

  /** Removes an API with its deployments and stages; does nothing if it is gone. */
  async deleteRestApi(id: string): Promise<void> {
    this.#apis.delete(id);
    for (const [key, { apiId }] of this.#deployments) if (apiId === id) this.#deployments.delete(key);
    await Promise.all(this.stages(id).map(({ definition }) => this.deleteStage(id, definition.stageName)));
  }

  /** Keeps the API as it is now, for stages to serve. */
  createDeployment(apiId: string, description?: string): Deployment {
    const { api } = this.#get(apiId);
    const deployment = { id: this.#id(`deployment of ${apiId}`, 6), apiId, api, description, createdAt: this.#now() };
    this.#deployments.set(deployment.id, deployment);
    return deployment;
  }

  /** The deployment, or undefined. */
  deployment(id: string): Deployment | undefined {
    return this.#deployments.get(id);
  }

  /** Changes what a deployment is said to be. */
  updateDeployment(id: string, description: string | undefined): Deployment {
    const deployment = this.#deployments.get(id);
    if (deployment === undefined) throw new InvalidDocument("deployment", [`there is no deployment ${id}`]);
    const changed = { ...deployment, description };
    this.#deployments.set(id, changed);
    return changed;
  }

  /** Removes a deployment; does nothing if it is gone. A stage that serves it goes on. */
  deleteDeployment(id: string): void {
    this.#deployments.delete(id);
  }

  /**
   * Makes a stage, which listens from then on, or changes one that is there.
   *
   * @throws InvalidDocument for an API, deployment or log group that is not there, or an access log format with unknown variables
   * @throws MachineError if the port is in use
   */
  async putStage(definition: StageDefinition): Promise<Stage> {
    const { apiId, stageName, deploymentId } = definition;
    const { name: apiName } = this.#get(apiId);
    const deployment = this.#deployments.get(deploymentId);
    if (deployment?.apiId !== apiId) {
      throw new InvalidDocument(`stage ${stageName}`, [`the API ${apiId} has no deployment ${deploymentId}`]);
    }
    this.#checkAccessLog(definition);
    const existing = this.stage(apiId, stageName);
    if (existing !== undefined) {
      await existing.update(definition, deployment);
      return existing;
    }
    const { region, invoke, logs, measurements, port = 0 } = this.#options;
    const throttles = new Throttles(this.#account, this.#clock);
    const answers = new AnswerCache(this.#clock);
    const options = { region, apiName, invoke, logs, measurements, throttles, answers, clock: this.#clock };
    const stage = await Stage.listen(definition, deployment, options, this.#stages.size === 0 ? port : 0);
    this.#stages.set(keyOf(apiId, stageName), stage);
    return stage;
  }

  /** The stage, or undefined. */
  stage(apiId: string, stageName: string): Stage | undefined {
    return this.#stages.get(keyOf(apiId, stageName));
  }

  /** The stages of an API. */
  stages(apiId: string): Stage[] {
    return [...this.#stages.values()].filter(({ definition }) => definition.apiId === apiId);
  }

  /** Removes a stage, which stops listening; does nothing if it is gone. */
  async deleteStage(apiId: string, stageName: string): Promise<void> {
    const stage = this.stage(apiId, stageName);
    this.#stages.delete(keyOf(apiId, stageName));
    await stage?.close();
  }

  /** Address of a stage, such as `http://127.0.0.1:3000`, or undefined if there is none. */
  urlOf(apiId: string, stageName: string): string | undefined {
    return this.stage(apiId, stageName)?.url;
  }

  /**
   * Sets how a method of a stage is throttled, and whether its answers are kept, or all by `*` + `/*`; undefined takes it away.
   *
   * @throws InvalidDocument if there is no such stage
   */
  setMethod(apiId: string, stageName: string, methodPath: string, settings: MethodSettings | undefined): void {
    const stage = this.stage(apiId, stageName);
    if (stage === undefined)
      throw new InvalidDocument("method settings", [`the API ${apiId} has no stage ${stageName}`]);
    stage.throttles.set(methodPath, settings?.limit);
    stage.answers.set(methodPath, settings?.caching);
  }

  /** What was set for a method of a stage, or undefined. */
  methodOf(apiId: string, stageName: string, methodPath: string): MethodSettings | undefined {
    const stage = this.stage(apiId, stageName);
    const limit = stage?.throttles.get(methodPath);
    return limit && { limit, caching: stage?.answers.get(methodPath) };
  }

  /** Refuses connections everywhere, until `resume`. */
  async suspend(): Promise<void> {
    await Promise.all([...this.#stages.values()].map((stage) => stage.suspend()));
  }

  /** Listens again, on the same ports. @throws MachineError if one of them is taken */
  async resume(): Promise<void> {
    await Promise.all([...this.#stages.values()].map((stage) => stage.resume()));
  }

  /** Stops listening everywhere. */
  async close(): Promise<void> {
    await Promise.all([...this.#stages.values()].map((stage) => stage.close()));
    this.#stages.clear();
  }

  #checkAccessLog({ stageName, accessLog }: StageDefinition): void {
    if (accessLog === undefined) return;
    const problems = problemsOfTemplate(accessLog.format);
    if (!/\$context\.(requestId|extendedRequestId)/.test(accessLog.format)) {
      problems.push("the access log format must contain $context.requestId or $context.extendedRequestId");
    }
    if (accessLog.format.includes("\n")) problems.push("the access log format must be a single line");
    if (this.#options.logs.group(accessLog.group) === undefined) {
      problems.push(`there is no log group ${accessLog.group}`);
    }
    if (problems.length > 0) throw new InvalidDocument(`stage ${stageName}`, problems);
  }

  #get(id: string): RestApi {
    const restApi = this.#apis.get(id);
    if (restApi === undefined) throw new InvalidDocument("API", [`there is no API ${id}`]);
    return restApi;
  }

  #now(): Date {
    return new Date(this.#clock());
  }

  /** Letters and digits, the same at every run that makes the same things in the same order. */
  #id(text: string, length: number): string {
    this.#made += 1;
    const hex = createHash("sha256").update(`${this.#options.region} ${text} ${this.#made}`).digest("hex");
    return BigInt(`0x${hex}`).toString(36).slice(0, length);
  }
}

function keyOf(apiId: string, stageName: string): string {
  return `${apiId}/${stageName}`;
}
