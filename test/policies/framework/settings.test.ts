import { expect } from "chai";
import { configSchema, integer, record, strings, text, valuesOf } from "../../../policies/framework/settings.ts";

const settings = {
  days: integer("Days", 30, { minimum: 1, maximum: 90 }),
  names: strings("Names", ["a"]),
  tags: record("Tags", { owner: "me" }),
  policy: text("A policy", "x", "^x"),
};

describe("the settings of a rule", () => {
  it("have a schema that the engine checks values with", () => {
    expect(configSchema(settings)).to.deep.equal({
      properties: {
        days: { type: "integer", description: "Days", minimum: 1, maximum: 90, default: 30 },
        names: { type: "array", items: { type: "string" }, description: "Names", default: ["a"] },
        tags: {
          type: "object",
          additionalProperties: { type: "string" },
          description: "Tags",
          default: { owner: "me" },
        },
        policy: { type: "string", description: "A policy", pattern: "^x", default: "x" },
      },
    });
    expect(configSchema({})).to.equal(undefined);
  });

  it("are the user's over the defaults", () => {
    expect(valuesOf(settings, {})).to.deep.equal({ days: 30, names: ["a"], tags: { owner: "me" }, policy: "x" });
    expect(valuesOf(settings, { days: 7 })).to.include({ days: 7, policy: "x" });
  });
});
