import { z } from "zod";
import type { AsynchronousConfiguration } from "../../services/lambda/asynchronous/configuration.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";

const inputs = z.object({
  functionName: z.string(),
  qualifier: z.string().optional(),
  maximumRetryAttempts: z.int().min(0).max(2).default(2),
  maximumEventAgeInSeconds: z.int().min(60).max(21_600).default(21_600),
  destinationConfig: z.strictObject({ onFailure: z.strictObject({ destination: z.string() }).optional() }).optional(),
});

/** How asynchronous calls of a function are repeated; its id is `function:qualifier`. */
export const functionEventInvokeConfig = resourceType({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  inputs,
  replaceOn: ["functionName", "qualifier"],
  create: (context, given) => Promise.resolve(put(context, given)),
  read({ region }, id) {
    const found = region.lambda.asynchronous.configuration(id);
    return Promise.resolve(found && instance(id, found));
  },
  update: (context, _, given) => Promise.resolve(put(context, given)),
  delete({ region }, id) {
    region.lambda.asynchronous.unconfigure(id);
    return Promise.resolve();
  },
});

function put({ region }: Context, given: z.infer<typeof inputs>): Instance {
  const { functionName, qualifier = "$LATEST", destinationConfig, ...repetition } = given;
  const id = `${functionName}:${qualifier}`;
  const configuration = { ...repetition, onFailureArn: destinationConfig?.onFailure?.destination };
  region.lambda.asynchronous.configure(id, configuration);
  return instance(id, configuration);
}

function instance(id: string, { onFailureArn, ...repetition }: AsynchronousConfiguration): Instance {
  const [functionName, qualifier] = id.split(":");
  const destinationConfig = onFailureArn === undefined ? undefined : { onFailure: { destination: onFailureArn } };
  return { id, outputs: { functionName, qualifier, ...repetition, destinationConfig } };
}
