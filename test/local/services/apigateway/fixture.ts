import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiGateway, type ApiGatewayOptions } from "../../../../local/services/apigateway/apigateway.ts";
import type { Invoke } from "../../../../local/services/apigateway/ports.ts";
import { Logs } from "../../../../local/services/logs/logs.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";

type Answer = Awaited<ReturnType<Invoke>>;
type Call = Parameters<Invoke>[0];

/** The URI by which a gateway calls a function. */
export const uriOf = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:${name}:live/invocations`;

/** A proxy integration of a function. */
export const integration = (name = "f", more: object = {}) => ({
  "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: uriOf(name), ...more },
});

/** A document with these paths, and whatever else. */
export const documentOf = (paths: object, more: object = {}) => ({
  openapi: "3.0.1",
  info: { title: "test", version: "1" },
  paths,
  ...more,
});

/** What a stage needs of its document to have the authorizer `authorize` under the name `bearer`. */
export const withAuthorizer = (authorizer: object = {}) => ({
  security: [{ bearer: [] }],
  components: {
    securitySchemes: {
      bearer: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: uriOf("authorize"), ...authorizer },
      },
    },
  },
});

/** A gateway whose functions are stand-ins, by name, and whose clock stands still unless it is moved. */
export class GatewayFixture {
  readonly folder = mkdtempSync(join(tmpdir(), "berth-gateway-"));
  readonly logs = new Logs(this.folder);
  readonly measurements = new RecordedMeasurements();
  readonly clock = { now: Date.UTC(2026, 10, 21, 11, 50, 56) };
  readonly calls: Call[] = [];
  readonly functions: Record<string, (payload: unknown) => unknown> = { f: () => ({ statusCode: 200, body: "ok" }) };
  readonly gateway: ApiGateway;
  /** The API that was served last. */
  apiId = "";

  constructor(options: Partial<ApiGatewayOptions> = {}) {
    this.gateway = new ApiGateway({
      region: "eu-west-1",
      invoke: (call) => this.#invoke(call),
      logs: this.logs,
      measurements: this.measurements,
      clock: () => this.clock.now,
      ...options,
    });
  }

  async #invoke(call: Call): Promise<Answer> {
    this.calls.push(call);
    const name = call.functionArn.split(":")[6] ?? "";
    const answer = await this.functions[name]?.(call.payload);
    return answer instanceof Error
      ? { requestId: "id", functionError: { errorType: answer.name, errorMessage: answer.message } }
      : { requestId: "id", payload: answer };
  }

  /** Puts a document, deploys it to the stage `live`, and gives its address. */
  async serve(document: object, stage: object = {}): Promise<string> {
    const api = this.gateway.createRestApi({ name: "test", body: JSON.stringify(document) });
    this.apiId = api.id;
    const { id } = this.gateway.createDeployment(api.id);
    const { url } = await this.gateway.putStage({ apiId: api.id, deploymentId: id, stageName: "live", ...stage });
    return url;
  }

  /** The messages of a log group, when all is closed. */
  async lines(group: string): Promise<string[]> {
    await this.#end();
    const file = this.logs.group(group)?.file;
    if (file === undefined) return [];
    return readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { message: string }).message);
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    await this.gateway.close();
    await this.logs.close();
  }
}

/** Status and body of an answer. */
export async function answer(request: Promise<Response>): Promise<[number, string]> {
  const response = await request;
  return [response.status, await response.text()];
}

/** An API with resources of each kind. */
export const anything = documentOf({
  "/bookings": { get: integration(), post: integration() },
  "/bookings/{bookingId}": { get: integration() },
  "/bookings/next": { get: integration("next") },
  "/files/{path+}": { "x-amazon-apigateway-any-method": integration("files"), delete: integration("remove") },
  "/": { get: integration("root") },
});
