/** Names of RFC 6749, sections 4.1.2.1 and 5.2, for why a request is refused. */
type ErrorName =
  | "invalid_client"
  | "invalid_grant"
  | "invalid_request"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type";

/** A request that is refused, and why. The message holds no code, token or verifier. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";

  constructor(
    readonly error: ErrorName,
    message: string,
  ) {
    super(message);
  }

  /** How it is told. */
  get parameters(): { error: string; error_description: string } {
    return { error: this.error, error_description: this.message };
  }
}
