/** The statistics of a period: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;

/** A percentile, `p0` to `p100` with at most two decimals. */
export const percentilePattern = /^p(100|\d{1,2}(\.\d{1,2})?)$/;

/** The statistic over the values of a period, or undefined if there are none. */
export function statisticOf(statistic: string, values: readonly number[]): number | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  switch (statistic) {
    case "SampleCount":
      return values.length;
    case "Sum":
      return sum(values);
    case "Average":
      return sum(values) / values.length;
    case "Minimum":
      return values.reduce((least, value) => Math.min(least, value), first);
    case "Maximum":
      return values.reduce((greatest, value) => Math.max(greatest, value), first);
    default:
      return percentile(Number(statistic.slice(1)), values);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Linear between the two nearest ranks. */
function percentile(percent: number, values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (rank - Math.floor(rank));
}
