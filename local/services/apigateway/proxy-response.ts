import { z } from "zod";

/** What the gateway sends of a function's answer. */
export interface ProxyResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** No other keys are allowed, and none is needed. */
const answer = z.strictObject({
  statusCode: z
    .union([z.number(), z.string().regex(/^\d{3}$/)])
    .transform(Number)
    .pipe(z.number().int().min(100).max(599))
    .default(200),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(), // without binary media types the text goes out as it is
});

/** Headers that a function may not set; the gateway sends them under another name. */
const remapped = new Set([
  "authorization",
  "connection",
  "content-length",
  "date",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
  "www-authenticate",
]);

/**
 * Reads the answer of a proxy integration; undefined if it is malformed, which the gateway answers with 502:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function proxyResponseOf(payload: unknown): ProxyResponse | undefined {
  const result = answer.safeParse(payload);
  if (!result.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body } = result.data;
  const sent = new Map<string, string[]>([["content-type", ["application/json"]]]);
  const all: [string, string[]][] = [
    ...Object.entries(headers ?? {}).map(([name, value]): [string, string[]] => [name, [value]]),
    ...Object.entries(multiValueHeaders ?? {}), // wins over a header of the same name
  ];
  for (const [name, values] of all) {
    const key = name.toLowerCase();
    sent.set(remapped.has(key) ? `x-amzn-remapped-${key}` : key, values);
  }
  // Fastify takes a list for no content type at all.
  const single = [...sent].map(([name, values]) => [name, values.length === 1 ? values.join() : values] as const);
  return { status: statusCode, headers: Object.fromEntries(single), body: body ?? "" };
}
