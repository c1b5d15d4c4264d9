import { createHash } from "node:crypto";
import { expect } from "chai";
import { Session, SignInFailed } from "../../../../site/page/sign-in/session.ts";

const address = "https://sign-in.example";
const here = "https://book.example/";

function tokenOf(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
}

/** A browser tab, and a user pool that takes every code. */
function tab({ groups = ["customer"], status = 200 }: { groups?: string[]; status?: number } = {}) {
  const items = new Map<string, string>();
  const world = { time: 1_000_000, left: [] as URL[], posted: [] as URLSearchParams[], status, items };
  const options = {
    signIn: { address, clientId: "the-client" },
    here,
    storage: {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    },
    fetch: async (request: Request) => {
      world.posted.push(new URLSearchParams(await request.text()));
      const access = tokenOf({ sub: "ana", "cognito:groups": groups, n: world.posted.length });
      const tokens = { access_token: access, id_token: tokenOf({ email: "ana@example.com" }), refresh_token: "again" };
      return Response.json({ ...tokens, expires_in: 3600 }, { status: world.status });
    },
    leaveTo: (to: string) => void world.left.push(new URL(to)),
    now: () => world.time,
  };
  return { world, open: () => new Session(options) };
}

async function signedIn(options?: Parameters<typeof tab>[0]) {
  const { world, open } = tab(options);
  const session = open();
  await session.begin("/bookings");
  const state = world.left[0]?.searchParams.get("state") ?? "";
  const returnTo = await session.complete(new URLSearchParams({ code: "c", state }));
  return { world, open, session, returnTo };
}

const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe("a session", () => {
  it("leaves to sign in with a challenge, and shows the verifier that belongs to it with the code", async () => {
    const { world, returnTo } = await signedIn();
    const asked = Object.fromEntries(world.left[0]?.searchParams ?? []);
    expect(world.left[0]?.href).to.match(/^https:\/\/sign-in\.example\/oauth2\/authorize\?/);
    expect(asked).to.include({ response_type: "code", client_id: "the-client", redirect_uri: here });
    expect(asked.code_challenge_method).to.equal("S256");
    const shown = Object.fromEntries(world.posted[0] ?? []);
    expect(shown).to.include({ grant_type: "authorization_code", code: "c", redirect_uri: here });
    expect(
      createHash("sha256")
        .update(shown.code_verifier ?? "")
        .digest("base64url"),
    ).to.equal(asked.code_challenge);
    expect(returnTo).to.equal("/bookings");
  });

  it("knows who signed in, and whether they are staff", async () => {
    expect((await signedIn()).session.signedIn).to.include({
      customerId: "ana",
      name: "ana@example.com",
      isStaff: false,
    });
    expect((await signedIn({ groups: ["staff"] })).session.signedIn?.isStaff).to.equal(true);
  });

  it("takes no answer that this tab has not asked for, nor the same one twice", async () => {
    const { world, open, session } = await signedIn();
    const state = world.left[0]?.searchParams.get("state") ?? "";
    expect(await failure(session.complete(new URLSearchParams({ code: "c", state })))).to.be.instanceOf(SignInFailed);
    expect(await failure(open().complete(new URLSearchParams({ code: "c", state: "x" })))).to.be.instanceOf(
      SignInFailed,
    );
    expect(world.posted).to.have.length(1);
  });

  it("says why somebody is not signed in", async () => {
    const { world, open } = tab();
    const session = open();
    await session.begin("/");
    const state = world.left[0]?.searchParams.get("state") ?? "";
    const error = await failure(session.complete(new URLSearchParams({ error: "access_denied", state })));
    expect(error).to.be.instanceOf(SignInFailed).with.property("message", "access_denied");
    expect(await session.complete(new URLSearchParams({ q: "boat" }))).to.equal(undefined);
  });

  it("survives a reload without its refresh token, which is stored nowhere", async () => {
    const { world, open } = await signedIn();
    expect([...world.items.values()].join(" ")).to.not.include("again");
    const reloaded = open();
    expect(reloaded.signedIn?.customerId).to.equal("ana");
    world.time += 3_600_000;
    expect(await reloaded.token()).to.equal(undefined);
    expect(world.items.size).to.equal(0);
    expect(open().signedIn).to.equal(undefined);
  });

  it("exchanges a token before its end, once for all who ask", async () => {
    const { world, session } = await signedIn();
    const first = await session.token();
    world.time += 3_590_000;
    const tokens = await Promise.all([session.token(), session.token()]);
    expect(world.posted).to.have.length(2);
    expect(Object.fromEntries(world.posted[1] ?? [])).to.include({
      grant_type: "refresh_token",
      refresh_token: "again",
    });
    expect(tokens[0]).to.equal(tokens[1]).and.not.equal(first);
  });

  it("goes on with a token that is still good while the pool is dark, and no longer", async () => {
    const { world, session } = await signedIn();
    world.status = 503;
    world.time += 3_590_000;
    expect(await session.token()).to.be.a("string");
    world.time += 20_000;
    expect(await session.token()).to.equal(undefined);
    expect(session.signedIn).to.equal(undefined);
  });

  it("signs out at the pool too", async () => {
    const { world, session } = await signedIn();
    session.end();
    expect(session.signedIn).to.equal(undefined);
    expect(world.left.at(-1)?.href).to.equal(
      `${address}/logout?client_id=the-client&logout_uri=${encodeURIComponent(here)}`,
    );
  });
});
