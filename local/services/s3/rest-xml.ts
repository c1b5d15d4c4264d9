import { randomUUID } from "node:crypto";
import { escapeXml, type Protocol } from "../../endpoint/protocol.ts";
import { operationOf } from "./operations.ts";

/** S3's names for what the endpoint calls otherwise: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const names: ReadonlyMap<string, { code: string; status: number }> = new Map(
  Object.entries({
    AccessDeniedException: { code: "AccessDenied", status: 403 },
    InternalFailure: { code: "InternalError", status: 500 },
    InvalidSignatureException: { code: "AuthorizationHeaderMalformed", status: 400 },
    MissingAuthenticationTokenException: { code: "AccessDenied", status: 403 },
    ThrottlingException: { code: "SlowDown", status: 503 },
    UnknownOperationException: { code: "NotImplemented", status: 501 },
    UnrecognizedClientException: { code: "InvalidAccessKeyId", status: 403 },
  }),
);

/** S3's REST: the operation is told by method, path and query. */
export const restXml: Protocol = {
  operation: (headers, _body, line) => operationOf(headers, line),
  error(error) {
    const { code, status } = names.get(error.name) ?? { code: error.name, status: error.status };
    const requestId = randomUUID();
    return {
      status,
      headers: { "content-type": "application/xml", "x-amz-request-id": requestId },
      body:
        `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${escapeXml(code)}</Code>` +
        `<Message>${escapeXml(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`,
    };
  },
};
