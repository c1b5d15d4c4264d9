import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { expect } from "chai";
import { httpHandler } from "../../../functions/runtime/http.ts";
import { NotFound } from "../../../functions/runtime/problem.ts";
import { sharedAnswer } from "../../../functions/runtime/shared-answer.ts";
import type { SharedRequest } from "../../../functions/runtime/shared-answer.ts";
import { apiEvent } from "../events.ts";

describe("an answer that is the same for every caller", () => {
  let seen: SharedRequest[];
  let content: object;
  let etag: string | undefined;
  beforeEach(() => {
    seen = [];
    etag = undefined;
    content = { things: ["a"] };
  });

  const handle = httpHandler(
    [],
    [
      [
        "GET",
        "/things/:thingId",
        sharedAnswer(7, (request) => {
          seen.push(request);
          return "error" in content ? Promise.reject(new NotFound()) : Promise.resolve({ body: content, etag });
        }),
      ],
    ],
  );
  const call = (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => handle(event, {} as Context);
  const ask = (headers: Record<string, string> = {}) => call(apiEvent("GET", "/things/1", { headers }));
  /** The router gives it as several lines, which HTTP reads as one. */
  const keptFor = ({ headers, multiValueHeaders }: APIGatewayProxyResult) =>
    [headers?.["cache-control"] ?? multiValueHeaders?.["cache-control"] ?? []].flat().join(", ");
  const tagOf = ({ headers }: APIGatewayProxyResult) => String(headers?.etag);

  it("has a strong entity tag, which is another for another answer, and says how long it may be kept", async () => {
    const answer = await ask();
    expect(answer).to.deep.include({ statusCode: 200, body: '{"things":["a"]}' });
    expect(answer.headers).to.have.property("content-type", "application/json");
    expect(keptFor(answer)).to.equal("private, max-age=7");
    expect(tagOf(answer)).to.match(/^"[\w-]{43}"$/);
    expect(tagOf(await ask())).to.equal(tagOf(answer));
    content = { things: ["b"] };
    expect(tagOf(await ask())).not.to.equal(tagOf(answer));
  });

  it("has the tag that its operation names it by, if there is one", async () => {
    etag = '"7"';
    expect(tagOf(await ask())).to.equal('"7"');
    expect(await ask({ "If-None-Match": '"6", "7"' })).to.deep.include({ statusCode: 304, body: "" });
  });

  const conditions: [string, (tag: string) => string, number][] = [
    ["its own tag", (tag) => tag, 304],
    ["its own tag, weak", (tag) => `W/${tag}`, 304],
    ["any", () => " * ", 304],
    ["a list with it", (tag) => `"a", W/"b,c" ,${tag}`, 304],
    ["another tag", () => '"another"', 200],
    ["a list without it", () => '"a", W/"b", ""', 200],
    ["its tag without quotes", (tag) => tag.slice(1, -1), 200],
    ["a part of its tag", (tag) => `${tag.slice(0, 9)}"`, 200],
    ["a tag that holds an asterisk", () => '"*"', 200],
    ["nothing", () => "", 200],
  ];
  for (const [what, condition, status] of conditions) {
    it(`is ${status} to If-None-Match with ${what}`, async () => {
      const tag = tagOf(await ask());
      for (const name of ["If-None-Match", "if-none-match"]) {
        const answer = await ask({ [name]: condition(tag) });
        expect(answer.statusCode).to.equal(status);
        expect(answer.body).to.equal(status === 304 ? "" : '{"things":["a"]}');
        expect([tagOf(answer), keptFor(answer)]).to.deep.equal([tag, "private, max-age=7"]);
      }
    });
  }

  it("is told nothing but path and query, of which one value stands for several, as for the cache", async () => {
    const event = apiEvent("GET", "/things/a%2562", { query: { limit: "2" }, customerId: "somebody" });
    await call({
      ...event,
      pathParameters: { thingId: "ab" },
      multiValueQueryStringParameters: { limit: ["1", "2"] },
    });
    const [request] = seen;
    expect(request).to.have.all.keys("parameters", "query");
    expect(request?.parameters).to.deep.equal({ thingId: "ab" });
    expect(request?.query.getAll("limit")).to.deep.equal(["2"]);
  });

  it("is a problem as any other if there is one, with nothing to keep", async () => {
    content = { error: true };
    const answer = await ask({ "If-None-Match": "*" });
    expect(answer.statusCode).to.equal(404);
    expect(answer.headers).not.to.have.property("etag");
    expect(keptFor(answer)).to.equal("");
  });
});
