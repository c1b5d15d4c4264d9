import { z } from "zod";
import type { EventSourceMapping, MappingDefinition } from "../../services/lambda/event-source-mappings.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const inputs = z.object({
  eventSourceArn: z.string(),
  functionName: z.string(),
  batchSize: z.number().optional(),
  maximumBatchingWindowInSeconds: z.number().optional(),
  functionResponseTypes: z.array(z.string()).optional(),
  scalingConfig: z.strictObject({ maximumConcurrency: z.number().optional() }).optional(),
  enabled: z.boolean().optional(),
});

/** What hands the messages of a queue to a function; its id is a UUID. */
export const eventSourceMapping = resourceType({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  inputs,
  replaceOn: ["eventSourceArn"],
  changedByUpdate: ["functionArn", "lastModified"],
  create({ region }, given) {
    return Promise.resolve(instanceOf(region.lambda.eventSources.create(definitionOf(given))));
  },
  read({ region }, id) {
    const found = region.lambda.eventSources.find(id);
    return Promise.resolve(found && instanceOf(found));
  },
  async update({ region }, id, given) {
    return instanceOf(await region.lambda.eventSources.update(id, definitionOf(given)));
  },
  delete: ({ region }, id) => region.lambda.eventSources.delete(id),
});

function definitionOf({ scalingConfig, ...rest }: z.infer<typeof inputs>): MappingDefinition {
  return { ...rest, maximumConcurrency: scalingConfig?.maximumConcurrency };
}

function instanceOf({ definition, lastModified, ...mapping }: EventSourceMapping): Instance {
  const { maximumConcurrency, ...rest } = definition;
  return {
    id: mapping.uuid,
    outputs: {
      batchSize: 10,
      enabled: true,
      ...rest,
      scalingConfig: maximumConcurrency === undefined ? undefined : { maximumConcurrency },
      ...mapping,
      lastModified: lastModified.toISOString(),
    },
  };
}
