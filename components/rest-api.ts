import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "./internal/alarm.ts";
import { gatewayDocument } from "./internal/gateway-document.ts";
import { originProblems, ownPreflights } from "./internal/cross-origin-rules.ts";
import { guard, oneOf, rule, wholeNumber } from "./internal/guard.ts";
import { type LambdaFunction, logRetentionSteps } from "./lambda-function.ts";
import { methodSettings } from "./internal/method-settings.ts";
import { type Caching, methodPattern, OpenApi, type Throttle } from "./internal/open-api.ts";
import { mismatches } from "./internal/open-api-rules.ts";
import { forPartners, partnerProblems, usagePlans } from "./internal/usage-plans.ts";

/** The function that decides who may call a {@link RestApi}. */
export interface RestApiAuthorizer {
  /**
   * A Lambda authorizer of type TOKEN. Its policy has to keep the methods of a group from others; {@link authorizedMethods} tells
   * it which they are.
   */
  function: LambdaFunction;
  /** The security scheme of the document that it stands for. @default "bearer" */
  scheme?: string;
  /** How long its answer for a token is kept, in seconds, 0 to 3,600. @default 300 */
  cacheSeconds?: number;
}

/** The pages that may call a {@link RestApi} from a browser. */
export interface RestApiCors {
  /**
   * Their origins, such as `https://www.example.com`; from no other origin may a page read an answer. The functions' own answers have
   * to name the origin that asks, and `Vary: Origin`. With an empty list no page may call.
   */
  origins: pulumi.Input<pulumi.Input<string>[]>;
  /** How long a browser remembers what it may send, in seconds, 0 to 86,400; Chromium takes 7,200 at most. @default 7200 */
  maximumAgeSeconds?: number;
}

/** A partner, who calls a {@link RestApi} with a key of its own and within its own plan. */
export interface RestApiPartner {
  /** Such as `acme-travel`: 1 to 40 small letters, digits and hyphens, a letter first. */
  name: string;
  /** Calls a second in the long run, above 0. */
  requestsPerSecond: number;
  /** Calls at once, 1 to 5,000. */
  burst: number;
  /** Calls a day (UTC), 1 or more. */
  requestsPerDay: number;
  /** The key itself, a secret of 20 to 128 characters, so that it is the same in several regions. @default API Gateway makes one */
  keyValue?: pulumi.Input<string>;
}

/** Arguments of {@link RestApi}. Limits: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export interface RestApiArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /**
   * The OpenAPI 3.0 document, in YAML or JSON: routes, validation, and for an operation
   *
   * - `x-berth-throttle: { ratePerSecond, burst }`,
   * - `x-berth-group`, the group of users whose members alone may call it,
   * - `x-berth-cache: { ttlSeconds, sharedByCallers }`, how long the answers of a GET are kept, 1 to 3,600 seconds, those to errors
   *   too. They must depend on the path, the query and `If-None-Match` alone: with `sharedByCallers: true`, which an operation with an
   *   authorizer needs, every caller gets the answer to the first.
   * - `x-berth-partners: true`, whether partners may call it too: under `/partners`, with a key in `x-api-key` in place of a token.
   */
  document: string;
  /** The function behind each operation, by `operationId`; exactly the document's. */
  functions: Record<string, LambdaFunction>;
  /** Who may call operations that need a security scheme. @default nobody is asked, if no operation needs one */
  authorizer?: RestApiAuthorizer;
  /** The pages that may call it from a browser. @default none may */
  cors?: RestApiCors;
  /** Who may call operations for partners; each has a usage plan and a key. An answer of theirs must not depend on who asks. @default nobody */
  partners?: RestApiPartner[];
  /** Calls a second of an operation without a throttle of its own, above 0. @default 100 */
  ratePerSecond?: number;
  /** Calls at once of such an operation, 1 or more. @default 200 */
  burst?: number;
  /** Size of the cache of answers in gigabytes, one of API Gateway's; a dedicated machine. @default none, and nothing is kept */
  cacheGigabytes?: number;
  /** What the `type` of a problem begins with in an answer of API Gateway itself. @default "urn:problem:" */
  problemTypePrefix?: string;
  /** Days that its logs are kept: one of CloudWatch's steps. @default 30 */
  logRetentionDays?: number;
  /** ARN of the KMS key that its logs are encrypted with, which CloudWatch Logs must be allowed to use. @default AWS's own */
  logKeyArn?: pulumi.Input<string>;
  /** 99th percentile of the time to answer that raises an alarm, in milliseconds, 1 to 29,000. @default 3000 */
  latencyAlarmMilliseconds?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/** Sizes that a cache of answers can have, in gigabytes: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
export const cacheSizes: readonly number[] = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237];

const stageName = "live";
const integrationTimeoutMilliseconds = 29_000;

/**
 * A regional REST API made from an OpenAPI document: functions behind its operations, an authorizer, validation of
 * requests, a throttle for each method, kept answers, answers to the pages of known origins only, problem details (RFC 9457) for what it refuses itself, logs, traces and alarms.
 *
 * The region needs {@link ApiGatewayLogging} once, before.
 *
 * @example
 * new RestApi("api", {
 *   document: readFileSync("api/openapi.yaml", "utf8"),
 *   functions: { createBooking: accept, readBooking: read },
 *   authorizer: { function: authorize },
 * }, { dependsOn: [logging] });
 *
 * @throws InvalidArguments if the document and `functions` differ, an operation needs an authorizer that is not there,
 *   could be called by others than its group, or would give a caller what another asked for, or an argument is out of its range
 */
export class RestApi extends pulumi.ComponentResource {
  /** Address that the paths of the document are appended to. */
  readonly url: pulumi.Output<string>;
  /** Its id, for a domain name. */
  readonly apiId: pulumi.Output<string>;
  /** Name of its stage. */
  readonly stageName: pulumi.Output<string>;
  /** ARN of its stage, which a {@link Firewall} protects. */
  readonly stageArn: pulumi.Output<string>;
  /** The partners' keys, secrets, by the partner's name. */
  readonly partnerKeys: Record<string, pulumi.Output<string>>;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: RestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, functions, authorizer, ratePerSecond = 100, burst = 200, partners = [], alarmActions } = args;
    const { cacheGigabytes, problemTypePrefix = "urn:problem:", logRetentionDays = 30, logKeyArn } = args;
    const { latencyAlarmMilliseconds = 3000 } = args;
    const { scheme = "bearer", cacheSeconds = 300 } = authorizer ?? {};
    const { origins = [], maximumAgeSeconds = 7200 } = args.cors ?? {};
    const document = new OpenApi(args.document);
    guard("RestApi", name, [
      ...document.problems,
      ...mismatches(document, Object.keys(functions), authorizer && scheme),
      rule(!(ratePerSecond > 0), `ratePerSecond is ${ratePerSecond}, and must be above 0`),
      wholeNumber("burst", burst, 1, 5000),
      ...partnerProblems(partners, document),
      ...originProblems(origins),
      ...(args.cors ? ownPreflights(document) : []),
      wholeNumber("cors.maximumAgeSeconds", maximumAgeSeconds, 0, 86_400),
      wholeNumber("authorizer.cacheSeconds", cacheSeconds, 0, 3600),
      oneOf("cacheGigabytes", cacheGigabytes, cacheSizes),
      oneOf("logRetentionDays", logRetentionDays, logRetentionSteps),
      wholeNumber("latencyAlarmMilliseconds", latencyAlarmMilliseconds, 1, integrationTimeoutMilliseconds),
    ]);
    super("berth:index:RestApi", name, {}, opts);
    const child = { parent: this };

    const body = gatewayDocument(document, {
      integrations: Object.fromEntries(Object.entries(functions).map(([id, { invokeArn }]) => [id, invokeArn])),
      authorizer: authorizer && { scheme, cacheSeconds, uri: authorizer.function.invokeArn },
      timeoutMilliseconds: integrationTimeoutMilliseconds,
      problemTypePrefix,
      hasPartners: partners.length > 0,
      crossOrigin: { origins, maximumAgeSeconds },
    });
    const api = new aws.apigateway.RestApi(name, { region, body, endpointConfiguration: { types: "REGIONAL" } }, child);
    const permit = (label: string, callee: LambdaFunction, source: string) =>
      new aws.lambda.Permission(
        `${name}-${label}`,
        {
          region,
          action: "lambda:InvokeFunction",
          function: callee.functionName,
          qualifier: callee.alias,
          principal: "apigateway.amazonaws.com",
          sourceArn: pulumi.interpolate`${api.executionArn}/${source}`,
        },
        child,
      );
    const served = document.operations.flatMap((operation) => {
      const callee = functions[operation.operationId];
      const isForPartners = operation.partners && partners.length > 0;
      return [operation, ...(isForPartners ? [forPartners(operation)] : [])].map((own) => ({ ...own, callee }));
    });
    for (const { callee, ...operation } of served) {
      if (callee) permit(operation.operationId, callee, `*/${methodPattern(operation)}`);
    }
    if (authorizer) permit("authorizer", authorizer.function, "authorizers/*");

    const deployment = new aws.apigateway.Deployment(
      name,
      { region, restApi: api.id, triggers: { body: body.apply(digest) } },
      child,
    );
    const log = (label: string, groupName?: pulumi.Input<string>) =>
      new aws.cloudwatch.LogGroup(
        `${name}-${label}`,
        { region, name: groupName, retentionInDays: logRetentionDays, kmsKeyId: logKeyArn },
        child,
      );
    const accessLog = log("access");
    // API Gateway writes its own errors to this name, and would make the group itself, to be kept for ever.
    log("execution", pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${stageName}`);
    const stage = new aws.apigateway.Stage(
      name,
      {
        region,
        restApi: api.id,
        deployment: deployment.id,
        stageName,
        accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
        xrayTracingEnabled: true,
        cacheClusterEnabled: cacheGigabytes !== undefined,
        cacheClusterSize: cacheGigabytes?.toString(),
      },
      child,
    );
    const set = (label: string, methodPath: string, throttle: Throttle, caching?: Caching) =>
      new aws.apigateway.MethodSettings(
        label,
        {
          region,
          restApi: api.id,
          stageName: stage.stageName,
          methodPath,
          settings: methodSettings(throttle, cacheGigabytes === undefined ? undefined : caching),
        },
        child,
      );
    const everyMethod = { ratePerSecond, burst };
    set(name, "*/*", everyMethod);
    for (const { operationId, method, path, throttle, cache } of served) {
      if (throttle ?? cache)
        set(`${name}-${operationId}`, `${path.slice(1)}/${method}`, throttle ?? everyMethod, cache);
    }

    this.partnerKeys = usagePlans(name, partners, { region, apiId: api.id, stageName: stage.stageName }, child);
    this.url = stage.invokeUrl;
    this.apiId = api.id;
    this.stageName = stage.stageName;
    this.stageArn = stage.arn;
    const watch = { namespace: "AWS/ApiGateway", dimensions: { ApiName: api.name, Stage: stageName }, periods: 3 };
    const owner = { ...child, region, actions: alarmActions };
    const watches = alarmsOf(name, latencyAlarmMilliseconds);
    this.alarms = Object.entries(watches).map(
      ([label, own]) => alarm(`${name}-${label}`, { ...watch, ...own }, owner).arn,
    );
    this.registerOutputs({ url: this.url });
  }
}

function alarmsOf(name: string, latencyMilliseconds: number) {
  return {
    "4xx": {
      description: `Half of the calls of ${name} are refused: a client is broken, or somebody tries doors.`,
      metric: "4XXError",
      statistic: "Average",
      above: 0.5,
    },
    "5xx": {
      description: `More than one in a hundred calls of ${name} fail: read the functions' logs and the execution log.`,
      metric: "5XXError",
      statistic: "Average",
      above: 0.01,
    },
    latency: {
      description: `${name} answers slowly: cold starts, or what its functions call is slow.`,
      metric: "Latency",
      statistic: "p99",
      above: latencyMilliseconds,
    },
  };
}

/** One JSON line a request: who, what, how long, and why not. Never a token or a body. */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTimeEpoch",
  method: "$context.httpMethod",
  resource: "$context.resourcePath",
  status: "$context.status",
  customer: "$context.authorizer.principalId",
  partnerKey: "$context.identity.apiKeyId",
  sourceIp: "$context.identity.sourceIp",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  error: "$context.error.message",
  trace: "$context.xrayTraceId",
});

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
