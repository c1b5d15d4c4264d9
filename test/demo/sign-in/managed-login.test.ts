import { createHash } from "node:crypto";
import { expect } from "chai";
import { answerIn } from "./page.ts";
import { claimsOf, type SignInFixture, startSignIn } from "./running.ts";

describe("managed login", () => {
  let fixture: SignInFixture;

  beforeEach(async () => {
    fixture = await startSignIn();
  });

  afterEach(async () => {
    await fixture.server.close();
  });

  it("shows who one can be, on a page without script that takes style and form targets from a strict policy only", async () => {
    const { page } = fixture;
    const response = await page.sent();
    const markup = await response.text();
    expect(response.status).to.equal(200);
    expect(response.headers.get("content-type")).to.equal("text/html; charset=utf-8");
    for (const email of ["ana@example.com", "bruno@example.com", "rita@example.com"]) {
      expect(markup).to.include(`<button name="email" value="${email}">`);
    }
    expect(markup).to.include('<html lang="en">').and.include('<label for="email">');
    expect(markup).not.to.match(/<script|style=|https?:/);
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(markup) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(response.headers.get("content-security-policy")).to.equal(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self' http://localhost:5173; ` +
        "frame-ancestors 'none'; base-uri 'none'",
    );
    expect(response.headers.get("cache-control")).to.equal("no-store");
    expect(response.headers.get("referrer-policy")).to.equal("no-referrer");
  });

  it("sends who has chosen back with a code, and with the state as it was", async () => {
    const response = await fixture.page.chosen("ana@example.com");
    expect(response.status).to.equal(303);
    expect(response.headers.get("location")).to.match(
      /^http:\/\/localhost:5173\/\?code=[\w-]{43}&state=state\+%26\+more$/,
    );
    expect([...answerIn(await fixture.page.chosen("ana@example.com", { state: undefined })).keys()]).to.deep.equal([
      "code",
    ]);
  });

  it("keeps the query that a callback URL has", async () => {
    await fixture.server.close();
    fixture = await startSignIn({ callbackUrls: ["https://book.example.com/?from=sign-in"] });
    const { page } = fixture;
    const answer = answerIn(
      await page.chosen("ana@example.com", { redirect_uri: "https://book.example.com/?from=sign-in" }),
    );
    expect([...answer.keys()]).to.deep.equal(["from", "code", "state"]);
  });

  it("makes an account for somebody new, in no group, and finds it again whatever the case", async () => {
    const { page } = fixture;
    const subjects = [];
    for (const email of ["Dora@Example.com", "dora@example.com"]) {
      const claims = claimsOf((await page.exchange(await page.codeOf(email))).body.id_token);
      expect(claims).to.include({ email: "dora@example.com" }).and.not.to.have.property("cognito:groups");
      subjects.push(claims.sub);
    }
    expect(subjects[0]).to.equal(subjects[1]);
    expect(await (await page.sent()).text()).to.include('value="dora@example.com"');
  });

  it("says on the page what is no address, as text", async () => {
    const response = await fixture.page.chosen('"><script>alert(1)</script>');
    expect(response.status).to.equal(400);
    const markup = await response.text();
    expect(markup).to.include('role="alert"').and.include("&#60;/script&#62; is no e-mail address");
    expect(markup).not.to.include("<script");
    expect(fixture.people.accounts).to.have.lengthOf(4);
  });

  it("makes no accounts in a pool where only administrators do", async () => {
    await fixture.server.close();
    fixture = await startSignIn({}, { adminCreateUserConfig: { allowAdminCreateUserOnly: true } });
    const { page } = fixture;
    expect(await (await page.sent()).text()).not.to.include("Sign up");
    const refused = await page.chosen("dora@example.com");
    expect(refused.status).to.equal(400);
    expect(await refused.text()).to.include("There is no account of dora@example.com, and only an administrator can");
    expect((await page.chosen("ana@example.com")).status).to.equal(303);
  });

  it("sends nobody anywhere if it is not sure who asks", async () => {
    const { page } = fixture;
    const refused = [
      [{ client_id: "nobody" }, "client_id is nobody: there is no such client"],
      [{ client_id: undefined }, "client_id is missing"],
      [{ redirect_uri: undefined }, "redirect_uri is missing"],
      ...["http://localhost:5173", "http://localhost:5173/?", "http://localhost:5173/x", "https://evil.example/"].map(
        (url) =>
          [{ redirect_uri: url }, `redirect_uri is ${url}: it is none of the client&#39;s callback URLs`] as const,
      ),
      [{ redirect_uri: "<script>" }, "redirect_uri is &#60;script&#62;"],
    ] as const;
    for (const [changes, reason] of refused) {
      for (const response of [await page.sent(changes), await page.chosen("ana@example.com", changes)]) {
        expect(response.status, reason).to.equal(400);
        expect(response.headers.get("location"), reason).to.equal(null);
        expect(response.headers.get("content-security-policy"), reason).to.include("form-action 'none'");
        expect(await response.text()).to.include(reason);
      }
    }
    const twice = await fetch(`${page.signInUrl}/oauth2/authorize?client_id=${page.clientId}&client_id=x`);
    expect(twice.status).to.equal(400);
    expect(await twice.text()).to.include("client_id is there more than once");
  });

  it("tells the client what else is wrong, by the names of RFC 6749", async () => {
    const { page } = fixture;
    const refused = [
      [{ response_type: "token" }, "unsupported_response_type", "response_type is token: it must be code"],
      [{ response_type: undefined }, "invalid_request", "response_type is missing"],
      [{ code_challenge_method: "plain" }, "invalid_request", "code_challenge_method is plain: it must be S256"],
      [{ code_challenge_method: undefined }, "invalid_request", "code_challenge_method is plain: it must be S256"],
      [{ code_challenge: undefined }, "invalid_request", "code_challenge is missing"],
      [{ code_challenge: "short" }, "invalid_request", "code_challenge must be a SHA-256"],
      [{ scope: "openid profile" }, "invalid_scope", "scope holds profile: the client may have openid email"],
    ] as const;
    for (const [changes, error, description] of refused) {
      for (const response of [await page.sent(changes), await page.chosen("ana@example.com", changes)]) {
        expect(response.headers.get("location")).to.match(/^http:\/\/localhost:5173\/\?/);
        const { code, ...answer } = Object.fromEntries(answerIn(response));
        expect(code).to.equal(undefined);
        expect(answer).to.include({ error, state: "state & more" });
        expect(answer.error_description).to.include(description);
      }
    }
  });

  it("gives no code to a client that may not use any", async () => {
    for (const settings of [{ allowedOauthFlowsUserPoolClient: false }, { allowedOauthFlows: [] }]) {
      await fixture.server.close();
      fixture = await startSignIn(settings);
      expect(answerIn(await fixture.page.sent()).get("error")).to.equal("unauthorized_client");
    }
  });

  it("sends who signs out to a logout URL of the client, and nowhere else", async () => {
    const { page } = fixture;
    const response = await page.signedOut();
    expect([response.status, response.headers.get("location")]).to.deep.equal([302, "http://localhost:5173/"]);
    for (const changes of [
      { logout_uri: "http://localhost:5174/" },
      { logout_uri: undefined },
      { client_id: "nobody" },
      { client_id: undefined },
    ]) {
      const refused = await page.signedOut(changes);
      expect([refused.status, refused.headers.get("location")], JSON.stringify(changes)).to.deep.equal([400, null]);
    }
  });
});
