import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { assertIsJwks } from "aws-jwt-verify/jwk";
import { safeJsonParse } from "aws-jwt-verify/safe-json-parse";
import type { Json } from "aws-jwt-verify/safe-json-parse";

/** Whose tokens are valid. */
export interface Issuer {
  /** The user pool that issues them, such as `eu-west-1_a1B2c3D4e`. */
  readonly userPoolId: string;
  /** The client that they are issued to. */
  readonly clientId: string;
  /** The pool's public keys (a JWK set). */
  readonly jwks: Json;
}

/**
 * Verifies access tokens of a user pool with the keys that it is given, and no others: a token that names an unknown key is
 * refused, not looked up, so that tokens are good while the pool's region is dark.
 *
 * @throws JwksValidationError if `jwks` is no JWK set.
 */
export function tokenVerifier({ userPoolId, clientId, jwks }: Issuer): (token: string) => unknown {
  assertIsJwks(jwks);
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: "access" });
  verifier.cacheJwks(jwks);
  return (token) => verifier.verifySync(token);
}

/** The public keys that lie as `jwks.json` beside the function's code. */
export function bundledJwks(codeFolder: string): Json {
  return safeJsonParse(readFileSync(join(codeFolder, "jwks.json"), "utf8"));
}
