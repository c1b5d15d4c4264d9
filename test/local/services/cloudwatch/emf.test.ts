import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { expect } from "chai";
import { measurementsOf } from "../../../../local/services/cloudwatch/emf.ts";

const line = {
  _aws: {
    Timestamp: 1_790_000_000_000,
    CloudWatchMetrics: [
      {
        Namespace: "Berth",
        Dimensions: [["service"], ["service", "region"]],
        Metrics: [{ Name: "Booked", Unit: "Count" }],
      },
    ],
  },
  service: "claim",
  region: "eu-west-1",
  Booked: 2,
};

describe("measurementsOf", () => {
  it("reads a metric once for each set of dimensions", () => {
    const at = new Date(1_790_000_000_000);
    expect(measurementsOf(JSON.stringify(line))).to.deep.equal([
      { namespace: "Berth", name: "Booked", dimensions: { service: "claim" }, value: 2, at },
      { namespace: "Berth", name: "Booked", dimensions: { service: "claim", region: "eu-west-1" }, value: 2, at },
    ]);
  });

  it("reads each value of a list", () => {
    const values = measurementsOf(JSON.stringify({ ...line, Booked: [1, 2, 3] })).map(({ value }) => value);
    expect(values).to.have.members([1, 2, 3, 1, 2, 3]);
  });

  it("reads a line that console.log wrote in text format", () => {
    const text = `2026-01-01T00:00:00.000Z\tid\tINFO\t${JSON.stringify(line)}`;
    expect(measurementsOf(text)).to.have.length(2);
  });

  it("reads what Powertools writes", () => {
    const metrics = new Metrics({ namespace: "Berth", serviceName: "claim" });
    metrics.addMetric("BookingConfirmed", MetricUnit.Count, 1);
    const found = measurementsOf(JSON.stringify(metrics.serializeMetrics()));
    expect(found).to.have.length(1);
    expect(found[0]).to.deep.include({
      namespace: "Berth",
      name: "BookingConfirmed",
      dimensions: { service: "claim" },
      value: 1,
    });
  });

  it("finds nothing in other lines, or where a value or dimension is missing", () => {
    const { Booked: _, ...withoutValue } = line;
    const { service: __, ...withoutDimension } = line;
    for (const text of [
      "hello",
      '{"a":1}',
      "{",
      '"CloudWatchMetrics"',
      JSON.stringify(withoutValue),
      JSON.stringify(withoutDimension),
    ]) {
      expect(measurementsOf(text), text).to.deep.equal([]);
    }
  });
});
