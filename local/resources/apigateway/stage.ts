import { z } from "zod";
import { accountId } from "../../account.ts";
import type { Stage, StageDefinition } from "../../services/apigateway/stage.ts";
import { type Context, type Instance, resourceType } from "../resource-type.ts";

const inputs = z.object({
  restApi: z.string(),
  deployment: z.string(),
  stageName: z.string().regex(/^[\w-]{1,128}$/, "must be 1 to 128 letters, digits, hyphens or underscores"),
  description: z.string().optional(),
  variables: z.record(z.string(), z.string()).optional(),
  accessLogSettings: z
    .strictObject({
      destinationArn: z
        .string()
        .regex(/^arn:aws:logs:[^:]+:\d{12}:log-group:[^:]+(:\*)?$/, "must be the ARN of a log group"),
      format: z.string(),
    })
    .optional(),
  xrayTracingEnabled: z.boolean().optional(),
  cacheClusterEnabled: z.boolean().optional(),
  cacheClusterSize: z.enum(["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"]).optional(),
});

/**
 * A stage, which listens on this machine; its id is `ags-<API>-<stage>`, and `invokeUrl` is where it listens. Traces are
 * passed on whether `xrayTracingEnabled` or not.
 */
export const stage = resourceType({
  type: "aws:apigateway/stage:Stage",
  inputs,
  replaceOn: ["restApi", "stageName"],
  create: (context, given) => put(context, given),
  read({ region }, id) {
    const { apiId, stageName } = partsOf(id);
    const found = region.apigateway.stage(apiId, stageName);
    return Promise.resolve(found && instanceOf(region.name, found));
  },
  update: (context, _, given) => put(context, given),
  async delete({ region }, id) {
    const { apiId, stageName } = partsOf(id);
    await region.apigateway.deleteStage(apiId, stageName);
  },
});

async function put({ region }: Context, given: z.infer<typeof inputs>): Promise<Instance> {
  const { restApi: apiId, deployment: deploymentId, stageName, description, variables, accessLogSettings } = given;
  const { cacheClusterEnabled = false, cacheClusterSize = "0.5" } = given;
  const accessLog = accessLogSettings && {
    group: accessLogSettings.destinationArn.split(":")[6] ?? "",
    format: accessLogSettings.format,
  };
  const definition: StageDefinition = {
    ...{ apiId, deploymentId, stageName, description, variables, accessLog },
    cacheGigabytes: cacheClusterEnabled ? Number(cacheClusterSize) : undefined,
  };
  const { id, outputs } = instanceOf(region.name, await region.apigateway.putStage(definition));
  return { id, outputs: { ...outputs, xrayTracingEnabled: given.xrayTracingEnabled ?? false } };
}

function instanceOf(region: string, { definition, url }: Stage): Instance {
  const { apiId, stageName, deploymentId, description, variables, accessLog, cacheGigabytes } = definition;
  return {
    id: `ags-${apiId}-${stageName}`,
    outputs: {
      restApi: apiId,
      deployment: deploymentId,
      stageName,
      description,
      variables,
      accessLogSettings: accessLog && {
        destinationArn: `arn:aws:logs:${region}:${accountId}:log-group:${accessLog.group}`,
        format: accessLog.format,
      },
      cacheClusterEnabled: cacheGigabytes !== undefined,
      cacheClusterSize: cacheGigabytes?.toString(),
      arn: `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stageName}`,
      executionArn: `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stageName}`,
      invokeUrl: url,
    },
  };
}

function partsOf(id: string): { apiId: string; stageName: string } {
  const [, apiId = "", ...name] = id.split("-"); // an API's id has no hyphen, a stage's name may
  return { apiId, stageName: name.join("-") };
}
