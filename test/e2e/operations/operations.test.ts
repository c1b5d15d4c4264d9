import { expect } from "chai";
import { type Answer, call, customer, running, stopped } from "../running.ts";
import { basket } from "./basket.ts";
import { bookings } from "./bookings.ts";
import { catalogue } from "./catalogue.ts";
import { type Operation, operations } from "./document.ts";
import type { Example, Examples, Request } from "./example.ts";
import { monitoring } from "./monitoring.ts";
import { reports } from "./reports.ts";

const region = "eu-west-1";

/** Examples by the tag of their operations in the API document. */
const byTag: Readonly<Record<string, Examples>> = {
  Bookings: bookings,
  Basket: basket,
  Catalogue: catalogue,
  Reports: reports,
  Operations: monitoring,
};

/** Answers that are looked at by themselves, or that no request of a client leads to. */
const apart = [401, 403, 429, 500, 503, 504];

after(stopped);

describe("the API document", () => {
  for (const { id, tag, answers } of operations) {
    it(`has an example of each answer of ${id} that a client can cause`, () => {
      const examples: readonly Example[] = byTag[tag]?.[id] ?? [];
      const statuses = answers.map(({ status }) => status).filter((status) => !apart.includes(status));
      expect(new Set(examples.map(({ status }) => status))).to.deep.equal(new Set(statuses));
      expect(examples[0]?.status).to.be.within(200, 299);
    });
  }

  it("knows every operation that there is an example of", () => {
    const documented = operations.map(({ id, tag }) => `${tag} ${id}`);
    const shown = Object.entries(byTag).flatMap(([tag, examples]) => Object.keys(examples).map((id) => `${tag} ${id}`));
    expect(documented).to.include.members(shown);
  });
});

for (const operation of operations) {
  describe(`${operation.id}, ${operation.method} ${operation.path},`, () => {
    const examples: readonly Example[] = byTag[operation.tag]?.[operation.id] ?? [];
    for (const { status, to, request } of examples) {
      it(`answers ${status} to ${to}`, async () => {
        const given = await request();
        expectDocumented(operation, status, await send(operation, { token: await someone(operation), ...given }));
      });
    }

    const [first] = examples;
    if (first === undefined || !operation.needsToken) return;
    it("answers 401 without a token", async () => {
      const { token: _, ...request } = await first.request();
      expectDocumented(operation, 401, await send(operation, request));
    });

    if (operation.group === undefined) return;
    it(`answers 403 to who is not of the group ${operation.group}`, async () => {
      const request = await first.request();
      expectDocumented(operation, 403, await send(operation, { ...request, token: await customer() }));
    });
  });
}

describe("an operation that is called too often", () => {
  it("answers 429, and says when to come back", async () => {
    const operation = operations.find(({ id }) => id === "listItems");
    if (operation === undefined) throw new Error("there is no operation listItems");
    const { apigateway } = (await running()).machine.region(region);
    const [{ id: apiId } = { id: "" }] = apigateway.restApis();
    const before = apigateway.methodOf(apiId, "live", "items/GET");
    apigateway.setMethod(apiId, "live", "items/GET", { limit: { rate: 0.001, burst: 1 } });
    try {
      const token = await customer();
      const answers = [await send(operation, { token }), await send(operation, { token })] as const;
      expectDocumented(operation, 200, answers[0]);
      expectDocumented(operation, 429, answers[1]);
      expect(Number(answers[1].headers.get("retry-after"))).to.be.at.least(1);
    } finally {
      apigateway.setMethod(apiId, "live", "items/GET", before);
    }
  });
});

/** A token of somebody who may call an operation. */
async function someone({ group }: Operation): Promise<string> {
  if (group !== "staff") return customer();
  const { token } = await (await running()).signIn({ email: "staff@example.com", group });
  return token;
}

async function send({ method, path }: Operation, request: Request): Promise<Answer> {
  const { token, parameters = {}, query = {}, headers = {}, body } = request;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
  const search = new URLSearchParams(query).toString();
  return await call(region, `${filled}${search === "" ? "" : `?${search}`}`, {
    method,
    ...(token !== undefined && { token }),
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** An answer is as the document describes it: status, headers, type of the problem, and every field of the body. */
function expectDocumented({ answers }: Operation, expected: number, { status, headers, body }: Answer): void {
  expect(status, JSON.stringify(body)).to.equal(expected);
  const documented = answers.find((answer) => answer.status === expected);
  // What API Gateway itself refuses has no correlation id.
  const certain = documented?.headers.filter((name) => expected < 400 || name !== "X-Correlation-Id");
  for (const name of certain ?? []) expect(headers.get(name), name).to.be.a("string");
  if (documented?.problem !== undefined) {
    expect(headers.get("content-type")).to.match(/^application\/problem\+json/);
    expect(body).to.include({ type: documented.problem, status: expected });
  }
  const result = documented?.body?.safeParse(body);
  expect(result?.error?.issues ?? []).to.deep.equal([]);
  if (documented?.body === undefined) expect(body).to.equal(undefined);
}
