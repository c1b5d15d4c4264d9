import { createHash, randomBytes } from "node:crypto";

/** Parameters of a request; undefined leaves one out that would be there. */
type Changes = Readonly<Record<string, string | undefined>>;

/** What the token endpoint answers. */
interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly access_token: string;
    readonly id_token: string;
    readonly refresh_token: string;
    readonly error?: string;
    readonly [name: string]: unknown;
  };
}

/** A page that lets people sign in, as its script and their browser behave. */
export class Page {
  readonly verifier = randomBytes(32).toString("base64url");
  readonly challenge = createHash("sha256").update(this.verifier).digest("base64url");

  constructor(
    readonly signInUrl: string,
    readonly clientId: string,
    readonly redirectUri: string,
  ) {}

  /** What the browser gets where the page sends it. */
  async sent(changes: Changes = {}): Promise<Response> {
    return await fetch(this.#authorizeUrl(changes), { redirect: "manual" });
  }

  /** What the browser gets when somebody has said who they are. */
  async chosen(email: string, changes: Changes = {}): Promise<Response> {
    const body = new URLSearchParams({ email });
    return await fetch(this.#authorizeUrl(changes), { method: "POST", body, redirect: "manual" });
  }

  /** The code that the page gets for somebody. */
  async codeOf(email: string, changes: Changes = {}): Promise<string> {
    return answerIn(await this.chosen(email, changes)).get("code") ?? "";
  }

  /** Turns a code into tokens. */
  async exchange(code: string, changes: Changes = {}): Promise<TokenAnswer> {
    const { redirectUri: redirect_uri, verifier: code_verifier } = this;
    return await this.token({ grant_type: "authorization_code", code, redirect_uri, code_verifier, ...changes });
  }

  /** Asks for new tokens. */
  async refresh(refreshToken: string, changes: Changes = {}): Promise<TokenAnswer> {
    return await this.token({ grant_type: "refresh_token", refresh_token: refreshToken, ...changes });
  }

  async token(form: Changes): Promise<TokenAnswer> {
    const body = encoded({ client_id: this.clientId, ...form });
    const response = await fetch(`${this.signInUrl}/oauth2/token`, { method: "POST", body });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as TokenAnswer["body"],
    };
  }

  /** Says that a refresh token is no longer needed. */
  async revoke(token: string): Promise<number> {
    const body = encoded({ client_id: this.clientId, token });
    return (await fetch(`${this.signInUrl}/oauth2/revoke`, { method: "POST", body })).status;
  }

  /** What the browser gets when somebody signs out. */
  async signedOut(changes: Changes = {}): Promise<Response> {
    const query = encoded({ client_id: this.clientId, logout_uri: this.redirectUri, ...changes });
    return await fetch(`${this.signInUrl}/logout?${query.toString()}`, { redirect: "manual" });
  }

  #authorizeUrl(changes: Changes): string {
    const query = encoded({
      response_type: "code",
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      scope: "openid email",
      state: "state & more",
      code_challenge: this.challenge,
      code_challenge_method: "S256",
      ...changes,
    });
    return `${this.signInUrl}/oauth2/authorize?${query.toString()}`;
  }
}

/** What a redirect tells the page; it must lead there. */
export function answerIn(response: Response): URLSearchParams {
  const location = response.headers.get("location");
  if (location === null) throw new Error(`no redirect, but ${response.status}`);
  return new URL(location).searchParams;
}

function encoded(parameters: Changes): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
