import { expect } from "chai";
import { parseRequest } from "../../../../functions/booking/accept/request.ts";
import type { RawRequest } from "../../../../functions/booking/accept/request.ts";
import { InvalidRequest, UnsupportedMediaType } from "../../../../functions/runtime/problem.ts";
import type { InvalidField } from "../../../../functions/runtime/problem.ts";

const slot = { slotId: "tour-1-morning", units: 2 };

function request(body: unknown, changes: Partial<RawRequest> = {}): RawRequest {
  return { contentType: "application/json", idempotencyKey: "key-1", body: JSON.stringify(body), ...changes };
}

function errorsOf(raw: RawRequest): readonly InvalidField[] {
  try {
    parseRequest(raw);
  } catch (error) {
    if (error instanceof InvalidRequest) return error.errors;
    throw error;
  }
  return [];
}

describe("a request for a booking", () => {
  it("is taken with its key and its slots", () => {
    expect(parseRequest(request({ slots: [slot] }))).to.deep.equal({ idempotencyKey: "key-1", slots: [slot] });
  });

  it("may have 25 slots, 1 to 1000 units, and a key of 255 characters", () => {
    const slots = Array.from({ length: 25 }, (_, index) => ({
      slotId: `s${index}`,
      units: index % 2 === 0 ? 1 : 1_000,
    }));
    expect(errorsOf(request({ slots }, { idempotencyKey: "~".repeat(255) }))).to.deep.equal([]);
  });

  it("may leave out its Content-Type or say its character set", () => {
    for (const contentType of [undefined, "application/json; charset=utf-8", "Application/JSON"]) {
      expect(errorsOf(request({ slots: [slot] }, { contentType }))).to.deep.equal([]);
    }
  });

  it("is refused if it is of another type", () => {
    expect(() => parseRequest(request({ slots: [slot] }, { contentType: "text/plain" }))).to.throw(
      UnsupportedMediaType,
      "text/plain",
    );
  });

  const manySlots = Array.from({ length: 26 }, (_, index) => ({ slotId: `s${index}`, units: 1 }));
  const units = "integer-from-1-to-1000";
  const slotId = "letters-digits-hyphens-at-most-64";
  const rules: [string, unknown, InvalidField][] = [
    ["a body that is a list", [], { field: "body", rule: "object", value: "a list of 0" }],
    ["a body that is null", null, { field: "body", rule: "object", value: "null" }],
    ["no slots field", {}, { field: "slots", rule: "required" }],
    ["slots that are no list", { slots: {} }, { field: "slots", rule: "from-1-to-25-slots", value: "an object" }],
    ["an empty list", { slots: [] }, { field: "slots", rule: "from-1-to-25-slots", value: "a list of 0" }],
    ["no slotId", { slots: [{ units: 1 }] }, { field: "slots[0].slotId", rule: "required" }],
    ["no units", { slots: [{ slotId: "s" }] }, { field: "slots[0].units", rule: "required" }],
    ["a slot that is no object", { slots: ["s"] }, { field: "slots[0]", rule: "object", value: "s" }],
    [
      "a slotId that is a number",
      { slots: [{ ...slot, slotId: 5 }] },
      { field: "slots[0].slotId", rule: slotId, value: "5" },
    ],
    ["an empty slotId", { slots: [{ ...slot, slotId: "" }] }, { field: "slots[0].slotId", rule: slotId, value: "" }],
    [
      "a # in a slotId",
      { slots: [{ ...slot, slotId: "a#b" }] },
      { field: "slots[0].slotId", rule: slotId, value: "a#b" },
    ],
    [
      "a slotId that begins with a hyphen",
      { slots: [{ ...slot, slotId: "-a" }] },
      { field: "slots[0].slotId", rule: slotId, value: "-a" },
    ],
    [
      "a slotId that ends a line",
      { slots: [{ ...slot, slotId: "a\n" }] },
      { field: "slots[0].slotId", rule: slotId, value: "a\n" },
    ],
    [
      "a slotId of 65 characters",
      { slots: [{ ...slot, slotId: "a".repeat(65) }] },
      { field: "slots[0].slotId", rule: slotId, value: "a".repeat(65) },
    ],
    ["no units at all", { slots: [{ ...slot, units: 0 }] }, { field: "slots[0].units", rule: units, value: "0" }],
    ["negative units", { slots: [{ ...slot, units: -1 }] }, { field: "slots[0].units", rule: units, value: "-1" }],
    ["too many units", { slots: [{ ...slot, units: 1_001 }] }, { field: "slots[0].units", rule: units, value: "1001" }],
    ["a part of a unit", { slots: [{ ...slot, units: 1.5 }] }, { field: "slots[0].units", rule: units, value: "1.5" }],
    ["units as text", { slots: [{ ...slot, units: "1" }] }, { field: "slots[0].units", rule: units, value: "1" }],
    ["units of null", { slots: [{ ...slot, units: null }] }, { field: "slots[0].units", rule: units, value: "null" }],
    [
      "a slot that is there twice",
      { slots: [slot, { ...slot, units: 1 }] },
      { field: "slots[1].slotId", rule: "slot-listed-once", value: slot.slotId },
    ],
    ["a field that does not exist", { slots: [slot], price: 1 }, { field: "price", rule: "no-such-field" }],
    [
      "a slot's field that does not exist",
      { slots: [{ ...slot, price: 1 }] },
      { field: "slots[0].price", rule: "no-such-field" },
    ],
  ];
  for (const [fault, body, expected] of rules) {
    it(`is refused for ${fault}, naming ${expected.field} and ${expected.rule}`, () => {
      expect(errorsOf(request(body))).to.deep.equal([expected]);
    });
  }

  it("is refused for 26 slots", () => {
    expect(errorsOf(request({ slots: manySlots }))).to.deep.equal([
      { field: "slots", rule: "from-1-to-25-slots", value: "a list of 26" },
    ]);
  });

  for (const [fault, idempotencyKey] of [
    ["no key", undefined],
    ["an empty key", ""],
    ["a key of 256 characters", "k".repeat(256)],
    ["a key of 10 kB", "k".repeat(10_240)],
    ["a space in the key", "a b"],
    ["a key that is not ASCII", "clé"],
  ] as const) {
    it(`is refused for ${fault}`, () => {
      const errors = errorsOf(request({ slots: [slot] }, { idempotencyKey }));
      expect(errors).to.have.length(1);
      expect(errors[0]).to.include({ field: "Idempotency-Key", rule: "from-1-to-255-visible-ascii-characters" });
      expect(errors[0]?.value).to.equal(idempotencyKey?.slice(0, 100));
    });
  }

  for (const body of ["", "{", "slots=1", '{"slots": [}']) {
    it(`is refused if its body is ${JSON.stringify(body)}, which is no JSON`, () => {
      expect(errorsOf(request(undefined, { body }))).to.deep.equal([{ field: "body", rule: "json" }]);
    });
  }

  it("is told of everything that is wrong with it at once", () => {
    const body = {
      slots: [
        { slotId: "a", units: 0 },
        { slotId: "b#", units: 1 },
        { slotId: "a", units: 1 },
      ],
      price: 1,
    };
    expect(
      errorsOf(request(body, { idempotencyKey: undefined })).map(({ field, rule }) => `${field}: ${rule}`),
    ).to.have.members([
      "Idempotency-Key: from-1-to-255-visible-ascii-characters",
      `slots[0].units: ${units}`,
      `slots[1].slotId: ${slotId}`,
      "slots[2].slotId: slot-listed-once",
      "price: no-such-field",
    ]);
  });

  it("cannot reach into prototypes by its field names", () => {
    const body = '{"slots": [{"slotId": "a", "units": 1}], "__proto__": {"polluted": 1}, "constructor": 1}';
    const fields = errorsOf(request(undefined, { body })).map(({ field }) => field);
    expect(fields).to.include("constructor");
    expect({}).not.to.have.property("polluted");
  });

  it("is refused, not choked on, when it nests deeply", () => {
    const depth = 5_000;
    const body = `{"slots": ${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(errorsOf(request(undefined, { body }))[0]).to.include({ field: "slots[0]" });
  });
});
