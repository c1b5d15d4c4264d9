import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { touched } from "../../../../local/services/dynamodb/access.ts";

const region = "eu-west-1";
const arn = `arn:aws:dynamodb:${region}:000000000000:table/tours`;
const needed = (operation: string, body: unknown) =>
  touched(operation, Buffer.from(JSON.stringify(body)), region).access.map(({ action, resource }) => [
    action,
    resource,
  ]);

describe("touched", () => {
  for (const operation of ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "DescribeTable"]) {
    it(`needs ${operation} on the table, given by name or by ARN`, () => {
      const expected = [[`dynamodb:${operation}`, arn]];
      expect(needed(operation, { TableName: "tours" })).to.eql(expected);
      expect(needed(operation, { TableName: arn })).to.eql(expected);
    });
  }

  it("needs the index for a query or a scan of it", () => {
    expect(needed("Query", { TableName: "tours", IndexName: "byDay" })).to.eql([
      ["dynamodb:Query", `${arn}/index/byDay`],
    ]);
    expect(needed("Scan", { TableName: "tours", IndexName: "byDay" })).to.eql([
      ["dynamodb:Scan", `${arn}/index/byDay`],
    ]);
  });

  it("needs a batch's own action on each of its tables", () => {
    expect(needed("BatchWriteItem", { RequestItems: { tours: [], rooms: [] } })).to.eql([
      ["dynamodb:BatchWriteItem", arn],
      ["dynamodb:BatchWriteItem", arn.replace("tours", "rooms")],
    ]);
    expect(needed("BatchGetItem", { RequestItems: { tours: {} } })).to.eql([["dynamodb:BatchGetItem", arn]]);
  });

  it("needs, for a transaction, the action of each item, each once", () => {
    const target = { TableName: "tours" };
    const items = [
      { Update: target },
      { Put: target },
      { Put: target },
      { Delete: target },
      { ConditionCheck: target },
    ];
    expect(
      needed("TransactWriteItems", { TransactItems: items })
        .map(([action]) => action)
        .sort(),
    ).to.eql(["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]);
    expect(needed("TransactGetItems", { TransactItems: [{ Get: target }] })).to.eql([["dynamodb:GetItem", arn]]);
  });

  it("needs the stream for what reads it, and * for listing", () => {
    const stream = `${arn}/stream/2026-01-01T00:00:00.000`;
    expect(needed("DescribeStream", { StreamArn: stream })).to.eql([["dynamodb:DescribeStream", stream]]);
    expect(needed("GetShardIterator", { StreamArn: stream })).to.eql([["dynamodb:GetShardIterator", stream]]);
    expect(needed("GetRecords", { ShardIterator: `${stream}|1|abc` })).to.eql([["dynamodb:GetRecords", stream]]);
    expect(needed("ListStreams", {})).to.eql([["dynamodb:ListStreams", "*"]]);
  });

  const refused: [operation: string, body: string, name: string, message: RegExp][] = [
    ["ExecuteStatement", "{}", "UnknownOperationException", /ExecuteStatement/],
    ["toString", "{}", "UnknownOperationException", /toString/],
    ["GetItem", "{", "SerializationException", /not JSON/],
    ["GetItem", "{}", "ValidationException", /TableName/],
    [
      "GetItem",
      JSON.stringify({ TableName: arn.replace(region, "us-east-1") }),
      "ValidationException",
      /must begin with arn:aws:dynamodb:eu-west-1/,
    ],
    ["TransactWriteItems", JSON.stringify({ TransactItems: [{ Invent: {} }] }), "ValidationException", /Invent/],
  ];
  for (const [operation, body, name, message] of refused) {
    it(`refuses ${operation} with ${body.slice(0, 60)} as ${name}`, () => {
      expect(() => touched(operation, Buffer.from(body), region))
        .to.throw(AwsError, message)
        .with.property("name", name);
    });
  }
});
