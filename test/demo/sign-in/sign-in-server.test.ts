import { expect } from "chai";
import { SignInServer } from "../../../demo/sign-in/sign-in-server.ts";
import { MachineError } from "../../../local/machine-error.ts";
import { failureOf } from "../../local/resources/region-fixture.ts";
import { type SignInFixture, startSignIn } from "./running.ts";

describe("SignInServer", () => {
  let fixture: SignInFixture;

  beforeEach(async () => {
    fixture = await startSignIn();
  });

  afterEach(async () => {
    await fixture.server.close();
  });

  it("lets scripts read its tokens on the origins of callback URLs, and on no others", async () => {
    const { url } = fixture.server;
    const admitted = async (Origin: string, method: string) => {
      const { headers } = await fetch(`${url}/oauth2/token`, { method, headers: { Origin } });
      expect(headers.get("vary")).to.equal("Origin");
      return headers.get("access-control-allow-origin");
    };
    for (const method of ["OPTIONS", "POST"]) {
      expect(await admitted("http://localhost:5173", method)).to.equal("http://localhost:5173");
      expect(await admitted("http://localhost:5174", method)).to.equal("http://localhost:5174");
      for (const origin of ["http://localhost:5175", "http://127.0.0.1:5173", "https://localhost:5173", "null"]) {
        expect(await admitted(origin, method), origin).to.equal(null);
      }
    }
    const preflight = await fetch(`${url}/oauth2/token`, { method: "OPTIONS" });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get("access-control-allow-methods")).to.equal("POST");
  });

  it("lets no script read its pages", async () => {
    const headers = { Origin: "http://localhost:5173" };
    const response = await fetch(`${fixture.server.url}/oauth2/authorize`, { headers });
    expect(response.headers.get("access-control-allow-origin")).to.equal(null);
  });

  it("tells a pool's keys and endpoints under its id", async () => {
    const { server, userPoolId, issuer } = fixture;
    const told = async (path: string) => (await fetch(`${server.url}/${path}`)).json();
    expect(await told(`${userPoolId}/.well-known/jwks.json`)).to.deep.equal(issuer.keys);
    expect(await told(`${userPoolId}/.well-known/openid-configuration`)).to.include({
      issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`,
      token_endpoint: `${server.url}/oauth2/token`,
      jwks_uri: `${server.url}/${userPoolId}/.well-known/jwks.json`,
    });
    for (const document of ["jwks.json", "openid-configuration"]) {
      expect((await fetch(`${server.url}/eu-west-1_none/.well-known/${document}`)).status).to.equal(404);
    }
  });

  it("answers nobody while its region is dark, and takes up where it was", async () => {
    const { page } = fixture;
    const code = await page.codeOf("ana@example.com");
    fixture.isRunning = false;
    expect(await failureOf(page.sent())).to.be.instanceOf(TypeError);
    expect(await failureOf(page.exchange(code))).to.be.instanceOf(TypeError);
    fixture.isRunning = true;
    expect((await page.exchange(code)).status).to.equal(200);
  });

  it("says which port is taken", async () => {
    const { server, cognito, issuer, people } = fixture;
    const port = Number(new URL(server.url).port);
    const second = SignInServer.listen({ cognito, issuer, people, isRunning: () => true, port });
    const failure = await failureOf(second);
    expect(failure).to.be.instanceOf(MachineError);
    expect(failure.message).to.include(`port ${port} is in use`);
  });
});
