import { z } from "zod";
import type { MethodSettings } from "../../services/apigateway/apigateway.ts";
import { type Context, type Instance, resourceType } from "../resource-type.ts";

const settings = z.strictObject({
  /** -1 stands for no limit of its own. */
  throttlingRateLimit: z.number().optional(),
  throttlingBurstLimit: z.int().optional(),
  // Measurements are always taken, errors always logged, bodies never.
  metricsEnabled: z.boolean().optional(),
  loggingLevel: z.enum(["OFF", "ERROR"]).optional(),
  dataTraceEnabled: z.literal(false, "this machine logs no bodies").optional(),
  cachingEnabled: z.boolean().optional(),
  cacheTtlInSeconds: z.int().min(0).max(3600).optional(),
  cacheDataEncrypted: z.boolean().optional(),
  requireAuthorizationForCacheControl: z.literal(true, "this machine lets no client renew a kept answer").optional(),
  unauthorizedCacheControlHeaderStrategy: z
    .literal("SUCCEED_WITHOUT_RESPONSE_HEADER", "this machine ignores it if a client asks for a new answer")
    .optional(),
});
const inputs = z.object({ restApi: z.string(), stageName: z.string(), methodPath: z.string(), settings });

/**
 * How fast the methods of a stage may be called, and whether their answers are kept, if the stage has a cache; its id is
 * `<API>-<stage>-<method path>`. Rate and burst come together.
 */
export const methodSettings = resourceType({
  type: "aws:apigateway/methodSettings:MethodSettings",
  inputs,
  replaceOn: ["restApi", "stageName", "methodPath"],
  create: (context, given) => Promise.resolve(put(context, given)),
  read(context, id) {
    const { apiId, stageName, methodPath } = partsOf(context, id);
    const found = context.region.apigateway.methodOf(apiId, stageName, methodPath);
    return Promise.resolve(found && instanceOf(apiId, stageName, methodPath, found));
  },
  update: (context, _, given) => Promise.resolve(put(context, given)),
  delete(context, id) {
    const { region } = context;
    const { apiId, stageName, methodPath } = partsOf(context, id);
    if (region.apigateway.stage(apiId, stageName)) region.apigateway.setMethod(apiId, stageName, methodPath, undefined);
    return Promise.resolve();
  },
});

function put(
  { region }: Context,
  { restApi, stageName, methodPath, settings: given }: z.infer<typeof inputs>,
): Instance {
  const { throttlingRateLimit: rate = -1, throttlingBurstLimit: burst = -1 } = given;
  const { cachingEnabled: enabled = false, cacheTtlInSeconds: ttlSeconds = 300, cacheDataEncrypted = false } = given;
  const method: MethodSettings = {
    limit: { rate: rate < 0 ? Infinity : rate, burst: burst < 0 ? Infinity : burst },
    caching: { enabled, ttlSeconds, encrypted: cacheDataEncrypted },
  };
  region.apigateway.setMethod(restApi, stageName, methodPath, method);
  const { id, outputs } = instanceOf(restApi, stageName, methodPath, method);
  return { id, outputs: { ...outputs, settings: { ...given, ...outputs.settings } } };
}

function instanceOf(restApi: string, stageName: string, methodPath: string, { limit, caching }: MethodSettings) {
  const given = (value: number) => (value === Infinity ? -1 : value);
  return {
    id: `${restApi}-${stageName}-${methodPath}`,
    outputs: {
      restApi,
      stageName,
      methodPath,
      settings: {
        throttlingRateLimit: given(limit.rate),
        throttlingBurstLimit: given(limit.burst),
        cachingEnabled: caching?.enabled ?? false,
        ...(caching?.enabled && { cacheTtlInSeconds: caching.ttlSeconds, cacheDataEncrypted: caching.encrypted }),
      },
    },
  };
}

/** A stage's name may have hyphens, so it is looked for among those that there are. */
function partsOf({ region }: Context, id: string): { apiId: string; stageName: string; methodPath: string } {
  const [apiId = ""] = id.split("-");
  const rest = id.slice(apiId.length + 1);
  const names = region.apigateway.stages(apiId).map(({ definition }) => definition.stageName);
  const stageName = names.find((name) => rest.startsWith(`${name}-`)) ?? "";
  return { apiId, stageName, methodPath: rest.slice(stageName.length + 1) };
}
