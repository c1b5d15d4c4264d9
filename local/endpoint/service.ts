import type { ConditionContext } from "../services/iam/conditions.ts";
import type { PolicyDocument } from "../services/iam/policy.ts";
import type { AwsError } from "./aws-error.ts";
import type { Protocol } from "./protocol.ts";
import type { EndpointResponse } from "./response.ts";

export type { EndpointResponse };

/** One call to a service, authenticated by the endpoint. */
export interface EndpointRequest {
  /** The operation as its API calls it, such as `PutItem`. */
  readonly operation: string;
  /** The region that the call was signed for. */
  readonly region: string;
  /** The access key that signed the call. */
  readonly accessKeyId: string;
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came, byte for byte. */
  readonly body: Buffer;
  /** Aborted when the caller goes away or the endpoint closes. */
  readonly signal: AbortSignal;
}

/** One permission that a call needs. */
export interface AccessRequest {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN that the action touches, or `*` where AWS knows no resource for it. */
  readonly resource: string;
  /** The policy attached to that resource; in one account it may allow what the role's own policies do not. */
  readonly resourcePolicy?: PolicyDocument;
  /** What conditions may ask of this service besides what is known of every call. */
  readonly context?: ConditionContext;
}

/** A service behind the region's endpoint. */
export interface EndpointService {
  /** Its signing name, such as `dynamodb`, by which the endpoint finds it. */
  readonly name: string;
  readonly protocol: Protocol;
  /**
   * Every permission that the call needs; each is checked before `handle` is called.
   *
   * @throws AwsError for an operation or a parameter that the service does not know.
   */
  access(request: EndpointRequest): readonly AccessRequest[] | Promise<readonly AccessRequest[]>;
  /** @throws AwsError for what the client is to see as an error. */
  handle(request: EndpointRequest): Promise<EndpointResponse>;
  /** Told of every error that was injected in place of `handle`. */
  injected?(request: EndpointRequest, error: AwsError): void;
}
