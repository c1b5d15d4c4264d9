import { z } from "zod";
import type { Measurement } from "./metric.ts";

const metadata = z.object({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())).default([[]]),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** What the runtime puts before a line of `console.log` in text format. */
const linePrefix = /^\S+\t\S+\t[A-Z]+\t(?=\{)/;

/**
 * The measurements in a log line in embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html):
 * one for each metric, value and set of dimensions. Any other line has none; so has a metric or dimension without a value.
 */
export function measurementsOf(logLine: string): Measurement[] {
  if (!logLine.includes('"CloudWatchMetrics"')) return [];
  const line = parse(logLine.replace(linePrefix, ""));
  const result = metadata.safeParse(line);
  if (!result.success) return [];
  const values = new Map(Object.entries(line));
  const at = new Date(result.data._aws.Timestamp);
  return result.data._aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = dimensionsOf(names, values);
      if (dimensions === undefined) return [];
      return Metrics.flatMap(({ Name: name }) =>
        [values.get(name)]
          .flat()
          .filter((value) => typeof value === "number")
          .map((value) => ({ namespace, name, dimensions, value, at })),
      );
    }),
  );
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function dimensionsOf(names: readonly string[], values: ReadonlyMap<string, unknown>) {
  const dimensions: Record<string, string> = {};
  for (const name of names) {
    const value = values.get(name);
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    dimensions[name] = String(value);
  }
  return dimensions;
}
