import { createHash } from "node:crypto";
import { expect } from "chai";
import { createLocalJWKSet, jwtVerify } from "jose";
import { clientSettings } from "../../local/services/cognito/client-settings.ts";
import { Page } from "./page.ts";
import { claimsOf, type SignInFixture, startSignIn } from "./running.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("the token endpoint", () => {
  let fixture: SignInFixture;

  beforeEach(async () => {
    fixture = await startSignIn();
  });

  afterEach(async () => {
    await fixture.server.close();
  });

  it("gives for a code what Cognito gives, signed with the pool's key", async () => {
    const { page, issuer, userPoolId, now, people } = fixture;
    const { status, headers, body } = await page.exchange(await page.codeOf("rita@example.com", { nonce: "n-1" }));
    expect(status).to.equal(200);
    expect(headers.get("cache-control")).to.equal("no-store");
    expect(body).to.include({ token_type: "Bearer", expires_in: 3600 });
    const from = now / 1000;
    const iss = `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
    const options = { issuer: iss, currentDate: new Date(now) };
    const key = createLocalJWKSet({ keys: issuer.keys.keys.map((jwk) => ({ kty: "RSA", ...jwk })) });
    const { payload: access } = await jwtVerify(body.access_token, key, options);
    const { payload: id } = await jwtVerify(body.id_token, key, { ...options, audience: page.clientId });
    const sub = people.withEmail("rita@example.com")?.customerId;
    const both = { sub, iss, "cognito:groups": ["staff"], auth_time: from, iat: from };
    expect(access).to.deep.include({
      ...both,
      token_use: "access",
      client_id: page.clientId,
      username: sub,
      scope: "openid email",
      version: 2,
      exp: from + 3600,
    });
    expect(access).not.to.have.any.keys("aud", "email");
    expect(id).to.deep.include({
      ...both,
      token_use: "id",
      "cognito:username": sub,
      email: "rita@example.com",
      email_verified: true,
      nonce: "n-1",
      at_hash: createHash("sha256").update(body.access_token).digest().subarray(0, 16).toString("base64url"),
      exp: from + 1800,
    });
    for (const claim of ["jti", "origin_jti", "event_id"]) expect(access[claim], claim).to.match(uuid);
    expect(id.origin_jti).to.equal(access.origin_jti);
    expect(id.jti).not.to.equal(access.jti);
  });

  it("leaves out what the scope does not hold", async () => {
    const { page } = fixture;
    const { body } = await page.exchange(await page.codeOf("ana@example.com", { scope: "email" }));
    expect(body).not.to.have.property("id_token");
    expect(claimsOf(body.access_token).scope).to.equal("email");
    const openid = await page.exchange(await page.codeOf("ana@example.com", { scope: "openid" }));
    expect(claimsOf(openid.body.id_token)).not.to.have.any.keys("email", "email_verified", "nonce");
    const every = await page.exchange(await page.codeOf("ana@example.com", { scope: undefined }));
    expect(claimsOf(every.body.access_token).scope).to.equal("openid email");
  });

  it("takes a code once, also if what came with it was wrong", async () => {
    const { page } = fixture;
    const code = await page.codeOf("ana@example.com");
    expect((await page.exchange(code)).status).to.equal(200);
    const second = await page.exchange(code);
    expect([second.status, second.body.error]).to.deep.equal([400, "invalid_grant"]);

    const tried = await page.codeOf("ana@example.com");
    const wrong = await page.exchange(tried, { code_verifier: `${page.verifier}x` });
    expect([wrong.status, wrong.body.error]).to.deep.equal([400, "invalid_grant"]);
    expect((await page.exchange(tried)).body.error).to.equal("invalid_grant");
  });

  it("takes a code for five minutes", async () => {
    const { page } = fixture;
    const [code, late] = [await page.codeOf("ana@example.com"), await page.codeOf("ana@example.com")];
    fixture.now += 299_999;
    expect((await page.exchange(code)).status).to.equal(200);
    fixture.now += 1;
    const answer = await page.exchange(late);
    expect([answer.status, answer.body.error]).to.deep.equal([400, "invalid_grant"]);
  });

  it("refuses a code with another redirect URI, of another client, or nobody's", async () => {
    const { page, cognito, userPoolId } = fixture;
    const redirected = await page.exchange(await page.codeOf("ana@example.com"), {
      redirect_uri: "http://localhost:5174/",
    });
    expect([redirected.status, redirected.body.error]).to.deep.equal([400, "invalid_grant"]);
    const { id: client_id } = await cognito.createClient(userPoolId, clientSettings);
    const foreign = await page.exchange(await page.codeOf("ana@example.com"), { client_id });
    expect([foreign.status, foreign.body.error]).to.deep.equal([400, "invalid_grant"]);
    expect((await page.exchange("made-up")).body.error).to.equal("invalid_grant");
  });

  it("names what is missing or unknown, and repeats no secret", async () => {
    const { page } = fixture;
    const code = await page.codeOf("ana@example.com");
    const refused = [
      [{ client_id: "nobody" }, "invalid_client", "client_id is nobody: there is no such client"],
      [{ client_id: undefined }, "invalid_request", "client_id is missing"],
      [{ grant_type: undefined }, "invalid_request", "grant_type is missing"],
      [{ grant_type: "password" }, "unsupported_grant_type", "grant_type is password: it must be authorization_code"],
      [{ code: undefined }, "invalid_request", "code is missing"],
      [{ redirect_uri: undefined }, "invalid_request", "redirect_uri is missing"],
      [{ code_verifier: undefined }, "invalid_request", "code_verifier is missing"],
      [{ grant_type: "refresh_token" }, "invalid_request", "refresh_token is missing"],
    ] as const;
    for (const [changes, error, description] of refused) {
      const { status, body } = await page.exchange(code, changes);
      expect([status, body.error], description).to.deep.equal([400, error]);
      expect(body.error_description).to.include(description);
      expect(JSON.stringify(body)).not.to.include(code).and.not.to.include(page.verifier);
    }
    expect((await page.exchange(code)).status).to.equal(200);
  });

  it("takes forms only", async () => {
    const headers = { "Content-Type": "application/json" };
    const json = await fetch(`${fixture.page.signInUrl}/oauth2/token`, { method: "POST", body: "{}", headers });
    expect(json.status).to.equal(415);
    const large = await fixture.page.token({ padding: "x".repeat(16_384) });
    expect(large.status).to.equal(413);
  });

  it("gives new tokens for a refresh token, of the same sign-in, until that is too old", async () => {
    const { page } = fixture;
    const { body } = await page.exchange(await page.codeOf("rita@example.com", { nonce: "n-1" }));
    fixture.now += 7_200_000;
    const refreshed = await page.refresh(body.refresh_token);
    expect(refreshed.status).to.equal(200);
    expect(refreshed.body).not.to.have.property("refresh_token");
    for (const token of ["access_token", "id_token"] as const) {
      const [before, after] = [claimsOf(body[token]), claimsOf(refreshed.body[token])];
      for (const claim of ["sub", "auth_time", "origin_jti", "iss"]) expect(after[claim]).to.equal(before[claim]);
      expect(after["cognito:groups"]).to.deep.equal(["staff"]);
      expect(after)
        .to.include({ iat: fixture.now / 1000 })
        .and.not.to.have.property("nonce");
      expect(after.jti).not.to.equal(before.jti);
    }
    fixture.now += 30 * 86_400_000 - 7_200_000;
    expect((await page.refresh(body.refresh_token)).body.error).to.equal("invalid_grant");
  });

  it("gives no tokens for a refresh token that is revoked, or another client's", async () => {
    const { page, cognito, userPoolId } = fixture;
    const { id } = await cognito.createClient(userPoolId, clientSettings);
    const other = new Page(page.signInUrl, id, page.redirectUri);
    const { refresh_token: token } = (await page.exchange(await page.codeOf("ana@example.com"))).body;
    expect((await other.refresh(token)).body.error).to.equal("invalid_grant");
    expect(await other.revoke(token)).to.equal(200);
    expect((await page.refresh(token)).status).to.equal(200);
    expect(await page.revoke(token)).to.equal(200);
    expect((await page.refresh(token)).body.error).to.equal("invalid_grant");
    expect(await page.revoke(token)).to.equal(200);
  });

  it("gives nothing for a client that is gone", async () => {
    const { page, cognito } = fixture;
    const code = await page.codeOf("ana@example.com");
    cognito.removeClient(page.clientId);
    expect((await page.exchange(code)).body.error).to.equal("invalid_client");
  });
});
