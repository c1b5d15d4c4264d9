import { randomUUID } from "node:crypto";
import type { AwsError } from "./aws-error.ts";
import type { EndpointResponse } from "./response.ts";

/** What a REST protocol names its operations by. */
export interface RequestLine {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
}

/** How a service's calls name their operation, and how its errors look. */
export interface Protocol {
  /** The operation that the call names, or undefined if it names none. */
  operation(headers: Readonly<Record<string, string>>, body: Buffer, line: RequestLine): string | undefined;
  /** An error as the service's SDK clients read it. */
  error(error: AwsError): EndpointResponse;
}

/** AWS JSON: DynamoDB and its streams, EventBridge, Firehose, SQS. The operation is the last part of `X-Amz-Target`. */
export const awsJson: Protocol = {
  operation: (headers) => headers["x-amz-target"]?.split(".").at(-1),
  error: (error) => ({
    status: error.status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-errortype": error.name,
      "x-amzn-requestid": randomUUID(),
    },
    body: JSON.stringify({ __type: `com.amazon.coral.service#${error.name}`, message: error.message }),
  }),
};

/** The names that the query protocol has for what the JSON protocol calls otherwise. */
const queryNames: ReadonlyMap<string, { code: string; status: number }> = new Map(
  Object.entries({
    AccessDeniedException: { code: "AuthorizationError", status: 403 },
    InvalidSignatureException: { code: "SignatureDoesNotMatch", status: 403 },
    MissingAuthenticationTokenException: { code: "MissingAuthenticationToken", status: 403 },
    ThrottlingException: { code: "Throttling", status: 400 },
    UnknownOperationException: { code: "InvalidAction", status: 400 },
    UnrecognizedClientException: { code: "InvalidClientTokenId", status: 403 },
  }),
);

/** AWS query: SNS. Forms in, XML out. The operation is the parameter `Action`. */
export const awsQuery: Protocol = {
  operation: (_headers, body) => new URLSearchParams(body.toString()).get("Action") ?? undefined,
  error(error) {
    const { code, status } = queryNames.get(error.name) ?? { code: error.name, status: error.status };
    const requestId = randomUUID();
    const fault = status < 500 ? "Sender" : "Receiver";
    return {
      status,
      headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
      body:
        `<ErrorResponse><Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code>` +
        `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  },
};

/** The protocol that a call of no known service speaks, so that its client can read the refusal. */
export function protocolOf(headers: Readonly<Record<string, string>>): Protocol {
  return headers["content-type"]?.includes("x-www-form-urlencoded") === true ? awsQuery : awsJson;
}

/** The text as it stands in an XML element. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
