import { z } from "zod";
import { type Context, type Instance, resourceType } from "../resource-type.ts";

/** Environments of an alias or version that are kept ready; its id is `function,qualifier`. */
export const provisionedConcurrencyConfig = resourceType({
  type: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  inputs: z.object({
    functionName: z.string(),
    qualifier: z.string(),
    provisionedConcurrentExecutions: z.int().min(1),
  }),
  withoutEffect: ["skipDestroy"],
  replaceOn: ["functionName", "qualifier"],
  create: (context, { functionName, qualifier, provisionedConcurrentExecutions: count }) =>
    provision(context, functionName, qualifier, count),
  read({ region }, id) {
    const { functionName, qualifier } = partsOf(id);
    const count = region.lambda.provisioned(functionName, qualifier);
    return Promise.resolve(count === undefined ? undefined : instanceOf(functionName, qualifier, count));
  },
  update(context, id, { provisionedConcurrentExecutions: count }) {
    const { functionName, qualifier } = partsOf(id);
    return provision(context, functionName, qualifier, count);
  },
  delete({ region }, id) {
    const { functionName, qualifier } = partsOf(id);
    region.lambda.unprovision(functionName, qualifier);
    return Promise.resolve();
  },
});

async function provision(
  { region }: Context,
  functionName: string,
  qualifier: string,
  count: number,
): Promise<Instance> {
  await region.lambda.provision(functionName, qualifier, count);
  return instanceOf(functionName, qualifier, count);
}

function instanceOf(functionName: string, qualifier: string, count: number): Instance {
  return {
    id: `${functionName},${qualifier}`,
    outputs: { functionName, qualifier, provisionedConcurrentExecutions: count },
  };
}

function partsOf(id: string): { functionName: string; qualifier: string } {
  const [functionName = "", qualifier = ""] = id.split(",");
  return { functionName, qualifier };
}
