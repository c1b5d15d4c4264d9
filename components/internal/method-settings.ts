import type { types } from "@pulumi/aws";
import type { Caching, Throttle } from "./open-api.ts";

/** How a method is throttled, logged and measured, and whether its answers are kept. */
export function methodSettings(
  { ratePerSecond, burst }: Throttle,
  caching: Caching | undefined,
): types.input.apigateway.MethodSettingsSettings {
  return {
    throttlingRateLimit: ratePerSecond,
    throttlingBurstLimit: burst,
    loggingLevel: "ERROR",
    dataTraceEnabled: false, // it would log bodies and tokens
    metricsEnabled: true,
    ...(caching
      ? {
          cachingEnabled: true,
          cacheTtlInSeconds: caching.ttlSeconds,
          cacheDataEncrypted: true,
          requireAuthorizationForCacheControl: true, // else any client could have every answer made anew
          unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITHOUT_RESPONSE_HEADER",
        }
      : { cachingEnabled: false }),
  };
}
