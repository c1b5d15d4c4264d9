import { expect } from "chai";
import fc from "fast-check";
import {
  evaluate,
  missingDataTreatments,
  periodsOf,
  type AlarmDefinition,
  type AlarmState,
} from "../../../../local/services/cloudwatch/alarm.ts";

const alarm: AlarmDefinition = {
  name: "errors",
  namespace: "AWS/Lambda",
  metricName: "Errors",
  statistic: "Sum",
  period: 60,
  evaluationPeriods: 3,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
};

/** `0 - X - X`, the oldest first, as AWS's documentation writes it: within, missing, breaching. */
function datapoints(written: string): (number | undefined)[] {
  const values = { "0": 0, X: 1, "-": undefined };
  return written
    .split(" ")
    .reverse()
    .map((letter) => values[letter as keyof typeof values]);
}

/** Whatever it is now: no case of the tables below expects it but by keeping it. */
const keep = "current";

describe("evaluate, with AWS's own tables of missing data", () => {
  const tables = [
    {
      datapointsToAlarm: 3,
      rows: [
        ["0 - X - X", "OK", "OK", "OK", "OK"],
        ["0 - - - -", "OK", "OK", "OK", "OK"],
        ["- - - - -", "INSUFFICIENT_DATA", keep, "ALARM", "OK"],
        ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
        ["- - X - -", "ALARM", keep, "ALARM", "OK"],
      ],
    },
    {
      datapointsToAlarm: 2,
      rows: [
        ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
        ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
        ["0 - X - -", "OK", "OK", "ALARM", "OK"],
        ["- - - - 0", "OK", "OK", "ALARM", "OK"],
        ["- - - X -", "ALARM", keep, "ALARM", "OK"],
      ],
    },
  ] as const;
  const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;
  for (const { datapointsToAlarm, rows } of tables) {
    for (const [written, ...expected] of rows) {
      it(`${datapointsToAlarm} of 3: ${written}`, () => {
        for (const current of ["OK", "ALARM", "INSUFFICIENT_DATA"] as const) {
          const states = treatments.map(
            (treatMissingData) =>
              evaluate({ ...alarm, datapointsToAlarm, treatMissingData }, datapoints(written), current).state,
          );
          expect(states).to.deep.equal(expected.map((state) => (state === keep ? current : state)));
        }
      });
    }
  }
});

describe("evaluate", () => {
  it("waits for more when the first datapoint breaches and more than one is needed", () => {
    const { state } = evaluate(alarm, datapoints("- - - - X"), "INSUFFICIENT_DATA");
    expect(state).to.equal("INSUFFICIENT_DATA");
  });

  it("compares by each operator", () => {
    const cases = [
      ["GreaterThanThreshold", [false, false, true]],
      ["GreaterThanOrEqualToThreshold", [false, true, true]],
      ["LessThanThreshold", [true, false, false]],
      ["LessThanOrEqualToThreshold", [true, true, false]],
    ] as const;
    for (const [comparisonOperator, expected] of cases) {
      const one = { ...alarm, evaluationPeriods: 1, threshold: 5, comparisonOperator };
      expect([4, 5, 6].map((value) => evaluate(one, [value], "OK").state === "ALARM")).to.deep.equal([...expected]);
    }
  });

  it("gives a reason with the values, the threshold and how many are needed", () => {
    const { reason } = evaluate({ ...alarm, evaluationPeriods: 2, datapointsToAlarm: 1 }, [7, 0], "OK");
    expect(reason).to.equal(
      "Threshold Crossed: 1 of the last 2 datapoints [7, 0] was greater than the threshold (0); 1 of 2 are needed for ALARM.",
    );
  });

  it("holds for any data: full data decides by itself, and notBreaching never rings by what is missing", () => {
    const datapoint = fc.option(fc.constantFrom(0, 1), { nil: undefined });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((periods) =>
          fc.record({
            evaluationPeriods: fc.constant(periods),
            datapointsToAlarm: fc.integer({ min: 1, max: periods }),
            data: fc.array(datapoint, { minLength: periods + 2, maxLength: periods + 2 }),
            current: fc.constantFrom<AlarmState>("OK", "ALARM", "INSUFFICIENT_DATA"),
          }),
        ),
        ({ data, current, ...counts }) => {
          const states = missingDataTreatments.map(
            (treatMissingData) => evaluate({ ...alarm, ...counts, treatMissingData }, data, current).state,
          );
          const present = data.filter((value) => value !== undefined);
          const [missing, , breaching, notBreaching] = states;
          if (present.length >= counts.evaluationPeriods) {
            expect(new Set(states).size).to.equal(1);
            const rings = present.slice(0, counts.evaluationPeriods).filter((value) => value > 0).length;
            expect(missing === "ALARM").to.equal(rings >= counts.datapointsToAlarm);
          } else {
            const rings = present.filter((value) => value > 0).length >= counts.datapointsToAlarm;
            expect(notBreaching === "ALARM").to.equal(rings);
            if (rings) expect(states).to.deep.equal(["ALARM", "ALARM", "ALARM", "ALARM"]);
          }
          if (notBreaching === "ALARM") expect(breaching).to.equal("ALARM");
          if (present.length > 0 && present.every((value) => value === 0)) expect(missing).to.equal("OK");
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("periodsOf", () => {
  const at = Date.UTC(2026, 0, 1, 12, 3, 45);

  it("ends at the last whole minute, and slides by minutes for longer periods", () => {
    const [latest, before] = periodsOf({ ...alarm, period: 300 }, at);
    expect(latest).to.deep.equal({ from: Date.UTC(2026, 0, 1, 11, 58), to: Date.UTC(2026, 0, 1, 12, 3) });
    expect(before?.to).to.equal(latest?.from);
  });

  it("ends at the last ten seconds for periods below a minute", () => {
    expect(periodsOf({ ...alarm, period: 10 }, at)[0]?.to).to.equal(Date.UTC(2026, 0, 1, 12, 3, 40));
  });

  it("looks at two periods more than count", () => {
    expect(periodsOf(alarm, at)).to.have.length(5);
  });
});
