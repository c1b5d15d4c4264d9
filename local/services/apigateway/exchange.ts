import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { accountId } from "../../account.ts";
import type { ContextVariables } from "./context-variables.ts";
import type { Operation } from "./document.ts";
import { errorVariables } from "./gateway-response.ts";
import type { GatewayError } from "./gateway-error.ts";

/** What an authorizer let in. */
export interface Grant {
  readonly principalId: string;
  /** Its own keys, for the integration. */
  readonly context: Readonly<Record<string, string>>;
  /** Milliseconds that the authorizer took; 0 from the cache. */
  readonly integrationLatency: number;
}

/** The stage that a request came to, as far as its variables tell. */
export interface StageIdentity {
  readonly region: string;
  readonly apiId: string;
  readonly apiName: string;
  readonly stageName: string;
  readonly deploymentId: string;
}

/** One request and what is known of it: from here come its event, its access log line and its measurements. */
export class Exchange {
  readonly requestId = randomUUID();
  readonly extendedRequestId = randomBytes(11).toString("base64");
  /** `Root=…`, the client's or a new one. */
  readonly traceId: string;
  readonly startedAt: Date;
  readonly stage: StageIdentity;
  readonly method: string;
  /** Path without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly protocol: string;
  readonly host: string;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** Header names and values, alternating, as they were sent. */
  readonly rawHeaders: readonly string[];
  /** Undefined for a path or method that the API does not have. */
  operation: Operation | undefined;
  pathParameters: Readonly<Record<string, string>> = {};
  body: Buffer = Buffer.alloc(0);
  grant: Grant | undefined;
  error: GatewayError | undefined;
  /** Milliseconds that the integration took. */
  integrationLatency: number | undefined;
  /** The function's own request id. */
  integrationRequestId: string | undefined;
  /** The status that the function gave. */
  integrationStatus: number | undefined;
  /** Undefined for a method whose answers are not kept. */
  servedFromCache: boolean | undefined;

  constructor(request: IncomingMessage, stage: StageIdentity, now: number) {
    const url = new URL(request.url ?? "/", "http://gateway");
    this.stage = stage;
    this.startedAt = new Date(now);
    this.method = request.method ?? "GET";
    this.path = url.pathname;
    this.query = url.searchParams;
    this.protocol = `HTTP/${request.httpVersion}`;
    this.host = request.headers.host ?? "";
    this.sourceIp = request.socket.remoteAddress ?? "";
    this.userAgent = request.headers["user-agent"];
    this.rawHeaders = request.rawHeaders;
    const trace = /Root=1-[0-9a-f]{8}-[0-9a-f]{24}/.exec(String(request.headers["x-amzn-trace-id"] ?? ""))?.[0];
    this.traceId = trace ?? `Root=1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;
  }

  /** The value of a header, the last one if it was sent several times. */
  lastHeader(name: string): string | undefined {
    const index = this.rawHeaders.findLastIndex(
      (text, position) => position % 2 === 0 && text.toLowerCase() === name.toLowerCase(),
    );
    return index < 0 ? undefined : this.rawHeaders[index + 1];
  }

  /** The resource that the operation belongs to. */
  get resourceId(): string {
    return createHash("sha256")
      .update(`${this.stage.apiId}${this.operation?.path ?? ""}`)
      .digest("hex")
      .slice(0, 6);
  }

  /** `21/Nov/2026:11:50:56 +0000` */
  get requestTime(): string {
    const [, day = "", month = "", year = "", time = ""] =
      /(\d+) (\w+) (\d+) ([\d:]+)/.exec(this.startedAt.toUTCString()) ?? [];
    return `${day}/${month}/${year}:${time} +0000`;
  }

  /** ARN of what is called, with the path as it was sent, or as the API has it. */
  methodArn(path: string): string {
    const { region, apiId, stageName } = this.stage;
    return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stageName}/${this.method}${path}`;
  }

  /** The values of `$context`. */
  variables(): ContextVariables {
    const { stage, grant } = this;
    const authorizer = Object.entries(grant?.context ?? {}).map(
      ([key, value]) => [`authorizer.${key}`, value] as const,
    );
    return {
      ...Object.fromEntries(authorizer),
      "authorizer.principalId": grant?.principalId,
      "authorizer.integrationLatency": grant?.integrationLatency,
      "authorizer.latency": grant?.integrationLatency,
      accountId,
      apiId: stage.apiId,
      deploymentId: stage.deploymentId,
      domainName: this.host,
      domainPrefix: stage.apiId,
      extendedRequestId: this.extendedRequestId,
      httpMethod: this.method,
      "identity.sourceIp": this.sourceIp,
      "identity.userAgent": this.userAgent,
      "integration.integrationStatus": this.integrationStatus,
      "integration.latency": this.integrationLatency,
      "integration.requestId": this.integrationRequestId,
      "integration.status": this.integrationStatus,
      integrationLatency: this.integrationLatency,
      integrationStatus: this.integrationStatus,
      path: this.path,
      protocol: this.protocol,
      requestId: this.requestId,
      requestTime: this.requestTime,
      requestTimeEpoch: this.startedAt.getTime(),
      resourceId: this.operation && this.resourceId,
      resourcePath: this.operation?.path,
      stage: stage.stageName,
      xrayTraceId: this.traceId,
      ...(this.error && errorVariables(this.error)),
    };
  }
}
