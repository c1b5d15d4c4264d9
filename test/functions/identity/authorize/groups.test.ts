import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { authorizedMethods } from "../../../../components/authorized-methods.ts";
import { authorize } from "../../../../functions/identity/authorize/authorize.ts";
import { decide, policySchema } from "../../../../local/services/apigateway/authorizer-policy.ts";
import type { Method } from "../../../../functions/identity/authorize/methods.ts";

const stage = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live";
const staff = { "x-berth-group": "staff" };
const document = {
  openapi: "3.0.1",
  security: [{ bearer: [] }],
  paths: {
    "/items": { get: { operationId: "listItems" }, post: { operationId: "createItem", ...staff } },
    "/items/{itemId}": { get: { operationId: "readItem" }, put: { operationId: "putItem", ...staff } },
    "/items/{itemId}/slots": {
      get: { operationId: "listSlots" },
      post: { operationId: "createSlots", ...staff },
    },
    "/items/{itemId}/reviews": { post: { operationId: "createReview" } },
    "/bookings": { post: { operationId: "createBooking" } },
  },
};
const methods = JSON.parse(authorizedMethods(stringify(document))) as Method[];

/** What API Gateway does with a call of this caller, by the policy that it got for another one of theirs. */
function decision(memberOf: readonly string[], call: string): string {
  const { policyDocument } = authorize(
    { authorizationToken: "Bearer token", methodArn: `${stage}/GET/items` },
    { verify: () => ({ sub: "somebody", exp: 1, "cognito:groups": memberOf }), methods },
  );
  return decide(policySchema.parse(policyDocument), `${stage}/${call}`);
}

const guarded = ["POST/items", "PUT/items/7", "POST/items/7/slots"];
const open = ["GET/items", "GET/items/7", "GET/items/7/slots", "POST/items/7/reviews", "POST/bookings"];

describe("the policy of the authorizer", () => {
  it("lets staff call what is theirs, and what is everybody's", () => {
    for (const call of [...guarded, ...open]) expect(decision(["staff"], call), call).to.equal("allow");
  });

  for (const memberOf of [["customer"], [], ["Staff"], ["staffers"]]) {
    it(`lets a member of ${JSON.stringify(memberOf)} call what is everybody's only`, () => {
      for (const call of open) expect(decision(memberOf, call), call).to.equal("allow");
      for (const call of guarded) expect(decision(memberOf, call), call).to.equal("deny");
    });
  }

  it("lets nobody call what the document does not know", () => {
    expect(decision(["staff"], "DELETE/items")).to.equal("deny");
  });

  it("keeps a method from others however its path is spelled, and whatever its parameters hold", () => {
    const anything = fc.string({ unit: fc.constantFrom("a", "/", "*", "%", "2f", "slots", "reviews"), maxLength: 8 });
    const spelled = (text: string, encode: readonly boolean[]) =>
      text.replace(/./g, (letter, index: number) =>
        encode[index] === true ? `%${letter.charCodeAt(0).toString(16)}` : letter,
      );
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom("PUT", "POST"),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        fc.constantFrom("", "/"),
        (itemId, method, encode, end) => {
          const path = method === "PUT" ? `/items/${encodeURIComponent(itemId)}` : "/items";
          expect(decision(["customer"], `${method}${spelled(path, encode)}${end}`)).to.equal("deny");
          const slots = `/items/${encodeURIComponent(itemId)}/slots`;
          expect(decision(["customer"], `POST${spelled(slots, encode)}${end}`)).to.equal("deny");
        },
      ),
      { seed: 11, numRuns: 2_000 },
    );
  });
});
