import { People } from "../../../demo/people.ts";
import { SignInServer } from "../../../demo/sign-in/sign-in-server.ts";
import { TokenIssuer } from "../../../demo/token-issuer.ts";
import { Cognito, type ClientSettings, type PoolSettings } from "../../../local/services/cognito/cognito.ts";
import { clientSettings } from "../../local/services/cognito/client-settings.ts";
import { Page } from "./page.ts";

/** A sign-in server for one pool with one client, and a clock that stands still unless it is moved. */
export interface SignInFixture {
  readonly server: SignInServer;
  readonly cognito: Cognito;
  readonly issuer: TokenIssuer;
  readonly people: People;
  readonly userPoolId: string;
  readonly page: Page;
  /** In epoch milliseconds. */
  now: number;
  isRunning: boolean;
}

/** Starts the server. */
export async function startSignIn(
  settings: Partial<ClientSettings> = {},
  pool: Partial<PoolSettings> = {},
): Promise<SignInFixture> {
  const cognito = new Cognito("eu-west-1");
  const { id: userPoolId } = cognito.createPool({
    name: "users",
    deletionProtection: "INACTIVE",
    userPoolTier: "ESSENTIALS",
    ...pool,
  });
  const client = await cognito.createClient(userPoolId, { ...clientSettings, ...settings });
  const state = { now: Date.UTC(2026, 10, 21, 12), isRunning: true };
  const [issuer, people] = [await TokenIssuer.create(), new People()];
  const server = await SignInServer.listen({
    cognito,
    issuer,
    people,
    isRunning: () => state.isRunning,
    port: 0,
    clock: () => state.now,
  });
  const page = new Page(server.url, client.id, "http://localhost:5173/");
  return Object.assign(state, { server, cognito, issuer, people, userPoolId, page });
}

/** The claims of a token, whoever signed it. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
}
