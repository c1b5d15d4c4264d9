import type { AnswerCache } from "./answer-cache.ts";
import type { Exchange } from "./exchange.ts";
import type { ProxyIntegration } from "./integration.ts";
import type { ProxyResponse } from "./proxy-response.ts";

/**
 * The answer that is kept for a request like this one, whoever sent it, or else the one that `call` gives. Two requests are alike
 * if the parameters are that the integration names; of one that stands twice, the last value counts, as in the proxy event's
 * `queryStringParameters` and `headers`. A client's `Cache-Control` is ignored.
 *
 * @param answers undefined if the stage keeps none
 */
export async function cachedCall(
  answers: AnswerCache | undefined,
  integration: ProxyIntegration,
  exchange: Exchange,
  call: () => Promise<ProxyResponse>,
): Promise<ProxyResponse> {
  const ttlSeconds = answers?.ttlOf(exchange.operation?.path ?? "", exchange.method);
  if (answers === undefined || ttlSeconds === undefined) return call();
  const key = keyOf(integration, exchange);
  const kept = answers.find(key);
  exchange.servedFromCache = kept !== undefined;
  if (kept !== undefined) return kept;
  const response = await call();
  answers.keep(key, response, ttlSeconds);
  return response;
}

function keyOf({ cacheKeyParameters, cacheNamespace }: ProxyIntegration, exchange: Exchange): string {
  const values = cacheKeyParameters.map(({ in: place, name }) => {
    switch (place) {
      case "path":
        return exchange.pathParameters[name];
      case "query":
        return exchange.query.getAll(name).at(-1);
      case "header":
        return exchange.lastHeader(name);
    }
  });
  return JSON.stringify([
    cacheNamespace ?? exchange.resourceId,
    exchange.method,
    ...values.map((value) => value ?? null),
  ]);
}
