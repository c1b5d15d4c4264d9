import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { listen, silence } from "../listener.ts";
import type { Iam } from "../services/iam/iam.ts";
import { AwsError } from "./aws-error.ts";
import { credentialScope } from "./credential-scope.ts";
import type { Fault, InjectedFault } from "./faults.ts";
import { Faults } from "./faults.ts";
import { type Protocol, protocolOf } from "./protocol.ts";
import { presignedScope } from "./presigned-url.ts";
import type { EndpointRequest, EndpointResponse, EndpointService } from "./service.ts";

interface EndpointOptions {
  /** Such as `eu-west-1`; calls signed for another region are refused. */
  readonly region: string;
  /** The port on 127.0.0.1. @default 0, any that is free */
  readonly port?: number;
  readonly iam: Iam;
}

/** One call as it came in. */
type Call = Pick<EndpointRequest, "method" | "url" | "headers" | "body" | "signal">;

/** Longer than clients keep idle connections, so that a connection is never closed under a call being sent on it. */
const keepAliveMilliseconds = 120_000;

/**
 * A region's one listener for AWS calls. It finds the service by the scope of the call's signature, asks IAM for every
 * permission that the call needs, lets injected faults strike, counts, and only then hands the call to the service.
 * A presigned URL is taken for a call of the one who signed it, until it expires.
 *
 * Left out: signatures are not recomputed (the key that one names is believed), TLS.
 */
export class Endpoint {
  readonly region: string;
  readonly #iam: Iam;
  readonly #server = createServer({ keepAliveTimeout: keepAliveMilliseconds }, (message, response) => {
    void this.#serve(message, response);
  });
  readonly #services = new Map<string, EndpointService>();
  readonly #faults = new Faults();
  readonly #calls = new Map<string, number>();
  #closing = new AbortController();
  #port = 0;

  private constructor(options: EndpointOptions) {
    this.region = options.region;
    this.#iam = options.iam;
  }

  /** @throws MachineError if something else listens on the port. */
  static async listen(options: EndpointOptions): Promise<Endpoint> {
    const endpoint = new Endpoint(options);
    endpoint.#port = await listen(endpoint.#server, options.port ?? 0);
    return endpoint;
  }

  /** Its address, such as `http://127.0.0.1:4501`; what `AWS_ENDPOINT_URL` is set to. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How often each operation was called, refused calls and struck ones included, by `service:Operation`. */
  get calls(): ReadonlyMap<string, number> {
    return this.#calls;
  }

  /** Adds a service; one with the same signing name is replaced. */
  register(service: EndpointService): void {
    this.#services.set(service.name, service);
  }

  /** Lets something go wrong with the calls that the fault names, until it is spent or removed. */
  inject(fault: Fault): InjectedFault {
    return this.#faults.inject(fault);
  }

  /** Stops listening and ends every connection, calls in flight and long polls included: the region is dark. */
  async close(): Promise<void> {
    this.#closing.abort();
    await silence(this.#server);
  }

  /** Listens again after `close`, where it did. @throws MachineError if something else has taken the port */
  async reopen(): Promise<void> {
    this.#closing = new AbortController();
    await listen(this.#server, this.#port);
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => {
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, this.#closing.signal]);
    let body: Buffer;
    try {
      body = await buffer(message);
    } catch {
      // The caller left before it had sent its call: there is nobody to answer.
      response.destroy();
      return;
    }
    const { method = "GET", url = "/" } = message;
    const answer = await this.#answer({ method, url, headers: headersOf(message), body, signal });
    if (signal.aborted) return;
    // An answer to HEAD says how long the body would be.
    const length = method === "HEAD" ? answer.headers["content-length"] : undefined;
    response.writeHead(answer.status, {
      ...answer.headers,
      "content-length": length ?? Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  }

  /** Never throws: what goes wrong is an answer in the protocol of the service that was called. */
  async #answer(call: Call): Promise<EndpointResponse> {
    let protocol = this.#protocolFor(call);
    try {
      const { service, accessKeyId } = this.#route(call);
      protocol = service.protocol;
      const operation = protocol.operation(call.headers, call.body, call);
      if (operation === undefined)
        throw new AwsError("UnknownOperationException", `${service.name}: no operation named`);
      const request = { ...call, operation, region: this.region, accessKeyId };
      return await this.#call(service, request);
    } catch (error) {
      if (error instanceof AwsError) return protocol.error(error);
      const reason = error instanceof Error ? error.message : String(error);
      return protocol.error(new AwsError("InternalFailure", `${this.region} endpoint: ${reason}`, 500));
    }
  }

  /** How a call is refused before it is known whose it is: by the protocol of the service that it seems to mean. */
  #protocolFor({ method, headers }: Call): Protocol {
    // Only S3 is called by other methods than POST, or by who has nothing but a URL.
    const seems = credentialScope(headers.authorization)?.service ?? (method === "POST" ? "" : "s3");
    return this.#services.get(seems)?.protocol ?? protocolOf(headers);
  }

  async #call(service: EndpointService, request: EndpointRequest): Promise<EndpointResponse> {
    const action = `${service.name}:${request.operation}`;
    this.#calls.set(action, (this.#calls.get(action) ?? 0) + 1);
    const { accessKeyId, region } = request;
    for (const needed of await service.access(request)) this.#iam.authorize({ ...needed, accessKeyId, region });
    const { latencyMs, error } = this.#faults.draw(action);
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: request.signal });
    if (error !== undefined) {
      service.injected?.(request, error);
      throw error;
    }
    return service.handle(request);
  }

  #route({ headers, url }: Call): { service: EndpointService; accessKeyId: string } {
    const scope = credentialScope(headers.authorization) ?? presignedScope(url, Date.now());
    if (scope === undefined) {
      throw new AwsError(
        "MissingAuthenticationTokenException",
        "Request is missing Authentication Token: it has no Authorization header with an AWS4-HMAC-SHA256 credential",
      );
    }
    if (this.#iam.callerOf(scope.accessKeyId) === undefined) {
      throw new AwsError(
        "UnrecognizedClientException",
        `The security token included in the request is invalid: nobody has the access key ${scope.accessKeyId}`,
      );
    }
    if (scope.region !== this.region) {
      throw new AwsError(
        "InvalidSignatureException",
        `Credential should be scoped to a valid region, not '${scope.region}': this is the endpoint of ${this.region}`,
      );
    }
    const service = this.#services.get(scope.service);
    if (service === undefined) {
      const known = [...this.#services.keys()].sort().join(", ");
      throw new AwsError("UnknownServiceException", `this machine has no service ${scope.service}, only ${known}`, 404);
    }
    return { service, accessKeyId: scope.accessKeyId };
  }
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}
