import { expect } from "chai";
import type { BusEvent } from "../../../../local/services/events/event.ts";
import { targetInput } from "../../../../local/services/events/target-input.ts";

const event: BusEvent = {
  ...{ version: "0", id: "1", "detail-type": "Test", source: "berth", account: "0", time: "t", region: "r" },
  resources: ["a", "b"],
  detail: { parts: [{ slot: "s", units: 2 }] },
};

describe("targetInput", () => {
  for (const [settings, expected] of [
    [{}, event],
    [{ inputPath: "$" }, event],
    [{ inputPath: "$.detail" }, event.detail],
    [{ inputPath: "$.detail.parts[0].slot" }, "s"],
    [{ inputPath: "$.detail-type" }, "Test"],
    [{ inputPath: "$.resources[1]" }, "b"],
    [{ inputPath: "$.resources[2]" }, null],
    [{ inputPath: "$.detail.constructor" }, null],
    [{ input: '{"fixed":true}' }, { fixed: true }],
  ] as const) {
    it(`gives a target with ${JSON.stringify(settings)} what it asks for`, () => {
      expect(JSON.parse(targetInput({ id: "t", arn: "arn", ...settings }, event))).to.deep.equal(expected);
    });
  }
});
