import { signal } from "@preact/signals";
import * as z from "zod/mini";
import type { SiteConfig } from "../../config.ts";
import { newPkce, randomText } from "./pkce.ts";
import { type SignedIn, signedInFrom } from "./tokens.ts";

/** What a session needs of the browser. */
export interface SessionOptions {
  readonly signIn: SiteConfig["signIn"];
  /** Where people come back to: one of the app client's callback URLs, letter by letter. */
  readonly here: string;
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly leaveTo: (address: string) => void;
  readonly now: () => number;
}

const stored = z.object({
  customerId: z.string(),
  name: z.string(),
  isStaff: z.boolean(),
  accessToken: z.string(),
  expiresAt: z.number(),
});

const underWay = z.object({ state: z.string(), verifier: z.string(), returnTo: z.string() });

const keys = { signedIn: "berth:signed-in", underWay: "berth:signing-in" };

/** Before its end a token is exchanged, in milliseconds, so that it is good when it arrives. */
const margin = 60_000;

/**
 * Who is signed in on this tab, by authorization code with PKCE. The access token is in `sessionStorage`, so that a reload
 * does not sign out; the refresh token, which is good for much longer, only in memory.
 */
export class Session {
  readonly #options: SessionOptions;
  #refreshToken: string | undefined;
  #refreshing: Promise<void> | undefined;
  readonly #signedIn = signal<SignedIn | undefined>(undefined);

  constructor(options: SessionOptions) {
    this.#options = options;
    const found = parsed(stored, options.storage.getItem(keys.signedIn));
    if (found !== undefined && found.expiresAt > options.now()) this.#signedIn.value = found;
  }

  /** Undefined if nobody is. */
  get signedIn(): SignedIn | undefined {
    return this.#signedIn.value;
  }

  /** Leaves the page to sign in, and comes back to a path of it. */
  async begin(returnTo: string): Promise<void> {
    const { signIn, here, storage, leaveTo } = this.#options;
    const { verifier, challenge } = await newPkce();
    const state = randomText();
    storage.setItem(keys.underWay, JSON.stringify({ state, verifier, returnTo }));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: signIn.clientId,
      redirect_uri: here,
      scope: "openid email",
      state,
      code_challenge: challenge,
      code_challenge_method: "S256",
    });
    leaveTo(`${signIn.address}/oauth2/authorize?${query.toString()}`);
  }

  /**
   * Completes a sign-in that this tab has begun.
   *
   * @param query what the page was called with
   * @returns the path to go on at; undefined if the page was not called by a sign-in
   * @throws SignInFailed if it did not succeed
   */
  async complete(query: URLSearchParams): Promise<string | undefined> {
    if (!query.has("state") || !(query.has("code") || query.has("error"))) return undefined;
    const { storage } = this.#options;
    const begun = parsed(underWay, storage.getItem(keys.underWay));
    storage.removeItem(keys.underWay);
    if (begun?.state !== query.get("state")) throw new SignInFailed("this tab has not asked for it");
    const code = query.get("code");
    if (code === null) throw new SignInFailed(query.get("error_description") ?? query.get("error") ?? "");
    await this.#exchange({ grant_type: "authorization_code", code, code_verifier: begun.verifier });
    return begun.returnTo;
  }

  /** A token that is good for a while; undefined if nobody is signed in, or no longer. */
  async token(): Promise<string | undefined> {
    const expiresIn = (this.signedIn?.expiresAt ?? 0) - this.#options.now();
    if (expiresIn < margin && this.#refreshToken !== undefined) {
      this.#refreshing ??= this.#refresh(this.#refreshToken);
      await this.#refreshing;
      this.#refreshing = undefined;
    } else if (expiresIn <= 0) this.forget();
    return this.signedIn?.accessToken;
  }

  /** Forgets who is signed in, here. */
  forget(): void {
    this.#refreshToken = undefined;
    this.#signedIn.value = undefined;
    this.#options.storage.removeItem(keys.signedIn);
  }

  /** Signs out here and at the user pool, and comes back. */
  end(): void {
    const { signIn, here, leaveTo } = this.#options;
    this.forget();
    const query = new URLSearchParams({ client_id: signIn.clientId, logout_uri: here });
    leaveTo(`${signIn.address}/logout?${query.toString()}`);
  }

  /** While the pool's region is dark a token that is still good goes on being used. */
  async #refresh(refreshToken: string): Promise<void> {
    try {
      await this.#exchange({ grant_type: "refresh_token", refresh_token: refreshToken });
    } catch {
      if ((this.signedIn?.expiresAt ?? 0) <= this.#options.now()) this.forget();
    }
  }

  async #exchange(grant: Record<string, string>): Promise<void> {
    const { signIn, here, storage, fetch, now } = this.#options;
    const body = new URLSearchParams({ ...grant, client_id: signIn.clientId, redirect_uri: here });
    const response = await fetch(new Request(`${signIn.address}/oauth2/token`, { method: "POST", body }));
    if (!response.ok) throw new SignInFailed(`the code was not taken (${response.status})`);
    const { signedIn, refreshToken } = signedInFrom(await response.json(), { now: now(), before: this.signedIn });
    this.#refreshToken = refreshToken ?? this.#refreshToken;
    this.#signedIn.value = signedIn;
    storage.setItem(keys.signedIn, JSON.stringify(signedIn));
  }
}

/** Somebody came back from signing in, and is not signed in. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

function parsed<Shape extends z.ZodMiniType>(shape: Shape, text: string | null): z.infer<Shape> | undefined {
  if (text === null) return undefined;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
