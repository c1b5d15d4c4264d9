import { expect } from "chai";
import { csvLine } from "../../../../functions/reports/work/csv.ts";

describe("a line of a CSV file", () => {
  it("ends as RFC 4180 says, and quotes what must be quoted", () => {
    expect(csvLine(["a", 1, "b c"])).to.equal("a,1,b c\r\n");
    expect(csvLine(['the "old" town', "by boat, at night", "two\nlines", ""])).to.equal(
      '"the ""old"" town","by boat, at night","two\nlines",\r\n',
    );
  });

  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "－1"]) {
    it(`defuses ${JSON.stringify(text)}, which a spreadsheet may run`, () => {
      expect(csvLine([text]).replace(/^"/, "")).to.satisfy((line: string) => line.startsWith("'"));
    });
  }

  it("leaves text that is no formula, and numbers below zero, as they are", () => {
    expect(csvLine(["a=b", "1-2", "Café", -1])).to.equal("a=b,1-2,Café,-1\r\n");
  });
});
