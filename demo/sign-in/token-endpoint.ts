import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { ClientSettings, PoolClient } from "../../local/services/cognito/cognito.ts";
import type { SignIn } from "../token-issuer.ts";
import type { Domain } from "./domain.ts";
import { OAuthError } from "./oauth-error.ts";
import { type Parameters, parametersOf, required } from "./parameters.ts";

/** A form. */
interface Form {
  readonly Body: string | undefined;
}

/** What pages call from their script: `/oauth2/token`, which turns a code or a refresh token into tokens, and `/oauth2/revoke`. */
export function serveTokens(app: FastifyInstance, { cognito, issuer, codes, refreshTokens, clock }: Domain): void {
  app.setErrorHandler(async (error, _, reply) => {
    if (!(error instanceof OAuthError)) throw error;
    return await reply.code(400).send(error.parameters);
  });

  app.post<Form>("/oauth2/token", async ({ body = "" }) => {
    const form = parametersOf(body);
    const grantType = required(form, "grant_type");
    const client = clientOf(form);
    if (grantType === "authorization_code") return await forCode(form, client);
    if (grantType === "refresh_token") {
      return await tokens(signInOf(client, refreshTokens.find(required(form, "refresh_token"))), client);
    }
    throw new OAuthError(
      "unsupported_grant_type",
      `grant_type is ${grantType}: it must be authorization_code or refresh_token`,
    );
  });

  app.post<Form>("/oauth2/revoke", async ({ body = "" }, reply) => {
    const form = parametersOf(body);
    const client = clientOf(form);
    const token = required(form, "token");
    if (refreshTokens.find(token)?.client.clientId === client.id) refreshTokens.takeBack(token);
    return await reply.send();
  });

  function clientOf(form: Parameters): PoolClient {
    const clientId = required(form, "client_id");
    const client = cognito.client(clientId);
    if (client !== undefined) return client;
    throw new OAuthError("invalid_client", `client_id is ${clientId}: there is no such client`);
  }

  async function forCode(form: Parameters, client: PoolClient) {
    const [secret, redirectUri] = [required(form, "code"), required(form, "redirect_uri")];
    const verifier = required(form, "code_verifier");
    const code = codes.takeBack(secret);
    const signIn = signInOf(client, code?.signIn);
    if (code?.redirectUri !== redirectUri) {
      throw new OAuthError("invalid_grant", `redirect_uri is ${redirectUri}: the code was asked for with another`);
    }
    if (createHash("sha256").update(verifier).digest("base64url") !== code.challenge) {
      throw new OAuthError("invalid_grant", "code_verifier is not what code_challenge was made from");
    }
    const refreshToken = refreshTokens.give(signIn, lifetimeSeconds(client.settings, "refreshToken"));
    return { ...(await tokens(signIn, client, code.nonce)), refresh_token: refreshToken };
  }

  async function tokens(signIn: SignIn, { settings }: PoolClient, nonce?: string) {
    const from = Math.floor(clock() / 1000);
    const lifetime = lifetimeSeconds(settings, "accessToken");
    const accessToken = await issuer.accessToken(signIn, { from, to: from + lifetime });
    const span = { from, to: from + lifetimeSeconds(settings, "idToken") };
    return {
      access_token: accessToken,
      ...(signIn.scope.split(" ").includes("openid")
        ? { id_token: await issuer.idToken(signIn, span, { accessToken, nonce }) }
        : {}),
      token_type: "Bearer",
      expires_in: lifetime,
    };
  }
}

/** @throws OAuthError invalid_grant if nothing was found, or what another client was given */
function signInOf({ id }: PoolClient, signIn: SignIn | undefined): SignIn {
  if (signIn?.client.clientId === id) return signIn;
  throw new OAuthError("invalid_grant", "what is shown is unknown, used, too old or another client's");
}

const secondsOf = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

function lifetimeSeconds(settings: ClientSettings, token: "accessToken" | "idToken" | "refreshToken"): number {
  return settings[`${token}Validity`] * secondsOf[settings.tokenValidityUnits[token]];
}
