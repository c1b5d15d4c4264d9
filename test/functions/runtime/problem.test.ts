import { expect } from "chai";
import {
  IdempotencyKeyReused,
  invalidField,
  InvalidRequest,
  NotFound,
  problemOf,
  Unauthorized,
  UnsupportedMediaType,
} from "../../../functions/runtime/problem.ts";

describe("problem details", () => {
  const cases: [Error, number, string][] = [
    [new InvalidRequest([]), 400, "invalid-request"],
    [new Unauthorized(), 401, "unauthorized"],
    [new NotFound(), 404, "not-found"],
    [new UnsupportedMediaType(), 415, "unsupported-media-type"],
    [new IdempotencyKeyReused(), 422, "idempotency-key-reused"],
    [new Error("secret"), 500, "internal-error"],
  ];
  for (const [error, status, name] of cases) {
    it(`are of status ${status} and type urn:berth:problem:${name} for ${error.name}`, () => {
      expect(problemOf(error)).to.include({ status, type: `urn:berth:problem:${name}` });
    });
  }

  it("list every field that breaks a rule", () => {
    const errors = [invalidField("slots[0].units", "integer-from-1-to-1000", 0), invalidField("limit", "required")];
    expect(problemOf(new InvalidRequest(errors)).errors).to.deep.equal([
      { field: "slots[0].units", rule: "integer-from-1-to-1000", value: "0" },
      { field: "limit", rule: "required" },
    ]);
  });

  it("say nothing of an error that is not the client's", () => {
    expect(JSON.stringify(problemOf(new Error("secret")))).not.to.include("secret");
    expect(problemOf("thrown text")).to.have.property("status", 500);
  });

  it("quote at most 100 characters of a value", () => {
    expect(invalidField("Idempotency-Key", "rule", "x".repeat(10_000)).value).to.equal("x".repeat(100));
  });
});
