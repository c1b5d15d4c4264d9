import { z } from "zod";
import { isStream, type EventSourceMapping, type MappingDefinition } from "../../services/lambda/mapping.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const inputs = z.object({
  eventSourceArn: z.string(),
  functionName: z.string(),
  batchSize: z.number().optional(),
  bisectBatchOnFunctionError: z.boolean().optional(),
  destinationConfig: z
    .strictObject({ onFailure: z.strictObject({ destinationArn: z.string() }).optional() })
    .optional(),
  enabled: z.boolean().optional(),
  filterCriteria: z.strictObject({ filters: z.array(z.strictObject({ pattern: z.string() })).optional() }).optional(),
  functionResponseTypes: z.array(z.string()).optional(),
  maximumBatchingWindowInSeconds: z.number().optional(),
  maximumRecordAgeInSeconds: z.number().optional(),
  maximumRetryAttempts: z.number().optional(),
  parallelizationFactor: z.number().optional(),
  scalingConfig: z.strictObject({ maximumConcurrency: z.number().optional() }).optional(),
  startingPosition: z.string().optional(),
});

/** What hands the messages of a queue, or the records of a table's stream, to a function; its id is a UUID. */
export const eventSourceMapping = resourceType({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  inputs,
  replaceOn: ["eventSourceArn", "startingPosition"],
  changedByUpdate: ["functionArn", "lastModified"],
  async create({ region }, given) {
    const mapping = region.lambda.eventSources.create(definitionOf(given));
    await region.lambda.eventSources.started(mapping.uuid); // so that LATEST means what is written after this
    return instanceOf(mapping);
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

function definitionOf({ scalingConfig, destinationConfig, filterCriteria, ...rest }: z.infer<typeof inputs>) {
  return {
    ...rest,
    maximumConcurrency: scalingConfig?.maximumConcurrency,
    onFailureArn: destinationConfig?.onFailure?.destinationArn,
    filterPatterns: filterCriteria?.filters?.map(({ pattern }) => pattern),
  } satisfies MappingDefinition;
}

function instanceOf({ definition, lastModified, ...mapping }: EventSourceMapping): Instance {
  const { maximumConcurrency, onFailureArn, filterPatterns, ...rest } = definition;
  const ofStream = {
    bisectBatchOnFunctionError: false,
    maximumRecordAgeInSeconds: -1,
    maximumRetryAttempts: -1,
    parallelizationFactor: 1,
  };
  return {
    id: mapping.uuid,
    outputs: {
      batchSize: isStream(definition) ? 100 : 10,
      enabled: true,
      ...(isStream(definition) ? ofStream : {}),
      ...rest,
      scalingConfig: maximumConcurrency === undefined ? undefined : { maximumConcurrency },
      destinationConfig: onFailureArn === undefined ? undefined : { onFailure: { destinationArn: onFailureArn } },
      filterCriteria: filterPatterns && { filters: filterPatterns.map((pattern) => ({ pattern })) },
      ...mapping,
      lastModified: lastModified.toISOString(),
    },
  };
}
