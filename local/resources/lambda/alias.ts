import { z } from "zod";
import { invokeArn } from "../../services/lambda/arn.ts";
import type { Alias } from "../../services/lambda/functions.ts";
import { type Context, type Instance, resourceType } from "../resource-type.ts";

/** A name for a version of a function; its id is its ARN. Traffic is never split. */
export const alias = resourceType({
  type: "aws:lambda/alias:Alias",
  inputs: z.object({
    name: z.string().optional(),
    functionName: z.string(),
    functionVersion: z.string(),
    description: z.string().optional(),
  }),
  replaceOn: ["name", "functionName"],
  create: (context, { name = context.autoName, functionName, functionVersion: version, description }) =>
    put(context, functionName, { name, version, description }),
  read({ region }, id) {
    const { functionName, name } = partsOf(id);
    const found = region.lambda.functions.find(functionName)?.aliases.get(name);
    return Promise.resolve(found && instanceOf(region.name, functionName, found));
  },
  update(context, id, { functionVersion: version, description }) {
    const { functionName, name } = partsOf(id);
    return put(context, functionName, { name, version, description });
  },
  delete({ region }, id) {
    const { functionName, name } = partsOf(id);
    region.lambda.functions.find(functionName)?.aliases.delete(name);
    return Promise.resolve();
  },
});

async function put({ region }: Context, functionName: string, wanted: Omit<Alias, "arn">): Promise<Instance> {
  return instanceOf(region.name, functionName, await region.lambda.putAlias(functionName, wanted));
}

function instanceOf(region: string, functionName: string, { name, arn, version, description }: Alias): Instance {
  return {
    id: arn,
    outputs: { name, arn, functionName, functionVersion: version, description, invokeArn: invokeArn(region, arn) },
  };
}

function partsOf(id: string): { functionName: string; name: string } {
  const [functionName = "", name = ""] = id.split(":").slice(-2);
  return { functionName, name };
}
