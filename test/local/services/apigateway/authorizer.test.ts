import { expect } from "chai";
import { LambdaError } from "../../../../local/services/lambda/errors.ts";
import { answer, documentOf, GatewayFixture, integration, withAuthorizer } from "./fixture.ts";

const paths = {
  "/bookings": { get: integration(), post: integration() },
  "/items/{itemId}": { get: integration() },
  "/health": { get: { ...integration(), security: [] } },
};

const policy = (effect: string, resource: string, more: object = {}) => ({
  principalId: "customer-1",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Effect: effect, Action: "execute-api:Invoke", Resource: resource }],
  },
  ...more,
});

describe("a TOKEN authorizer", () => {
  let fixture: GatewayFixture;
  beforeEach(() => {
    fixture = new GatewayFixture();
    fixture.functions.authorize = () => policy("Allow", "arn:aws:execute-api:eu-west-1:*/live/*");
  });
  afterEach(() => fixture.close());
  const serve = (authorizer: object = {}) => fixture.serve(documentOf(paths, withAuthorizer(authorizer)));
  const get = (url: string, token?: string) =>
    answer(fetch(url, { headers: token === undefined ? {} : { Authorization: token } }));
  const asked = () => fixture.calls.filter(({ functionArn }) => functionArn.includes(":authorize:"));

  it("is asked with token and method, on behalf of the authorizer, and its context reaches the function as text", async () => {
    const context = { customerId: "customer-1", age: 5, staff: false };
    fixture.functions.authorize = () => policy("Allow", "*", { context });
    const url = await serve();
    expect(await get(`${url}/items/7`, "Bearer abc")).to.deep.equal([200, "ok"]);
    const [call] = asked();
    const api = fixture.apiId;
    expect(call?.payload).to.deep.equal({
      type: "TOKEN",
      authorizationToken: "Bearer abc",
      methodArn: `arn:aws:execute-api:eu-west-1:000000000000:${api}/live/GET/items/7`,
    });
    expect(call?.invokedBy.service).to.equal("apigateway.amazonaws.com");
    expect(call?.invokedBy.sourceArn).to.match(
      /^arn:aws:execute-api:eu-west-1:000000000000:\w{10}\/authorizers\/\w{6}$/,
    );
    const event = fixture.calls.at(-1)?.payload as { requestContext: { authorizer: unknown } };
    expect(event.requestContext.authorizer).to.deep.equal({
      principalId: "customer-1",
      customerId: "customer-1",
      age: "5",
      staff: "false",
      integrationLatency: 0,
    });
  });

  it("is not asked without a token, nor for one that does not look like one: 401", async () => {
    const url = await serve({ identityValidationExpression: "^Bearer [\\w.-]+$" });
    for (const token of [undefined, "", "Basic abc", "Bearer a b"]) {
      expect(await get(`${url}/bookings`, token)).to.deep.equal([401, '{"message":"Unauthorized"}']);
    }
    expect(fixture.calls).to.have.length(0);
    expect((await get(`${url}/bookings`, "Bearer abc"))[0]).to.equal(200);
  });

  it("is not asked for a method without security", async () => {
    expect((await get(`${await serve()}/health`))[0]).to.equal(200);
    expect(asked()).to.have.length(0);
  });

  it("refuses with 401 by throwing Unauthorized, which is not kept", async () => {
    const url = await serve();
    fixture.functions.authorize = () => new Error("Unauthorized");
    expect(await get(`${url}/bookings`, "Bearer abc")).to.deep.equal([401, '{"message":"Unauthorized"}']);
    await get(`${url}/bookings`, "Bearer abc");
    expect(asked()).to.have.length(2);
  });

  it("refuses with 403 by its policy: what nothing allows, and what is denied whatever allows it", async () => {
    const url = await serve();
    fixture.functions.authorize = () => policy("Allow", "arn:aws:execute-api:*/live/GET/items/*");
    expect(await get(`${url}/bookings`, "Bearer a")).to.deep.equal([
      403,
      '{"message":"User is not authorized to access this resource"}',
    ]);
    expect((await get(`${url}/items/1`, "Bearer a"))[0]).to.equal(200);
    const { policyDocument } = policy("Deny", "*/bookings");
    const allow = { Effect: "Allow", Action: ["*"], Resource: ["*"] };
    fixture.functions.authorize = () => ({
      principalId: "p",
      policyDocument: { ...policyDocument, Statement: [...policyDocument.Statement, allow] },
    });
    expect((await get(`${url}/bookings`, "Bearer b"))[1]).to.include("with an explicit deny");
    expect((await get(`${url}/items/1`, "Bearer b"))[0]).to.equal(200);
  });

  it("compares the path as it was sent: another spelling of what is allowed is not", async () => {
    const url = await serve();
    fixture.functions.authorize = () => policy("Allow", "arn:aws:execute-api:*/live/GET/items/7");
    expect((await get(`${url}/items/7`, "Bearer a"))[0]).to.equal(200);
    expect((await get(`${url}/%69tems/7`, "Bearer a"))[0]).to.equal(403);
  });

  it("keeps an answer for its token and no other, until its time is over", async () => {
    const url = await serve({ authorizerResultTtlInSeconds: 60 });
    await get(`${url}/bookings`, "Bearer a");
    await get(`${url}/items/1`, "Bearer a");
    expect(asked()).to.have.length(1);
    await get(`${url}/bookings`, "Bearer b");
    expect(asked()).to.have.length(2);
    fixture.clock.now += 59_999;
    await get(`${url}/bookings`, "Bearer a");
    expect(asked()).to.have.length(2);
    fixture.clock.now += 1;
    await get(`${url}/bookings`, "Bearer a");
    expect(asked()).to.have.length(3);
  });

  it("keeps nothing with a time of 0", async () => {
    const url = await serve({ authorizerResultTtlInSeconds: 0 });
    await get(`${url}/bookings`, "Bearer a");
    await get(`${url}/bookings`, "Bearer a");
    expect(asked()).to.have.length(2);
  });

  for (const [what, authorize] of Object.entries({
    "throws something else": () => new Error("no keys"),
    "answers no policy": () => ({ principalId: "p" }),
    "answers no principal": () => ({ ...policy("Allow", "*"), principalId: undefined }),
    "answers a condition, which is not known": () => ({
      principalId: "p",
      policyDocument: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition: {} }] },
    }),
    "answers an object in its context": () => policy("Allow", "*", { context: { groups: ["staff"] } }),
    "may not be called": () => {
      throw new LambdaError("AccessDeniedException", "no permission");
    },
  })) {
    it(`is an error of the configuration, 500 with a line in the log, if it ${what}`, async () => {
      fixture.functions.authorize = authorize;
      const url = await serve();
      const response = await fetch(`${url}/bookings`, { headers: { Authorization: "Bearer a" } });
      expect(response.headers.get("x-amzn-errortype")).to.equal("AuthorizerConfigurationException");
      expect([response.status, await response.text()]).to.deep.equal([500, '{"message":null}']);
      const lines = await fixture.lines(`API-Gateway-Execution-Logs_${fixture.apiId}/live`);
      expect(lines[0]).to.include("Execution failed due to configuration error: the authorizer");
    });
  }
});
