import { z } from "zod";

const parameter = z.strictObject({ parameterName: z.string(), parameterValue: z.string() });

const processor = z.strictObject({
  type: z.enum(
    ["MetadataExtraction", "AppendDelimiterToRecord"],
    "this machine knows the processors MetadataExtraction and AppendDelimiterToRecord",
  ),
  parameters: z.array(parameter).default([]),
});

/** What happens to records before they are delivered. */
export const processing = z.strictObject({
  enabled: z.boolean().default(true),
  processors: z.array(processor).default([]),
});

/** What happens to records before they are delivered. */
export type Processing = z.infer<typeof processing>;

/** Names and values that each processor takes here; undefined stands for any value. */
const known: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  MetadataExtraction: { JsonParsingEngine: "JQ-1.6", MetadataExtractionQuery: undefined },
  AppendDelimiterToRecord: { Delimiter: String.raw`\n` },
};

/** @throws Error naming the processor and the parameter that is wrong or missing */
export function processorsOf({ enabled, processors }: Processing): {
  metadataQuery: string | undefined;
  appendsDelimiter: boolean;
} {
  if (!enabled) return { metadataQuery: undefined, appendsDelimiter: false };
  let metadataQuery: string | undefined;
  let appendsDelimiter = false;
  for (const { type, parameters } of processors) {
    const values = Object.fromEntries(
      parameters.map(({ parameterName, parameterValue }) => [parameterName, parameterValue]),
    );
    for (const [name, value] of Object.entries(values)) check(type, name, value);
    if (type === "AppendDelimiterToRecord") appendsDelimiter = true;
    else metadataQuery = required(type, "MetadataExtractionQuery", values.MetadataExtractionQuery);
  }
  return { metadataQuery, appendsDelimiter };
}

function check(type: string, name: string, value: string): void {
  const takes = known[type] ?? {};
  if (!(name in takes)) throw new Error(`${type}: this machine does not know the parameter ${name}`);
  const only = takes[name];
  if (only !== undefined && value !== only) throw new Error(`${type}: ${name} is ${value}, and must be ${only}`);
}

function required(type: string, name: string, value: string | undefined): string {
  if (value === undefined) throw new Error(`${type} needs the parameter ${name}`);
  return value;
}
