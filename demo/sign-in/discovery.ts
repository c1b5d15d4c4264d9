import type { FastifyInstance } from "fastify";
import { issuerOf } from "../token-issuer.ts";
import type { Domain } from "./domain.ts";

interface OfPool {
  readonly Params: { readonly userPoolId: string };
}

/** What a pool tells of itself at the address of its issuer on AWS, and here under its id: its keys and its endpoints. */
export function serveDiscovery(app: FastifyInstance, { cognito, issuer }: Domain): void {
  app.get<OfPool>("/:userPoolId/.well-known/jwks.json", async ({ params: { userPoolId } }, reply) => {
    return await (cognito.pool(userPoolId) ? reply.send(issuer.keys) : reply.code(404).send());
  });

  app.get<OfPool>("/:userPoolId/.well-known/openid-configuration", async ({ params, socket }, reply) => {
    const { userPoolId } = params;
    const here = `http://127.0.0.1:${String(socket.localPort)}`;
    const configuration = {
      issuer: issuerOf(userPoolId),
      authorization_endpoint: `${here}/oauth2/authorize`,
      token_endpoint: `${here}/oauth2/token`,
      revocation_endpoint: `${here}/oauth2/revoke`,
      end_session_endpoint: `${here}/logout`,
      jwks_uri: `${here}/${userPoolId}/.well-known/jwks.json`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid", "email"],
      token_endpoint_auth_methods_supported: ["none"],
    };
    return await (cognito.pool(userPoolId) ? reply.send(configuration) : reply.code(404).send());
  });
}
