import type { Cognito, PoolClient } from "../../local/services/cognito/cognito.ts";
import { OAuthError } from "./oauth-error.ts";
import { type Parameters, required } from "./parameters.ts";

/** Who asked that somebody sign in, and where the answer goes. */
export interface Recipient {
  readonly client: PoolClient;
  /** One of the client's callback URLs. */
  readonly redirectUri: string;
  /** What the client wants to hear again. */
  readonly state: string | undefined;
}

/** What a client asked for. */
export interface AuthorizationRequest {
  readonly scope: string;
  /** The SHA-256 of what the client will show with the code, in base64url (RFC 7636). */
  readonly challenge: string;
  readonly nonce: string | undefined;
}

/**
 * Finds out who asks. As long as that is not sure nobody is sent anywhere.
 *
 * @throws OAuthError invalid_request for a client that is not there, and an address that is none of its callback URLs, letter by letter
 */
export function recipientOf(parameters: Parameters, cognito: Pick<Cognito, "client">): Recipient {
  const clientId = required(parameters, "client_id");
  const client = cognito.client(clientId);
  if (client === undefined)
    throw new OAuthError("invalid_request", `client_id is ${clientId}: there is no such client`);
  const redirectUri = required(parameters, "redirect_uri");
  if (!client.settings.callbackUrls.includes(redirectUri)) {
    throw new OAuthError("invalid_request", `redirect_uri is ${redirectUri}: it is none of the client's callback URLs`);
  }
  return { client, redirectUri, state: parameters.get("state") };
}

/**
 * Checks what is asked for. PKCE is demanded, which Cognito leaves to the client, so that a page that forgets it fails here.
 *
 * @throws OAuthError for the recipient
 */
export function authorizationRequest(parameters: Parameters, { settings }: PoolClient): AuthorizationRequest {
  const responseType = required(parameters, "response_type");
  if (responseType !== "code") {
    throw new OAuthError("unsupported_response_type", `response_type is ${responseType}: it must be code`);
  }
  if (!settings.allowedOauthFlowsUserPoolClient || !settings.allowedOauthFlows.includes("code")) {
    throw new OAuthError("unauthorized_client", "the client may not use authorization codes");
  }
  const method = parameters.get("code_challenge_method") ?? "plain";
  if (method !== "S256") {
    throw new OAuthError("invalid_request", `code_challenge_method is ${method}: it must be S256`);
  }
  const challenge = required(parameters, "code_challenge");
  if (!/^[\w-]{43}$/.test(challenge)) {
    throw new OAuthError("invalid_request", "code_challenge must be a SHA-256 in base64url, 43 characters");
  }
  return { scope: scopeOf(parameters, settings.allowedOauthScopes), challenge, nonce: parameters.get("nonce") };
}

/** Where the recipient gets an answer. */
export function answerTo({ redirectUri, state }: Recipient, answer: Readonly<Record<string, string>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.append(name, value);
  if (state !== undefined) url.searchParams.append("state", state);
  return url.href;
}

/** Every scope that the client may have, if it names none. */
function scopeOf(parameters: Parameters, allowed: readonly string[]): string {
  const asked = parameters.get("scope")?.split(" ").filter(Boolean) ?? allowed;
  const refused = asked.find((scope) => !allowed.includes(scope));
  if (refused === undefined) return asked.join(" ");
  throw new OAuthError("invalid_scope", `scope holds ${refused}: the client may have ${allowed.join(" ")}`);
}
