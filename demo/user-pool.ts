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

/** A user pool that issues access tokens of Cognito's form, with a key pair of its own that lives as long as it does. */
export class UserPool {
  private constructor(
    private readonly id: string,
    private readonly clientId: string,
    private readonly privateKey: CryptoKey,
    /** The public key, as the pool's `.well-known/jwks.json` has it. */
    readonly keys: { keys: Record<string, unknown>[] },
  ) {}

  /**
   * @param id such as `eu-west-1_Local`
   * @param clientId the app client that the tokens are issued to
   */
  static async create(id: string, clientId: string): Promise<UserPool> {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const key = { ...(await exportJWK(publicKey)), kid: keyId, alg: "RS256", use: "sig" };
    return new UserPool(id, clientId, privateKey, { keys: [key] });
  }

  /** Signs a user in; the subject is new at every call, so that each is a customer of their own. */
  async signIn(user: User): Promise<SignedInUser> {
    const customerId = randomUUID();
    const token = await new SignJWT({
      token_use: "access",
      client_id: this.clientId,
      username: customerId,
      scope: "aws.cognito.signin.user.admin",
      jti: randomUUID(),
      "cognito:groups": [user.group],
    })
      .setProtectedHeader({ alg: "RS256", kid: keyId })
      .setIssuer(`https://cognito-idp.${this.id.split("_")[0] ?? ""}.amazonaws.com/${this.id}`)
      .setSubject(customerId)
      .setIssuedAt()
      .setExpirationTime("12h")
      .sign(this.privateKey);
    return { ...user, customerId, token };
  }
}
