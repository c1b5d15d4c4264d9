import { z } from "zod";
import type { Limit } from "../../services/apigateway/throttle.ts";
import { type Context, type Instance, resourceType } from "../resource-type.ts";

const settings = z.strictObject({
  /** -1 stands for no limit of its own. */
  throttlingRateLimit: z.number().optional(),
  throttlingBurstLimit: z.int().optional(),
  // Measurements are always taken, errors always logged, bodies never.
  metricsEnabled: z.boolean().optional(),
  loggingLevel: z.enum(["OFF", "ERROR"]).optional(),
  dataTraceEnabled: z.literal(false, "this machine logs no bodies").optional(),
  cachingEnabled: z.literal(false, "this machine has no cache of answers").optional(),
});
const inputs = z.object({ restApi: z.string(), stageName: z.string(), methodPath: z.string(), settings });

/** How fast the methods of a stage may be called; its id is `<API>-<stage>-<method path>`. Rate and burst come together. */
export const methodSettings = resourceType({
  type: "aws:apigateway/methodSettings:MethodSettings",
  inputs,
  replaceOn: ["restApi", "stageName", "methodPath"],
  create: (context, given) => Promise.resolve(put(context, given)),
  read(context, id) {
    const { apiId, stageName, methodPath } = partsOf(context, id);
    const limit = context.region.apigateway.throttleOf(apiId, stageName, methodPath);
    return Promise.resolve(limit && instanceOf(apiId, stageName, methodPath, limit));
  },
  update: (context, _, given) => Promise.resolve(put(context, given)),
  delete(context, id) {
    const { region } = context;
    const { apiId, stageName, methodPath } = partsOf(context, id);
    if (region.apigateway.stage(apiId, stageName)) region.apigateway.throttle(apiId, stageName, methodPath, undefined);
    return Promise.resolve();
  },
});

function put(
  { region }: Context,
  { restApi, stageName, methodPath, settings: given }: z.infer<typeof inputs>,
): Instance {
  const { throttlingRateLimit: rate = -1, throttlingBurstLimit: burst = -1 } = given;
  const limit = { rate: rate < 0 ? Infinity : rate, burst: burst < 0 ? Infinity : burst };
  region.apigateway.throttle(restApi, stageName, methodPath, limit);
  const { id, outputs } = instanceOf(restApi, stageName, methodPath, limit);
  return {
    id,
    outputs: { ...outputs, settings: { ...given, throttlingRateLimit: rate, throttlingBurstLimit: burst } },
  };
}

function instanceOf(restApi: string, stageName: string, methodPath: string, { rate, burst }: Limit): Instance {
  const given = (value: number) => (value === Infinity ? -1 : value);
  return {
    id: `${restApi}-${stageName}-${methodPath}`,
    outputs: {
      restApi,
      stageName,
      methodPath,
      settings: { throttlingRateLimit: given(rate), throttlingBurstLimit: given(burst) },
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
