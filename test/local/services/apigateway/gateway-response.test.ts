import { expect } from "chai";
import { documentOf, GatewayFixture, integration } from "./fixture.ts";

const paths = {
  "/bookings": {
    get: integration(),
    post: {
      ...integration(),
      requestBody: {
        content: {
          "application/json": { schema: { type: "object", properties: { slots: { type: "string", pattern: "^x$" } } } },
        },
      },
    },
  },
};
const validate = {
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
  "x-amazon-apigateway-request-validator": "all",
};
const template = (body: string, mediaType = "application/json") => ({ responseTemplates: { [mediaType]: body } });

describe("gateway responses", () => {
  let fixture: GatewayFixture;
  beforeEach(() => {
    fixture = new GatewayFixture();
  });
  afterEach(() => fixture.close());
  const serve = (responses: object) =>
    fixture.serve(documentOf(paths, { ...validate, "x-amazon-apigateway-gateway-responses": responses }));

  it("have the status, headers and body of the document, with what is known of the request", async () => {
    const url = await serve({
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: "404",
        responseParameters: {
          "gatewayresponse.header.Content-Type": "'application/problem+json'",
          "gatewayresponse.header.X-Asked-By": "method.request.header.User-Agent",
          "gatewayresponse.header.X-Id": "context.requestId",
        },
        ...template(
          '{"detail":$context.error.messageString,"kind":"$context.error.responseType","id":"$context.requestId","on":"$context.stage"}',
        ),
      },
    });
    const response = await fetch(`${url}/nowhere`, { headers: { "User-Agent": "test" } });
    const id = response.headers.get("x-amzn-requestid");
    expect(response.status).to.equal(404);
    expect(response.headers.get("content-type")).to.equal("application/problem+json");
    expect(response.headers.get("x-asked-by")).to.equal("test");
    expect(response.headers.get("x-id")).to.equal(id);
    expect(await response.json()).to.deep.equal({
      detail: "Missing Authentication Token",
      kind: "MISSING_AUTHENTICATION_TOKEN",
      id,
      on: "live",
    });
  });

  it("fall back to DEFAULT_4XX and DEFAULT_5XX, with their own status unless those give one", async () => {
    fixture.functions.f = () => new Error("broken");
    const url = await serve({
      DEFAULT_4XX: template('{"four":true}'),
      DEFAULT_5XX: { statusCode: 503, ...template('{"five":true}') },
    });
    const refused = await fetch(`${url}/nowhere`);
    expect([refused.status, await refused.text()]).to.deep.equal([403, '{"four":true}']);
    const failed = await fetch(`${url}/bookings`);
    expect([failed.status, await failed.text()]).to.deep.equal([503, '{"five":true}']);
  });

  it("say in detail what is wrong with a body, in a form that stays JSON", async () => {
    const url = await serve({ BAD_REQUEST_BODY: template('{"detail":"$context.error.validationErrorString"}') });
    const response = await fetch(`${url}/bookings`, {
      method: "POST",
      body: '{"slots":"y"}',
      headers: { "Content-Type": "application/json" },
    });
    expect(await response.json()).to.deep.equal({ detail: '[/slots must match pattern "^x$"]' });
  });

  it("are in the form that the client accepts, else JSON", async () => {
    const responseTemplates = { "application/json": "{}", "text/html": "<p>$context.error.message</p>" };
    const url = await serve({ DEFAULT_4XX: { responseTemplates } });
    const html = await fetch(`${url}/nowhere`, { headers: { Accept: "text/html;q=0.9, */*" } });
    expect([html.headers.get("content-type"), await html.text()]).to.deep.equal([
      "text/html",
      "<p>Missing Authentication Token</p>",
    ]);
    expect(await (await fetch(`${url}/nowhere`)).text()).to.equal("{}");
  });

  it("with a variable, a header or a kind that is not known are refused when the API is put", () => {
    const body = JSON.stringify(
      documentOf(paths, {
        ...validate,
        "x-amazon-apigateway-gateway-responses": {
          DEFAULT_4XX: {
            responseParameters: { "gatewayresponse.header.X": "stageVariables.x", "gatewayresponse.body": "'x'" },
            ...template("$context.error.unknown $input.body #set($x = 1)"),
          },
          TEAPOT: {},
        },
      }),
    );
    expect(() => fixture.gateway.createRestApi({ name: "test", body }))
      .to.throw()
      .with.property("message")
      .that.includes("$context.error.unknown is not known")
      .and.includes("$input.body is not known: only $context variables are")
      .and.includes("gatewayresponse.header.X is stageVariables.x, which is not known")
      .and.includes("gatewayresponse.body is not a header")
      .and.includes("TEAPOT is not a gateway response type");
  });
});
