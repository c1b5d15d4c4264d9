/** One measurement, as `PutMetricData` and a log line in embedded metric format carry it. */
export interface Measurement {
  /** Such as `AWS/SQS` or `Berth`. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** When it was taken. @default now */
  readonly at?: Date;
}

/** Where services put what they measure. */
export interface Measurements {
  put(measurement: Measurement): void;
}
