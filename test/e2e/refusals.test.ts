import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { TokenIssuer } from "../../demo/token-issuer.ts";
import { type Answer, book, call, customer, offered, running, stopped } from "./running.ts";

const region = "eu-west-1";

function problem({ status, headers, body }: Answer) {
  expect(headers.get("content-type")).to.match(/^application\/problem\+json/);
  return { status, ...(body as { type: string; errors?: { field: string; rule: string }[] }) };
}

after(stopped);

describe("what is refused", () => {
  const wish = async () => ({
    region,
    token: await customer(),
    slots: [{ slotId: (await offered(region, 5)).slotId, units: 1 }],
  });

  it("is a call without a token, but not a question for health", async () => {
    const { slots } = await wish();
    const answer = await call(region, "/bookings", {
      method: "POST",
      headers: { "Idempotency-Key": "k", "Content-Type": "application/json" },
      body: JSON.stringify({ slots }),
    });
    expect(problem(answer)).to.include({ status: 401, type: "urn:berth:problem:unauthorized" });
    expect(problem(await call(region, "/items"))).to.include({ status: 401 });
    const health = await call(region, "/health");
    expect(health).to.deep.include({ status: 200, body: { status: "ok", region } });
  });

  it("is a token that somebody else signed, though it says all the right things", async () => {
    const foreign = await TokenIssuer.create();
    const { appClient } = await running();
    const { token } = await foreign.signIn({ email: "eve@example.com", group: "staff" }, appClient);
    expect(problem(await book({ ...(await wish()), token }))).to.include({ status: 401 });
  });

  it("is a token with a changed claim, and what is no token", async () => {
    const token = await customer();
    const [head, body = "", signature] = token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: "somebody else" })).toString("base64url");
    for (const bad of [[head, changed, signature].join("."), "a.b.c", "nonsense"]) {
      expect(problem(await book({ ...(await wish()), token: bad })), bad).to.include({ status: 401 });
    }
  });

  it("is a body that is not as documented, field by field", async () => {
    const { token, slots } = await wish();
    const [{ slotId } = { slotId: "" }] = slots;
    const bad: [unknown, string][] = [
      [[], "slots"],
      [[{ slotId, units: 0 }], "units"],
      [[{ slotId, units: -1 }], "units"],
      [[{ slotId, units: 1.5 }], "units"],
      [[{ slotId }], "units"],
      [[{ slotId: "no such form!", units: 1 }], "slotId"],
      [
        [
          { slotId, units: 1 },
          { slotId, units: 1 },
        ],
        "slots",
      ],
      [Array.from({ length: 101 }, (_, index) => ({ slotId: `slot-${index}`, units: 1 })), "slots"],
    ];
    for (const [value, field] of bad) {
      const answer = await call(region, "/bookings", {
        method: "POST",
        token,
        headers: { "Idempotency-Key": randomUUID(), "Content-Type": "application/json" },
        body: JSON.stringify({ slots: value }),
      });
      expect(problem(answer), JSON.stringify(value).slice(0, 60)).to.include({
        status: 400,
        type: "urn:berth:problem:invalid-request",
      });
      expect(JSON.stringify(answer.body)).to.include(field);
    }
  });

  it("is a body that is not JSON, or not said to be", async () => {
    const { token } = await wish();
    const post = (body: string, type: string) =>
      call(region, "/bookings", {
        method: "POST",
        token,
        headers: { "Idempotency-Key": "k", "Content-Type": type },
        body,
      });
    expect(problem(await post("{", "application/json"))).to.include({ status: 400 });
    expect(problem(await post("<slots/>", "application/xml"))).to.include({ status: 415 });
  });

  it("is a booking without an idempotency key, or with one of 10 kB", async () => {
    const { token, slots } = await wish();
    const withoutKey = await call(region, "/bookings", {
      method: "POST",
      token,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ slots }),
    });
    expect(problem(withoutKey)).to.include({ status: 400, type: "urn:berth:problem:invalid-request" });
    expect(problem(await book({ region, token, slots, key: "k".repeat(10_000) }))).to.include({ status: 400 });
  });

  it("is a slot that nobody knows", async () => {
    const answer = problem(await book({ ...(await wish()), slots: [{ slotId: "no-such-slot", units: 1 }] }));
    expect(answer).to.include({ status: 400, type: "urn:berth:problem:invalid-request" });
    expect(answer.errors?.[0]).to.include({ field: "slots[0].slotId", rule: "unknown-slot" });
  });

  it("is an item, a booking and a path that do not exist", async () => {
    const token = await customer();
    for (const path of [
      "/items/no-such-item/slots",
      "/bookings/1234",
      `/bookings/${"0".repeat(32)}`,
      "/no/such/path",
    ]) {
      expect(problem(await call(region, path, { token })), path).to.include({ status: 404 });
    }
  });

  it("is more than 64 kB, or more than the 10 MB that reach no function", async () => {
    const { token, slots } = await wish();
    for (const filler of [" ".repeat(65_536), " ".repeat(10 * 1024 * 1024)]) {
      const answer = await call(region, "/bookings", {
        method: "POST",
        token,
        headers: { "Idempotency-Key": "k", "Content-Type": "application/json" },
        body: `${JSON.stringify({ slots })}${filler}`,
      });
      expect(problem(answer)).to.include({ status: 413, type: "urn:berth:problem:content-too-large" });
    }
  });

  it("is what a function's role does not allow, and its log names the action and the resource", async () => {
    const { machine, tableName } = await running();
    const { iam, lambda } = machine.region(region);
    const accept = lambda.functions.all().find(({ name }) => name.startsWith("accept"));
    const role = accept?.latest.configuration.role.split("/").at(-1) ?? "";
    const request = await wish();
    const denial = { Effect: "Deny", Action: ["dynamodb:Query"], Resource: ["*"] };
    iam.putRolePolicy(role, "denial", JSON.stringify({ Version: "2012-10-17", Statement: [denial] }));
    try {
      expect(problem(await book(request))).to.include({ status: 500, type: "urn:berth:problem:internal-error" });
    } finally {
      iam.deleteRolePolicy(role, "denial");
    }
    const { file } = machine.region(region).logs.group(accept?.latest.configuration.logging?.logGroup ?? "") ?? {
      file: "",
    };
    const log = await readFile(file, "utf8");
    expect(log).to.include("is not authorized to perform: dynamodb:Query");
    expect(log).to.include(`on resource: arn:aws:dynamodb:${region}:000000000000:table/${tableName}`);
    expect((await book(request)).status).to.equal(202);
  });
});
