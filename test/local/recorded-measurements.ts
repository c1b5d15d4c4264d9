import type { Measurement, Measurements } from "../../local/services/cloudwatch/metric.ts";

/** Measurements that are kept, to be looked at. */
export class RecordedMeasurements implements Measurements {
  readonly all: Measurement[] = [];

  put(measurement: Measurement): void {
    this.all.push(measurement);
  }

  /** The values put under a name, in order. */
  values(name: string): number[] {
    return this.all.filter((each) => each.name === name).map(({ value }) => value);
  }
}
