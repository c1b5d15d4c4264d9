import { expect } from "chai";
import { statements } from "../../../policies/framework/document.ts";

const [tlsOnly] = statements({
  Statement: { Effect: "Deny", Principal: { AWS: ["*"] }, Condition: { Bool: { "aws:SecureTransport": "false" } } },
});

describe("statements of a policy document", () => {
  it("are read from JSON and from an object, a list of them or one", () => {
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: ["a", "b"] };
    for (const document of [{ Statement: [statement] }, { Statement: statement }]) {
      for (const form of [document, JSON.stringify(document)]) {
        const [only, ...others] = statements(form);
        expect(others).to.be.empty;
        expect(only?.allows).to.equal(true);
        expect(only?.actions).to.deep.equal(["s3:GetObject"]);
        expect(only?.resources).to.deep.equal(["a", "b"]);
        expect(only?.hasCondition).to.equal(false);
      }
    }
  });

  it("are none in what is no document", () => {
    for (const nothing of ["", "{", "null", "7", undefined, null, {}, { Statement: [] }]) {
      expect(statements(nothing), JSON.stringify(nothing)).to.be.empty;
    }
  });

  it("refuse plain HTTP only if they deny it to everybody", () => {
    expect(tlsOnly?.refusesPlainHttp).to.equal(true);
    const condition = { Bool: { "aws:SecureTransport": "false" } };
    for (const other of [
      { Effect: "Allow", Principal: "*", Condition: condition },
      { Effect: "Deny", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Condition: condition },
      { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
      { Effect: "Deny", Principal: "*" },
    ]) {
      expect(statements({ Statement: other })[0]?.refusesPlainHttp, JSON.stringify(other)).to.equal(false);
    }
  });
});
