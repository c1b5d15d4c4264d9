import { expect } from "chai";
import { LambdaError } from "../../../../local/services/lambda/errors.ts";
import { answer, anything, documentOf, GatewayFixture, integration } from "./fixture.ts";

const resource = (payload: unknown) => ({ statusCode: 200, body: (payload as { resource: string }).resource });

describe("ApiGateway", () => {
  let fixture: GatewayFixture;
  beforeEach(() => {
    fixture = new GatewayFixture();
  });
  afterEach(() => fixture.close());

  describe("routes", () => {
    beforeEach(() => {
      for (const name of ["f", "next", "files", "remove", "root"]) {
        fixture.functions[name] = (payload) => ({ statusCode: 200, body: `${name} ${resource(payload).body}` });
      }
    });

    it("take the most exact resource, greedy ones last, and ANY where no method of its own is", async () => {
      const url = await fixture.serve(anything);
      const got = async (path: string, method = "GET") => (await answer(fetch(url + path, { method })))[1];
      expect(await got("/")).to.equal("root /");
      expect(await got("/bookings")).to.equal("f /bookings");
      expect(await got("/bookings/next")).to.equal("next /bookings/next");
      expect(await got("/bookings/other")).to.equal("f /bookings/{bookingId}");
      expect(await got("/files/a/b.txt", "PUT")).to.equal("files /files/{path+}");
      expect(await got("/files/a/b.txt", "DELETE")).to.equal("remove /files/{path+}");
      expect(fixture.calls.at(-1)?.payload).to.deep.include({ pathParameters: { path: "a/b.txt" } });
    });

    it("answer 403 to a path or method that the API does not have, as API Gateway does", async () => {
      const url = await fixture.serve(anything);
      for (const [path, method] of [
        ["/nowhere", "GET"],
        ["/bookings", "PUT"],
        ["/bookings/", "GET"],
        ["/bookings", "HEAD"],
      ]) {
        const response = await fetch(`${url}${path ?? ""}`, { method });
        expect(response.status).to.equal(403);
        expect(response.headers.get("x-amzn-errortype")).to.equal("MissingAuthenticationTokenException");
      }
      expect(await answer(fetch(`${url}/nowhere`))).to.deep.equal([403, '{"message":"Missing Authentication Token"}']);
      expect(fixture.calls).to.have.length(0);
    });
  });

  it("calls the function with the event of the real gateway", async () => {
    const url = await fixture.serve(anything, { variables: undefined });
    const response = await fetch(`${url}/bookings/a%20b?q=1&q=2&r=x%2By`, {
      headers: { "X-Custom": "v", "User-Agent": "test", "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793" },
    });
    const [call] = fixture.calls;
    const api = fixture.apiId;
    const host = url.slice("http://".length);
    const port = host.split(":")[1];
    expect(call).to.deep.include({
      functionArn: "arn:aws:lambda:eu-west-1:000000000000:function:f:live",
      traceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793",
      invokedBy: {
        service: "apigateway.amazonaws.com",
        sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${api}/live/GET/bookings/{bookingId}`,
      },
    });
    const event = call?.payload as {
      headers: Record<string, string>;
      multiValueHeaders: Record<string, string[]>;
      requestContext: Record<string, unknown>;
    };
    const { headers, multiValueHeaders, requestContext, ...rest } = event;
    expect(rest).to.deep.equal({
      resource: "/bookings/{bookingId}",
      path: "/bookings/a%20b",
      httpMethod: "GET",
      queryStringParameters: { q: "2", r: "x+y" },
      multiValueQueryStringParameters: { q: ["1", "2"], r: ["x+y"] },
      pathParameters: { bookingId: "a b" },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
    expect(headers).to.include({
      "X-Custom": "v",
      "User-Agent": "test",
      "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793",
      "X-Forwarded-For": "127.0.0.1",
      "X-Forwarded-Port": port,
      "X-Forwarded-Proto": "http",
    });
    expect(headers).to.not.have.any.keys("connection", "Connection");
    expect(multiValueHeaders["X-Custom"]).to.deep.equal(["v"]);
    const { requestId, extendedRequestId, resourceId, deploymentId, identity, ...context } = requestContext;
    expect(context).to.deep.equal({
      accountId: "000000000000",
      apiId: api,
      domainName: host,
      domainPrefix: api,
      httpMethod: "GET",
      path: "/bookings/a%20b",
      protocol: "HTTP/1.1",
      requestTime: "21/Nov/2026:11:50:56 +0000",
      requestTimeEpoch: fixture.clock.now,
      resourcePath: "/bookings/{bookingId}",
      stage: "live",
    });
    expect([resourceId, deploymentId]).to.satisfy((ids: string[]) => ids.every((id) => /^[a-z0-9]{6}$/.test(id)));
    expect(identity).to.deep.include({ sourceIp: "127.0.0.1", userAgent: "test", apiKey: null, user: null });
    expect(response.headers.get("x-amzn-requestid")).to.equal(requestId);
    expect(response.headers.get("x-amz-apigw-id")).to.equal(extendedRequestId);
    expect(response.headers.get("x-amzn-trace-id")).to.equal("Root=1-5759e988-bd862e3fe1be46a994272793");
  });

  it("passes the body as it came, stage variables, and null where there is nothing", async () => {
    const url = await fixture.serve(anything, { variables: { color: "blue" } });
    await fetch(`${url}/bookings`, { method: "POST", body: '{ "ä": 1 }' });
    expect(fixture.calls[0]?.payload).to.deep.include({
      body: '{ "ä": 1 }',
      stageVariables: { color: "blue" },
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
    });
  });

  describe("the answer of a function", () => {
    const respond = async (payload: unknown) => {
      fixture.functions.f = () => payload;
      return await fetch(`${await fixture.serve(anything)}/bookings`);
    };

    it("is sent with its status, headers and body", async () => {
      const response = await respond({
        statusCode: 202,
        headers: { Location: "/bookings/1", "X-Number": 5, Server: "mine" },
        multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
        body: "{}",
      });
      expect(response.status).to.equal(202);
      expect(response.headers.get("location")).to.equal("/bookings/1");
      expect(response.headers.get("x-number")).to.equal("5");
      expect(response.headers.get("x-amzn-remapped-server")).to.equal("mine");
      expect(response.headers.getSetCookie()).to.deep.equal(["a=1", "b=2"]);
      expect(response.headers.get("content-type")).to.equal("application/json");
      expect(await response.text()).to.equal("{}");
    });

    it("needs nothing: an empty object is an empty 200", async () => {
      expect(await answer(respond({}))).to.deep.equal([200, ""]);
    });

    for (const [what, payload] of Object.entries({
      "no object": "text",
      nothing: null,
      "an unknown key": { statusCode: 200, result: 1 },
      "a body that is no string": { statusCode: 200, body: { a: 1 } },
      "a status that is none": { statusCode: "ok" },
      "a header that is an object": { headers: { a: {} } },
    })) {
      it(`is malformed, and 502, with ${what}`, async () => {
        expect(await answer(respond(payload))).to.deep.equal([502, '{"message":"Internal server error"}']);
      });
    }
  });

  it("answers 502 when the function fails, with a line in the execution log", async () => {
    fixture.functions.f = () => new Error("table is gone");
    const url = await fixture.serve(anything);
    expect(await answer(fetch(`${url}/bookings`))).to.deep.equal([502, '{"message":"Internal server error"}']);
    expect((await executionLog(fixture))[0]).to.include("customer function error: table is gone");
  });

  it("answers 500 when Lambda lets it not call the function, and says so in the execution log", async () => {
    fixture.functions.f = () => {
      throw new LambdaError("AccessDeniedException", "apigateway.amazonaws.com is not authorized");
    };
    const url = await fixture.serve(anything);
    expect(await answer(fetch(`${url}/bookings`))).to.deep.equal([500, '{"message":"Internal server error"}']);
    expect((await executionLog(fixture))[0]).to.include(
      "Invalid permissions on Lambda function arn:aws:lambda:eu-west-1:000000000000:function:f:live",
    );
  });

  it("answers 500 when Lambda refuses for the number of calls", async () => {
    fixture.functions.f = () => {
      throw new LambdaError("TooManyRequestsException", "Rate Exceeded");
    };
    expect((await answer(fetch(`${await fixture.serve(anything)}/bookings`)))[0]).to.equal(500);
  });

  it("answers 504 when the function takes longer than the integration's timeout", async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    fixture.functions.f = () => promise;
    const url = await fixture.serve(documentOf({ "/slow": { get: integration("f", { timeoutInMillis: 50 }) } }));
    const response = await fetch(`${url}/slow`);
    expect(response.headers.get("x-amzn-errortype")).to.equal("InternalServerErrorException");
    expect([response.status, await response.text()]).to.deep.equal([504, '{"message":"Endpoint request timed out"}']);
    resolve(undefined);
  });

  it("answers mock integrations by itself", async () => {
    const mock = {
      "x-amazon-apigateway-integration": {
        type: "mock",
        requestTemplates: { "application/json": '{"statusCode": 204}' },
        responses: {
          default: { statusCode: "500" },
          "204": {
            statusCode: "204",
            responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" },
          },
        },
      },
    };
    const url = await fixture.serve(documentOf({ "/a": { options: mock } }));
    const response = await fetch(`${url}/a`, { method: "OPTIONS" });
    expect(response.status).to.equal(204);
    expect(response.headers.get("access-control-allow-origin")).to.equal("*");
  });
});

function executionLog(fixture: GatewayFixture): Promise<string[]> {
  return fixture.lines(`API-Gateway-Execution-Logs_${fixture.apiId}/live`);
}
