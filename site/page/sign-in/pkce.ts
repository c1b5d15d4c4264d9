/** The secret of a sign-in, and what may be known of it (RFC 7636). */
export interface Pkce {
  readonly verifier: string;
  /** The verifier's SHA-256, in base64url. */
  readonly challenge: string;
}

/** A new secret of 256 bits. */
export async function newPkce(): Promise<Pkce> {
  const verifier = randomText();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

/** 256 random bits in base64url. */
export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
