import { randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";

/** Somebody who can sign in. */
export interface User {
  readonly email: string;
  readonly group: "customer" | "staff";
}

/** A user with an access token. */
export interface SignedInUser extends User {
  /** The subject of the token. */
  readonly customerId: string;
  /** An access token, good for 12 hours. */
  readonly token: string;
}

const keyId = "local";

/** Whom tokens are issued to, and in whose name. */
export interface AppClient {
  /** The user pool, such as `eu-west-1_aBcDeFgHi`, which tokens name as their issuer. */
  readonly userPoolId: string;
  /** One of its app clients. */
  readonly clientId: string;
}

/** Issues access tokens of Cognito's form for the pools of a machine, with a key pair that lives as long as it does. */
export class TokenIssuer {
  private constructor(
    private readonly privateKey: CryptoKey,
    /** The public key, as a pool's `.well-known/jwks.json` has it. */
    readonly keys: { keys: Record<string, unknown>[] },
  ) {}

  static async create(): Promise<TokenIssuer> {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const key = { ...(await exportJWK(publicKey)), kid: keyId, alg: "RS256", use: "sig" };
    return new TokenIssuer(privateKey, { keys: [key] });
  }

  /** Signs a user in; the subject is new at every call, so that each is a customer of their own. */
  async signIn(user: User, { userPoolId, clientId }: AppClient): Promise<SignedInUser> {
    const customerId = randomUUID();
    const token = await new SignJWT({
      token_use: "access",
      client_id: clientId,
      username: customerId,
      scope: "openid email",
      jti: randomUUID(),
      "cognito:groups": [user.group],
    })
      .setProtectedHeader({ alg: "RS256", kid: keyId })
      .setIssuer(`https://cognito-idp.${userPoolId.split("_")[0] ?? ""}.amazonaws.com/${userPoolId}`)
      .setSubject(customerId)
      .setIssuedAt()
      .setExpirationTime("12h")
      .sign(this.privateKey);
    return { ...user, customerId, token };
  }
}
