import { expect } from "chai";
import { MissingEnvironment, readEnvironment } from "../../../functions/runtime/environment.ts";

describe("a function's environment", () => {
  it("is the named variables and no others", () => {
    expect(readEnvironment(["A", "B"], { A: "1", B: "2", C: "3" })).to.deep.equal({ A: "1", B: "2" });
  });

  it("is refused with the name of every variable that is missing or empty", () => {
    expect(() => readEnvironment(["A", "B", "C"], { A: "1", B: "" })).to.throw(
      MissingEnvironment,
      "environment variables are missing or empty: B, C",
    );
  });
});
