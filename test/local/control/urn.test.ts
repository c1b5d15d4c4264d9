import { expect } from "chai";
import { parseUrn } from "../../../local/control/urn.ts";

describe("parseUrn", () => {
  it("gives the resource's own type, and a name with colons whole", () => {
    expect(parseUrn("urn:pulumi:dev::berth::a:b:C$aws:sqs/queue:Queue::my::queue")).to.deep.equal({
      stack: "dev",
      project: "berth",
      type: "aws:sqs/queue:Queue",
      name: "my::queue",
    });
  });

  it("refuses what is no URN, and says what one looks like", () => {
    for (const text of ["", "arn:aws:sqs", "urn:pulumi:dev::berth::type"]) {
      expect(() => parseUrn(text)).to.throw(
        `${text} is no URN: it must be urn:pulumi:<stack>::<project>::<type>::<name>`,
      );
    }
  });
});
