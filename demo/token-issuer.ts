import { createHash, randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

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

/** Somebody's account. */
export interface Account {
  /** The subject of their tokens. */
  readonly customerId: string;
  readonly email: string;
  /** The groups that somebody has put them in. */
  readonly groups: readonly string[];
}

/** Whom tokens are issued to, and in whose name. */
export interface AppClient {
  /** The user pool, such as `eu-west-1_aBcDeFgHi`, which tokens name as their issuer. */
  readonly userPoolId: string;
  /** One of its app clients. */
  readonly clientId: string;
}

/** What all tokens of a sign-in tell of it. */
export interface SignIn {
  /** A name of its own (`origin_jti`). */
  readonly id: string;
  readonly account: Account;
  readonly client: AppClient;
  /** What the tokens are good for, such as `openid email`. */
  readonly scope: string;
  /** When it was, in epoch seconds. */
  readonly at: number;
}

/** The span in which a token is good, in epoch seconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const keyId = "local";
const hours12 = 12 * 3600;

/** The issuer that the tokens of a user pool name. */
export function issuerOf(userPoolId: string): string {
  return `https://cognito-idp.${userPoolId.split("_")[0] ?? ""}.amazonaws.com/${userPoolId}`;
}

/**
 * Issues tokens of Cognito's form for the pools of a machine, with a key pair that lives as long as it does:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
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

  /**
   * Signs a user in for 12 hours, without asking them.
   *
   * @param customerId the subject @default a new one, so that each is a customer of their own
   */
  async signIn(user: User, client: AppClient, customerId: string = randomUUID()): Promise<SignedInUser> {
    const account = { customerId, email: user.email, groups: [user.group] };
    const at = Math.floor(Date.now() / 1000);
    const signIn = { id: randomUUID(), account, client, scope: "openid email", at };
    return { ...user, customerId, token: await this.accessToken(signIn, { from: at, to: at + hours12 }) };
  }

  /** What the API takes. */
  async accessToken(signIn: SignIn, span: Span): Promise<string> {
    const { account, client, scope } = signIn;
    return await this.#sign(signIn, span, {
      token_use: "access",
      version: 2,
      client_id: client.clientId,
      username: account.customerId,
      scope,
    });
  }

  /**
   * What tells the app client who signed in.
   *
   * @param accessToken the one that it is given with
   * @param nonce what the client wants to find in it
   */
  async idToken(signIn: SignIn, span: Span, { accessToken, nonce }: { accessToken: string; nonce?: string }) {
    const { account, client, scope } = signIn;
    const digest = createHash("sha256").update(accessToken).digest();
    return await this.#sign(signIn, span, {
      token_use: "id",
      aud: client.clientId,
      "cognito:username": account.customerId,
      ...(scope.split(" ").includes("email") ? { email: account.email, email_verified: true } : {}),
      at_hash: digest.subarray(0, digest.length / 2).toString("base64url"),
      ...(nonce === undefined ? {} : { nonce }),
    });
  }

  async #sign({ id, account, client, at }: SignIn, { from, to }: Span, claims: JWTPayload): Promise<string> {
    const { customerId, groups } = account;
    return await new SignJWT({
      ...claims,
      ...(groups.length > 0 ? { "cognito:groups": groups } : {}),
      auth_time: at,
      origin_jti: id,
      event_id: randomUUID(),
      jti: randomUUID(),
    })
      .setProtectedHeader({ alg: "RS256", kid: keyId })
      .setIssuer(issuerOf(client.userPoolId))
      .setSubject(customerId)
      .setIssuedAt(from)
      .setExpirationTime(to)
      .sign(this.privateKey);
  }
}
