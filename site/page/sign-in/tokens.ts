import * as z from "zod/mini";

const tokenResponse = z.object({
  access_token: z.string(),
  id_token: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
  expires_in: z.number(),
});

const accessClaims = z.object({ sub: z.string(), "cognito:groups": z.optional(z.array(z.string())) });
const idClaims = z.object({ email: z.optional(z.string()) });

/** Who is signed in, and what proves it. */
export interface SignedIn {
  readonly customerId: string;
  /** What they are called here: their address. */
  readonly name: string;
  /** Whether they may do what staff do; the API asks for itself. */
  readonly isStaff: boolean;
  readonly accessToken: string;
  /** When it is no longer good, in epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * What the token endpoint of the user pool has answered (RFC 6749, 5.1).
 *
 * @param before who was signed in, if this answers a refresh, which may leave out the id token
 * @throws if it is none
 */
export function signedInFrom(
  body: unknown,
  { now, before }: { now: number; before?: SignedIn },
): { signedIn: SignedIn; refreshToken: string | undefined } {
  const { access_token, id_token, refresh_token, expires_in } = tokenResponse.parse(body);
  const { sub, "cognito:groups": groups = [] } = accessClaims.parse(claimsOf(access_token));
  const { email } = id_token === undefined ? {} : idClaims.parse(claimsOf(id_token));
  const signedIn = {
    customerId: sub,
    name: email ?? before?.name ?? sub,
    isStaff: groups.includes("staff"),
    accessToken: access_token,
    expiresAt: now + 1000 * expires_in,
  };
  return { signedIn, refreshToken: refresh_token };
}

/** What a token says. Nothing here verifies it: the API does. */
function claimsOf(token: string): unknown {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
