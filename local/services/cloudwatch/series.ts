import type { Measurement } from "./metric.ts";

const bucketMilliseconds = 1000; // CloudWatch's finest resolution

/** What names a series: a metric with exactly these dimensions. */
export type SeriesName = Pick<Measurement, "namespace" | "name" | "dimensions">;

/** Measurements in memory, by series and second, for as long as something may still ask for them. */
export class SeriesStore {
  readonly #series = new Map<string, Map<number, number[]>>();

  /** Adds a measurement. @throws RangeError if its value is no finite number, which CloudWatch refuses too */
  add(measurement: Measurement, now: number): void {
    const { namespace, name, value, at } = measurement;
    if (!Number.isFinite(value)) throw new RangeError(`${namespace} ${name}: ${value} is not a finite number`);
    const key = keyOf(measurement);
    const series = this.#series.get(key) ?? new Map<number, number[]>();
    this.#series.set(key, series);
    const bucket = Math.floor((at?.getTime() ?? now) / bucketMilliseconds);
    const values = series.get(bucket);
    if (values === undefined) series.set(bucket, [value]);
    else values.push(value);
  }

  /** The values from `from` (inclusive) to `to` (exclusive), in epoch milliseconds, both on whole seconds. */
  values(series: SeriesName, from: number, to: number): number[] {
    const values: number[] = [];
    for (const [bucket, content] of this.#series.get(keyOf(series)) ?? []) {
      const start = bucket * bucketMilliseconds;
      if (start >= from && start < to) for (const value of content) values.push(value);
    }
    return values;
  }

  /** Forgets what was measured before `time`, in epoch milliseconds. */
  forgetBefore(time: number): void {
    for (const [key, series] of this.#series) {
      for (const bucket of series.keys()) {
        if ((bucket + 1) * bucketMilliseconds <= time) series.delete(bucket);
      }
      if (series.size === 0) this.#series.delete(key);
    }
  }

  /** How many values are held, over all series. */
  get size(): number {
    let size = 0;
    for (const series of this.#series.values()) for (const values of series.values()) size += values.length;
    return size;
  }
}

function keyOf({ namespace, name, dimensions }: SeriesName): string {
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
