import { expect } from "chai";
import { stringify } from "yaml";
import { authorizedMethods } from "../../components/authorized-methods.ts";

describe("authorizedMethods", () => {
  it("names the methods that need a token as a policy does, each with its group", () => {
    const operation = (operationId: string, more: object = {}) => ({ operationId, responses: {}, ...more });
    const document = {
      openapi: "3.0.1",
      info: { title: "Tours", version: "1" },
      security: [{ bearer: [] }],
      paths: {
        "/tours": {
          get: operation("listTours"),
          post: operation("createTour", { "x-berth-group": "staff" }),
        },
        "/tours/{tourId}/places/{placeId}": { delete: operation("removePlace") },
        "/health": { get: operation("readHealth", { security: [] }) },
      },
    };
    expect(JSON.parse(authorizedMethods(stringify(document)))).to.deep.equal([
      { method: "GET/tours" },
      { method: "POST/tours", group: "staff" },
      { method: "DELETE/tours/*/places/*" },
    ]);
  });
});
