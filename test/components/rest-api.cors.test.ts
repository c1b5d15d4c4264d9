import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { stringify } from "yaml";
import { InvalidArguments } from "../../components/internal/guard.ts";
import type { RestApiArgs } from "../../components/rest-api.ts";
import { registered } from "./registered.ts";
import { api, body, document, operation } from "./rest-api-fixture.ts";

const page = "https://www.example.com";
const other = "https://example.org:8443";

describe("the pages that may call a RestApi", () => {
  const bodyFor = async (change: Partial<RestApiArgs>) => body(await registered(() => api("tours", change)));
  const bodyOf = (origins: string[]) => bodyFor({ cors: { origins } });
  const preflightAt = ({ paths }: Awaited<ReturnType<typeof bodyOf>>, path: string) =>
    paths[path]?.options?.["x-amazon-apigateway-integration"] as {
      responses: { default: { responseParameters: Record<string, string>; responseTemplates: Record<string, string> } };
    };
  const header = (name: string) => `method.response.header.${name}`;

  it("are none by itself: no path answers a browser's question, and no answer names an origin", async () => {
    for (const change of [{}, { cors: { origins: [] } }]) {
      const made = await bodyFor(change);
      for (const methods of Object.values(made.paths)) expect(methods).not.to.have.property("options");
      expect(JSON.stringify(made)).not.to.match(/Access-Control|Origin/);
    }
  });

  it("are told at every path which methods and headers the document has there, without a token", async () => {
    const made = await bodyOf([page]);
    const expected = {
      "/tours": ["POST", "Authorization,Content-Type"],
      "/tours/{tourId}": ["GET", "Authorization"],
      "/health": ["GET", ""],
    };
    expect(Object.keys(made.paths)).to.deep.equal(Object.keys(expected));
    for (const [path, [methods, headers]] of Object.entries(expected)) {
      expect(made.paths[path]?.options?.security, path).to.deep.equal([]);
      expect(preflightAt(made, path).responses.default, path).to.deep.include({
        statusCode: "204",
        responseParameters: {
          [header("Access-Control-Allow-Methods")]: `'${methods}'`,
          [header("Access-Control-Allow-Headers")]: `'${headers}'`,
          [header("Access-Control-Max-Age")]: "'7200'",
          [header("Vary")]: "'Origin'",
        },
      });
    }
    const headersOf204 = (made.paths["/tours"]?.options?.responses as Record<string, { headers: object }>)["204"];
    expect(headersOf204?.headers).to.include.all.keys("Access-Control-Allow-Origin", "Vary");
  });

  it("are named when they ask, however many they are, and no other is", async () => {
    const template = preflightAt(await bodyOf([page, other]), "/tours").responses.default.responseTemplates;
    const answerTo = (origin: string) =>
      `#if($input.params("Origin") == "${origin}" || $input.params("origin") == "${origin}")` +
      `#set($context.responseOverride.header.Access-Control-Allow-Origin = "${origin}")#end`;
    expect(template).to.deep.equal({ "application/json": answerTo(page) + answerTo(other) });
  });

  it("may be known when everything is made only", async () => {
    const made = await bodyFor({ cors: { origins: pulumi.output([pulumi.output(page)]), maximumAgeSeconds: 60 } });
    expect(JSON.stringify(preflightAt(made, "/tours")))
      .to.include(page)
      .and.include("'60'");
  });

  it("can read what API Gateway refuses, of whatever kind", async () => {
    const allowed = async (origins: string[]) =>
      Object.values((await bodyOf(origins))["x-amazon-apigateway-gateway-responses"] ?? {}).map(
        ({ responseParameters }) => responseParameters as Record<string, string>,
      );
    for (const [origins, expression] of [
      [[page], `'${page}'`],
      [[page, other], "method.request.header.Origin"],
    ] as const) {
      const responses = await allowed([...origins]);
      expect(responses.length).to.be.at.least(10);
      for (const parameters of responses) {
        expect(parameters).to.include({
          "gatewayresponse.header.Access-Control-Allow-Origin": expression,
          "gatewayresponse.header.Access-Control-Expose-Headers": "'Retry-After'",
          "gatewayresponse.header.Vary": "'Origin'",
        });
      }
    }
  });

  it("get no kept answer that was made for a page of another origin", async () => {
    const conditional = { name: "If-None-Match", in: "header", schema: { type: "string" } };
    const health = operation("readHealth", {
      security: [],
      "x-berth-cache": { ttlSeconds: 1 },
      parameters: [conditional],
    });
    const change = {
      document: stringify({ ...document, paths: { ...document.paths, "/health": { get: health } } }),
      cacheGigabytes: 0.5,
    };
    const keyOf = ({ paths }: Awaited<ReturnType<typeof bodyOf>>) =>
      (paths["/health"]?.get?.["x-amazon-apigateway-integration"] as Record<string, unknown>).cacheKeyParameters;
    const ifNoneMatch = "method.request.header.If-None-Match";
    expect(keyOf(await bodyFor(change))).to.deep.equal([ifNoneMatch]);
    const made = await bodyFor({ ...change, cors: { origins: [page] } });
    expect(keyOf(made)).to.deep.equal([ifNoneMatch, "method.request.header.Origin"]);
    expect(made.paths["/health"]?.get?.parameters).to.deep.include({ ...conditional, name: "Origin", required: false });
  });

  for (const [what, change, message] of [
    ["any page", { cors: { origins: ["*"] } }, "cors.origins holds *, and must hold origins only"],
    ["an address", { cors: { origins: [`${page}/`] } }, `cors.origins holds ${page}/, and must hold origins only`],
    ["a name", { cors: { origins: ["www.example.com"] } }, "cors.origins holds www.example.com"],
    [
      "a memory without end",
      { cors: { origins: [page], maximumAgeSeconds: 86_401 } },
      "cors.maximumAgeSeconds is 86401, and must be a whole number from 0 to 86400",
    ],
    [
      "an OPTIONS of its own",
      {
        cors: { origins: [page] },
        document: stringify({
          ...document,
          paths: { ...document.paths, "/tours/{tourId}": { options: operation("readTour") } },
        }),
      },
      "operation readTour is an OPTIONS, which cors answers by itself",
    ],
  ] as const satisfies [string, Partial<RestApiArgs>, string][]) {
    it(`refuses ${what}`, async () => {
      await registered(() => {
        expect(() => api("tours", change)).to.throw(InvalidArguments, message);
      });
    });
  }
});
