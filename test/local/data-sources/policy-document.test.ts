import { expect } from "chai";
import { answerOf } from "../../../local/data-sources/index.ts";

function documentOf(args: Record<string, unknown>): unknown {
  const { json, minifiedJson } = answerOf("aws:iam/getPolicyDocument:getPolicyDocument", args, "eu-west-1");
  const document: unknown = JSON.parse(String(json));
  expect(JSON.parse(String(minifiedJson))).to.deep.equal(document);
  return document;
}

const saying = (Sid: string, Action: string) => ({ Sid, Effect: "Allow", Action, Resource: "*" });
const written = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("aws.iam.getPolicyDocument", () => {
  it("writes statements in IAM's words, and leaves out what is not given", () => {
    const statements = [
      {
        sid: "Worker",
        actions: ["sqs:SendMessage", "sqs:ReceiveMessage"],
        resources: ["arn:queue"],
        conditions: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] },
          { test: "StringEquals", variable: "aws:PrincipalAccount", values: ["1", "2"] },
        ],
      },
      { effect: "Deny", notActions: ["iam:*"], notResources: ["arn:a", "arn:b"] },
    ];
    expect(documentOf({ policyId: "one", statements })).to.deep.equal({
      Version: "2012-10-17",
      Id: "one",
      Statement: [
        {
          Sid: "Worker",
          Effect: "Allow",
          Action: ["sqs:SendMessage", "sqs:ReceiveMessage"],
          Resource: "arn:queue",
          Condition: { StringEquals: { "aws:SourceAccount": "1", "aws:PrincipalAccount": ["1", "2"] } },
        },
        { Effect: "Deny", NotAction: "iam:*", NotResource: ["arn:a", "arn:b"] },
      ],
    });
  });

  it("names principals by their type, and everybody by *", () => {
    const principals = [
      { type: "Service", identifiers: ["lambda.amazonaws.com"] },
      { type: "AWS", identifiers: ["arn:one", "arn:two"] },
    ];
    const everybody = [{ type: "*", identifiers: ["*"] }];
    const statements = [
      { actions: ["sts:AssumeRole"], principals },
      { actions: ["sts:AssumeRole"], notPrincipals: everybody },
    ];
    expect(documentOf({ statements })).to.deep.include({
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com", AWS: ["arn:one", "arn:two"] },
        },
        { Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: "*" },
      ],
    });
  });

  it("puts source documents first, and overriding statements in the place of those of their name", () => {
    const sourcePolicyDocuments = [written(saying("A", "a:Old"), saying("B", "b:Old"))];
    const overridePolicyDocuments = [written(saying("A", "a:New"), saying("C", "c:New"))];
    const statements = [{ actions: ["own:Own"], resources: ["*"] }];
    expect(documentOf({ statements, sourcePolicyDocuments, overridePolicyDocuments })).to.deep.include({
      Statement: [
        saying("A", "a:New"),
        saying("B", "b:Old"),
        { Effect: "Allow", Action: "own:Own", Resource: "*" },
        saying("C", "c:New"),
      ],
    });
  });

  it("refuses what it does not know, by its name", () => {
    expect(() => documentOf({ statements: [{ effect: "Perhaps" }] })).to.throw(Error, "effect");
    expect(() => documentOf({ statement: [] })).to.throw(Error, "statement");
  });
});
