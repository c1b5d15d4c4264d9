import { expect } from "chai";
import { MalformedPolicyDocument, parsePolicy } from "../../../../local/services/iam/policy.ts";

const good = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
const document = (statement: unknown, rest: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statement, ...rest });

describe("parsePolicy", () => {
  it("takes one statement or several, and keeps the text as it was given", () => {
    const text = document([good, { ...good, Sid: "again" }], { Id: "p" });
    expect(parsePolicy(text, "identity").statements).to.have.length(2);
    expect(parsePolicy(document(good), "identity").statements).to.have.length(1);
    expect(parsePolicy(text, "identity").text).to.equal(text);
  });

  const refused: [why: string, text: string, message: RegExp][] = [
    ["text that is not JSON", "{", /not JSON/],
    ["another version", JSON.stringify({ Version: "2008-10-17", Statement: good }), /Version/],
    ["no statement", JSON.stringify({ Version: "2012-10-17" }), /Statement/],
    ["an unknown element", document({ ...good, Actions: "x" }), /Actions/],
    ["an unknown effect", document({ ...good, Effect: "Maybe" }), /Effect/],
    ["no action", document({ Effect: "Allow", Resource: "*" }), /needs Action or NotAction/],
    ["Action with NotAction", document({ ...good, NotAction: "sqs:*" }), /both Action and NotAction/],
    [
      "an action of no service",
      document({ ...good, Action: "SendMessage" }),
      /SendMessage must be \* or service:Action/,
    ],
    ["no resource", document({ Effect: "Allow", Action: "sqs:*" }), /needs Resource or NotResource/],
    ["a resource that is no ARN", document({ ...good, Resource: "tours" }), /tours must be \* or an ARN/],
    ["a policy variable", document({ ...good, Resource: "arn:aws:s3:::b/${aws:username}" }), /no policy variables/],
    ["a principal in a role's policy", document({ ...good, Principal: "*" }), /names no principal/],
    [
      "an unknown operator",
      document({ ...good, Condition: { IpAddress: { "aws:SourceIp": "1.2.3.4" } } }),
      /does not know IpAddress/,
    ],
    [
      "a set operator",
      document({ ...good, Condition: { "ForAllValues:StringEquals": { "aws:SourceArn": "x" } } }),
      /does not know ForAllValues:StringEquals/,
    ],
    [
      "an unknown key",
      document({ ...good, Condition: { StringEquals: { "dynamodb:LeadingKeys": "x" } } }),
      /no value to dynamodb:LeadingKeys/,
    ],
    [
      "a variable in a condition",
      document({ ...good, Condition: { StringEquals: { "aws:SourceArn": "${a}" } } }),
      /no policy variables/,
    ],
  ];
  for (const [why, text, message] of refused) {
    it(`refuses ${why} by AWS's name`, () => {
      expect(() => parsePolicy(text, "identity"))
        .to.throw(MalformedPolicyDocument, message)
        .with.property("name", "MalformedPolicyDocument");
    });
  }

  it("wants a principal where the policy is another's, and no resource in a trust policy", () => {
    expect(() => parsePolicy(document(good), "resource")).to.throw(MalformedPolicyDocument, /must name a principal/);
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    expect(parsePolicy(document(trust), "trust").statements[0]?.principal?.services).to.eql(["lambda.amazonaws.com"]);
    expect(() => parsePolicy(document({ ...trust, Resource: "*" }), "trust")).to.throw(/names no resource/);
    expect(() => parsePolicy(document({ ...trust, Principal: { Federated: "x" } }), "trust")).to.throw(/Principal/);
  });
});
