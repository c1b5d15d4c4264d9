import { expect } from "chai";
import { readDocument } from "../../../../local/services/apigateway/document.ts";
import { InvalidDocument } from "../../../../local/services/apigateway/invalid-document.ts";
import { documentOf, integration, uriOf, withAuthorizer } from "./fixture.ts";

const problem = (document: object) => {
  try {
    readDocument(JSON.stringify(document));
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidDocument);
    return String(error);
  }
  return "";
};
const get = (operation: object) => documentOf({ "/a": { get: operation } });
const authorizer = (change: object) => problem(documentOf({ "/a": { get: integration() } }, withAuthorizer(change)));

describe("readDocument", () => {
  it("ignores the extensions of others and what only describes", () => {
    const operation = {
      ...integration(),
      "x-berth-throttle": {},
      tags: ["a"],
      responses: { 200: { description: "ok" } },
    };
    expect(problem({ ...get(operation), tags: [], externalDocs: {}, "x-own": 1 })).to.equal("");
  });

  it("refuses what is no OpenAPI 3.0 in JSON", () => {
    expect(() => readDocument("openapi: 3.0.1")).to.throw(InvalidDocument, "it is not JSON");
    expect(problem({ ...get(integration()), openapi: "3.1.0" })).to.include("API Gateway imports OpenAPI 3.0");
    expect(problem(documentOf({ a: {} }))).to.include("paths");
  });

  it("names every extension of API Gateway that it does not know", () => {
    const more = { "x-amazon-apigateway-policy": {}, "x-amazon-apigateway-binary-media-types": ["image/png"] };
    const text = problem({ ...get({ ...integration(), "x-amazon-apigateway-auth": { type: "none" } }), ...more });
    expect(text)
      .to.include("the document: this machine does not know x-amazon-apigateway-policy")
      .and.include("x-amazon-apigateway-binary-media-types")
      .and.include("paths./a.get: this machine does not know x-amazon-apigateway-auth");
  });

  it("refuses integrations that it does not know, and settings of one that would change what it does", () => {
    expect(problem(get({}))).to.include("paths./a.get.x-amazon-apigateway-integration: its type is undefined");
    expect(problem(get(integration("f", { type: "http_proxy" })))).to.include(
      "its type is http_proxy, and this machine knows aws_proxy and mock",
    );
    expect(problem(get(integration("f", { credentials: "arn:aws:iam::000000000000:role/r" })))).to.include(
      "credentials",
    );
    expect(problem(get(integration("f", { httpMethod: "GET" })))).to.include("a Lambda function is called by POST");
    expect(problem(get(integration("f", { timeoutInMillis: 30_000 })))).to.include("timeoutInMillis");
    expect(problem(get(integration("f", { uri: "https://example.org" })))).to.include(
      "uri https://example.org names no function",
    );
  });

  it("refuses mocks whose templates would have to be evaluated", () => {
    const mock = (template: string) => ({
      "x-amazon-apigateway-integration": {
        type: "mock",
        requestTemplates: { "application/json": template },
        responses: { default: { statusCode: 200 } },
      },
    });
    expect(problem(get(mock('{"statusCode": 200}')))).to.equal("");
    expect(problem(get(mock("#set($a = 1)")))).to.include("request templates of mocks without variables only");
  });

  it("refuses authorizers that it does not know", () => {
    expect(authorizer({ type: "request" })).to.include(
      "components.securitySchemes.bearer: this machine knows security schemes",
    );
    expect(authorizer({ authorizerResultTtlInSeconds: 3601 })).to.include("authorizerResultTtlInSeconds");
    expect(authorizer({ identitySource: "method.request.querystring.token" })).to.include(
      "must be method.request.header.<name>",
    );
    expect(authorizer({ authorizerUri: uriOf("f").replace("/invocations", "") })).to.include("names no function");
    expect(authorizer({})).to.equal("");
    const open = documentOf({ "/a": { get: integration() } }, { security: [{ bearer: [] }], components: {} });
    expect(problem(open)).to.include("components.securitySchemes.bearer");
  });

  it("refuses a validator, a parameter or a model that is not there", () => {
    const broken = {
      ...integration(),
      "x-amazon-apigateway-request-validator": "all",
      parameters: [{ $ref: "#/components/parameters/gone" }],
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Gone" } } } },
    };
    expect(problem(get(broken)))
      .to.include("paths./a.get: there is no request validator all")
      .and.include("paths./a.get.parameters:")
      .and.include("there is no model #/components/schemas/Gone");
  });

  it("refuses what API Gateway does not take in a model", () => {
    const schema = (keyword: object) =>
      problem({
        ...get(integration()),
        components: { schemas: { Thing: { type: "object", properties: { a: keyword } } } },
      });
    for (const keyword of ["nullable", "example", "discriminator", "exclusiveMinimum", "readOnly"]) {
      expect(schema({ [keyword]: true })).to.include(
        `components.schemas.Thing.properties.a.${keyword}: API Gateway does not take ${keyword} in a model`,
      );
    }
    expect(schema({ type: "string", format: "date-time", description: "x", minItems: 1, "x-own": 1 })).to.equal("");
    expect(problem({ ...get(integration()), components: { schemas: { "a-b": {} } } })).to.include(
      "letters and digits only",
    );
  });

  it("refuses paths that API Gateway does not take", () => {
    for (const path of ["/a b", "/a{b}", "/{rest+}/more", "/{a}{b}"]) {
      expect(problem(documentOf({ [path]: { get: integration() } })), path).to.include("is not a path part");
    }
    expect(problem(documentOf({ "/a": { trace: integration() } }))).to.include("paths./a.trace is not known");
  });

  it("takes a model that refers to itself", () => {
    const Tree = {
      type: "object",
      properties: { children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
    };
    expect(problem({ ...get(integration()), components: { schemas: { Tree } } })).to.equal("");
  });
});
