import { expect } from "chai";
import { type Answer, call, customer, offered, running, stopped, until } from "./running.ts";

const region = "eu-west-1";
const foreign = "https://evil.example";
const allowOrigin = "access-control-allow-origin";

async function pages(): Promise<string[]> {
  return (await running()).outputs[region]?.pageOrigins as string[];
}

after(stopped);

describe("a page in a browser", () => {
  const ask = (origin: string, path: string, method: string, headers: string) =>
    call(region, path, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers },
    });
  const allowed = ({ headers }: Answer) => headers.get(allowOrigin);
  const list = ({ headers }: Answer, name: string) => (headers.get(name) ?? "").split(",");

  it("is told what it may send, at every path that it calls, if it is one of the program's", async () => {
    const [first = "", second = ""] = await pages();
    expect(first).to.match(/^http:\/\/localhost:\d+$/);
    for (const origin of [first, second]) {
      for (const [path, method, header] of [
        ["/bookings", "POST", "Idempotency-Key"],
        ["/bookings/0123", "DELETE", "Authorization"],
        ["/items/abc", "PUT", "If-Match"],
        ["/items/abc/slots", "GET", "If-None-Match"],
        ["/basket/slots/abc", "PUT", "Content-Type"],
      ] as const) {
        const answer = await ask(origin, path, method, header);
        expect([answer.status, allowed(answer)], path).to.deep.equal([204, origin]);
        expect(list(answer, "access-control-allow-methods"), path).to.include(method);
        expect(list(answer, "access-control-allow-headers"), path).to.include.members([header, "X-Correlation-Id"]);
        expect(answer.headers.get("vary"), path).to.match(/Origin/);
        expect(Number(answer.headers.get("access-control-max-age")), path).to.be.above(0);
      }
    }
  });

  it("is told nothing if it is another's, whatever it asks for", async () => {
    for (const origin of [foreign, "null", `${(await pages())[0] ?? ""}0`]) {
      const answer = await ask(origin, "/bookings", "POST", "Idempotency-Key");
      expect([answer.status, allowed(answer)], origin).to.deep.equal([204, null]);
      const answered = await call(region, "/bookings", { token: await customer(), headers: { Origin: origin } });
      expect([answered.status, allowed(answered)], origin).to.deep.equal([200, null]);
    }
  });

  it("reads what functions answer, and what they refuse", async () => {
    const [origin = ""] = await pages();
    const token = await customer();
    for (const [path, status] of [
      ["/bookings", 200],
      [`/bookings/${"0".repeat(32)}`, 404],
    ] as const) {
      const answer = await call(region, path, { token, headers: { Origin: origin } });
      expect([answer.status, allowed(answer)], path).to.deep.equal([status, origin]);
      expect(answer.headers.get("access-control-expose-headers"), path).to.match(/ETag.*Retry-After.*X-Correlation-Id/);
    }
  });

  it("reads what API Gateway refuses: no token, no such path, too many requests", async () => {
    const [origin = ""] = await pages();
    const headers = { Origin: origin };
    for (const [path, init, status] of [
      ["/bookings", { headers }, 401],
      ["/nothing", { headers }, 404],
      [
        "/bookings",
        { method: "POST", token: await customer(), headers: { ...headers, "Idempotency-Key": "key" } },
        400,
      ],
    ] as const) {
      const answer = await call(region, path, init);
      expect([answer.status, allowed(answer)], path).to.deep.equal([status, origin]);
    }
    const throttled = await until(async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => call(region, "/reports", { method: "POST", headers })),
      );
      return answers.find(({ status }) => status === 429);
    });
    expect(allowed(throttled)).to.equal(origin);
    expect(throttled.headers.get("access-control-expose-headers")).to.include("Retry-After");
  });

  it("gets no kept answer that names another page", async () => {
    const [first = "", second = ""] = await pages();
    const token = await customer();
    const { itemId } = await offered(region, 5);
    const path = `/items/${itemId}`;
    for (const origin of [first, second, foreign, undefined, first]) {
      const answer = await call(region, path, { token, headers: origin === undefined ? {} : { Origin: origin } });
      expect([answer.status, allowed(answer)], origin).to.deep.equal([
        200,
        origin === first || origin === second ? origin : null,
      ]);
    }
  });
});
