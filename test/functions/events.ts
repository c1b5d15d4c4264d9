import type { APIGatewayProxyEvent, SQSRecord } from "aws-lambda";

/** A request as a REST API hands it to a function; change what a test is about. */
export function apiEvent(
  httpMethod: string,
  path: string,
  changes: {
    headers?: Record<string, string>;
    query?: Record<string, string>;
    body?: string;
    customerId?: string;
  } = {},
): APIGatewayProxyEvent {
  const { headers = {}, query, body = null, customerId = "customer-1" } = changes;
  const lists = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
  const event: Omit<APIGatewayProxyEvent, "requestContext"> & {
    requestContext: Partial<APIGatewayProxyEvent["requestContext"]>;
  } = {
    resource: path,
    path,
    httpMethod,
    headers: { Host: "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", "X-Forwarded-Proto": "https", ...headers },
    multiValueHeaders: lists(headers),
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: query === undefined ? null : lists(query),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: "123456789012",
      apiId: "a1b2c3d4e5",
      authorizer: { principalId: customerId, customerId, group: "customer", integrationLatency: 1 },
      domainName: "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
      httpMethod,
      path: `/live${path}`,
      protocol: "HTTP/1.1",
      requestId: "0f6b4c1e-5d3a-4c55-9c5e-0a4a6d1d2f10",
      requestTimeEpoch: 0,
      resourceId: "abcdef",
      resourcePath: path,
      stage: "live",
    },
    body,
    isBase64Encoded: false,
  };
  return event as APIGatewayProxyEvent;
}

/** A record of a queue as Lambda hands it to its consumer. */
export function sqsRecord(messageId: string, body: string, correlationId?: string): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes:
      correlationId === undefined ? {} : { correlationId: { dataType: "String", stringValue: correlationId } },
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:bookings",
    awsRegion: "eu-west-1",
  };
}
