import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { PoolClient } from "../../local/services/cognito/cognito.ts";
import {
  answerTo,
  type AuthorizationRequest,
  authorizationRequest,
  type Recipient,
  recipientOf,
} from "./authorization-request.ts";
import type { Domain } from "./domain.ts";
import { OAuthError } from "./oauth-error.ts";
import { choicePage, contentSecurityPolicy, refusalPage } from "./page.ts";
import { parametersOf, required } from "./parameters.ts";

/** As Cognito's. */
const codeLifetimeSeconds = 300;

const address = z.email().max(254);

/**
 * The pages that people see: `/oauth2/authorize`, where they say who they are and are sent back with a code, and `/logout`. A refusal
 * goes where RFC 6749, 4.1.2.1, says: to the client, or to the person if it is not sure who the client is.
 */
export function serveManagedLogin(app: FastifyInstance, domain: Domain): void {
  const { cognito, people, codes, clock } = domain;

  app.setErrorHandler(async (error, _, reply) => {
    if (!(error instanceof OAuthError)) throw error;
    return await show(reply.code(400), refusalPage(error.message));
  });

  app.get("/oauth2/authorize", (request, reply) =>
    answered(request, reply, ({ client, redirectUri }) => show(reply, pageFor(client), redirectUri)),
  );

  app.post<{ Body: string | undefined }>("/oauth2/authorize", (request, reply) =>
    answered(request, reply, async (recipient, { scope, challenge, nonce }) => {
      const { client, redirectUri } = recipient;
      const email = required(parametersOf(request.body ?? ""), "email").trim();
      const account = people.withEmail(email) ?? signedUp(email, client);
      if (account === undefined) {
        const reason = takesSignUps(client)
          ? `${email} is no e-mail address, such as you@example.com.`
          : `There is no account of ${email}, and only an administrator can make one.`;
        return await show(reply.code(400), pageFor(client, { email, reason }), redirectUri);
      }
      const { id: clientId, userPoolId } = client;
      const at = Math.floor(clock() / 1000);
      const signIn = { id: randomUUID(), account, client: { userPoolId, clientId }, scope, at };
      const code = codes.give({ signIn, redirectUri, challenge, nonce }, codeLifetimeSeconds);
      return await reply.redirect(answerTo(recipient, { code }), 303);
    }),
  );

  app.get("/logout", async (request, reply) => {
    const parameters = parametersOf(queryOf(request));
    const client = cognito.client(required(parameters, "client_id"));
    const to = required(parameters, "logout_uri");
    if (client?.settings.logoutUrls.includes(to) !== true) {
      throw new OAuthError("invalid_request", `logout_uri is ${to}: it is none of the client's logout URLs`);
    }
    return await reply.redirect(to);
  });

  async function answered(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: (recipient: Recipient, asked: AuthorizationRequest) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const parameters = parametersOf(queryOf(request));
    const recipient = recipientOf(parameters, cognito);
    try {
      return await answer(recipient, authorizationRequest(parameters, recipient.client));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return await reply.redirect(answerTo(recipient, error.parameters), 303);
    }
  }

  function pageFor(client: PoolClient, refused?: { email: string; reason: string }): string {
    return choicePage({ accounts: people.accounts, selfSignUp: takesSignUps(client), refused });
  }

  function signedUp(email: string, client: PoolClient) {
    return takesSignUps(client) && address.safeParse(email).success ? people.signUp(email) : undefined;
  }

  function takesSignUps({ userPoolId }: PoolClient): boolean {
    return cognito.pool(userPoolId)?.settings.adminCreateUserConfig?.allowAdminCreateUserOnly !== true;
  }
}

async function show(reply: FastifyReply, page: string, formTarget?: string): Promise<FastifyReply> {
  const origin = formTarget && new URL(formTarget).origin;
  return await reply
    .header("Content-Security-Policy", contentSecurityPolicy(origin))
    .type("text/html; charset=utf-8")
    .send(page);
}

function queryOf({ url }: FastifyRequest): string {
  return url.split("?")[1] ?? "";
}
