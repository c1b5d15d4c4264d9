import * as access from "../../../policies/throttling/access.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { unknown } from "../violations.ts";

itIsAResourceRule(access.restMethodAuthorizer, {
  type: "aws:apigateway/method:Method",
  holds: [
    [{ authorization: "NONE", httpMethod: "OPTIONS" }],
    [{ authorization: "NONE", apiKeyRequired: true }],
    [{ authorization: "NONE" }, { open: ["GET"] }],
  ],
  breaks: [
    [
      { authorization: "NONE" },
      [
        'authorization of GET is "NONE": set an authorizer, AWS_IAM or apiKeyRequired, or exempt the method with a reason.',
      ],
    ],
    [
      { authorization: "NONE", httpMethod: "OPTIONS" },
      [
        'authorization of OPTIONS is "NONE": set an authorizer, AWS_IAM or apiKeyRequired, or exempt the method with a reason.',
      ],
      { open: [] },
    ],
  ],
  unknown: [[{ authorization: unknown }, "unjudged"]],
});

const authorizer = { type: "apiKey", "x-amazon-apigateway-authorizer": { type: "token" } };
const body = (operation: object, more: object = {}, schemes: object = { token: authorizer }) => ({
  body: JSON.stringify({
    openapi: "3.0.1",
    paths: { "/items": { parameters: [], get: operation } },
    components: { securitySchemes: schemes },
    ...more,
  }),
});
const open = 'GET /items in body has no authorizer: give it a security scheme with one, or list it in "open".';

itIsAResourceRule(access.apiDocumentAuthorizer, {
  type: "aws:apigateway/restApi:RestApi",
  holds: [
    [{ body: undefined }],
    [{ body: "no document" }],
    [body({ security: [{ token: [] }] })],
    [body({}, { security: [{ token: [] }] })],
    [body({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } })],
    [body({ security: [{ key: [] }] }, {}, { key: { type: "apiKey", name: "x-api-key", in: "header" } })],
    [body({ security: [{ sigv4: [] }] }, {}, { sigv4: { "x-amazon-apigateway-authtype": "awsSigv4" } })],
    [body({}), { open: ["GET /items"] }],
    [{ body: "openapi: 3.0.1\npaths:\n  /health:\n    get: {}\n  /health/deep:\n    get: {}\n" }],
  ],
  breaks: [
    [body({}), [open]],
    [body({ security: [] }, { security: [{ token: [] }] }), [open]],
    [body({ security: [{ token: [] }, {}] }), [open]], // the token may be left out
    [body({ security: [{ other: [] }] }), [open]],
    [body({ security: [{ token: [] }] }, {}, { token: { type: "http", scheme: "bearer" } }), [open]],
    [{ body: "swagger: '2.0'\npaths:\n  /items:\n    get: {}\n" }, [open]],
    [
      { body: JSON.stringify({ paths: { "/": { "x-amazon-apigateway-any-method": {} } } }) },
      ['ANY / in body has no authorizer: give it a security scheme with one, or list it in "open".'],
    ],
  ],
  unknown: [[{ body: unknown }, "unjudged"]],
});

itIsAResourceRule(access.httpRouteAuthorizer, {
  type: "aws:apigatewayv2/route:Route",
  holds: [
    [{ authorizationType: undefined, routeKey: "$disconnect" }],
    [{ authorizationType: "NONE", routeKey: "GET /health" }],
    [{ authorizationType: "NONE", routeKey: "GET /items" }, { open: ["GET *"] }],
  ],
  breaks: [
    [
      { authorizationType: undefined },
      ['authorizationType of POST /bookings is "NONE": set it to JWT, AWS_IAM or CUSTOM, or list the route in "open".'],
    ],
    [
      { authorizationType: "NONE", routeKey: "$connect" },
      ['authorizationType of $connect is "NONE": set it to JWT, AWS_IAM or CUSTOM, or list the route in "open".'],
    ],
  ],
  unknown: [[{ authorizationType: unknown }, "unjudged"]],
});

itIsAResourceRule(access.functionUrlAuthorizer, {
  type: "aws:lambda/functionUrl:FunctionUrl",
  breaks: [
    [
      { authorizationType: "NONE" },
      ['authorizationType is "NONE": set it to "AWS_IAM", and let CloudFront sign for the public.'],
    ],
  ],
  unknown: [[{ authorizationType: unknown }, "unjudged"]],
});
