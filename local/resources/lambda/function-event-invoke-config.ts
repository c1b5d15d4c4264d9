import { z } from "zod";
import type { Region } from "../../region.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const inputs = z.object({
  functionName: z.string(),
  qualifier: z.string().optional(),
  maximumRetryAttempts: z.int().min(0).max(2).optional(),
  maximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
  destinationConfig: z.strictObject({ onFailure: z.strictObject({ destination: z.string() }).optional() }).optional(),
});

const kept = new WeakMap<Region, Map<string, Instance>>();

/**
 * How asynchronous calls of a function are repeated; its id is `function:qualifier`. It is checked and kept, and changes
 * nothing: the only asynchronous calls on this machine are those of schedules, which are never repeated.
 */
export const functionEventInvokeConfig = resourceType({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  inputs,
  replaceOn: ["functionName", "qualifier"],
  create({ region }, given) {
    region.lambda.functions.resolve([given.functionName, given.qualifier].filter(Boolean).join(":"));
    return Promise.resolve(put(region, given));
  },
  read: ({ region }, id) => Promise.resolve(kept.get(region)?.get(id)),
  update: ({ region }, _, given) => Promise.resolve(put(region, given)),
  delete({ region }, id) {
    kept.get(region)?.delete(id);
    return Promise.resolve();
  },
});

function put(region: Region, given: z.infer<typeof inputs>): Instance {
  const { functionName, qualifier = "$LATEST" } = given;
  const id = `${functionName}:${qualifier}`;
  const instance = { id, outputs: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 21_600, ...given } };
  const own = kept.get(region) ?? new Map<string, Instance>();
  kept.set(region, own.set(id, instance));
  return instance;
}
