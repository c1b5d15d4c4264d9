import type { Cognito } from "../../local/services/cognito/cognito.ts";
import type { People } from "../people.ts";
import type { SignIn, TokenIssuer } from "../token-issuer.ts";
import type { Grants } from "./grants.ts";

/** Who somebody said to be, for the client to turn into tokens. */
export interface Code {
  readonly signIn: SignIn;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
}

/** What the endpoints of a domain share. */
export interface Domain {
  /** The pools and app clients that the program has declared: they decide who may ask for what. */
  readonly cognito: Pick<Cognito, "client" | "clients" | "pool">;
  readonly issuer: TokenIssuer;
  readonly people: People;
  readonly codes: Grants<Code>;
  readonly refreshTokens: Grants<SignIn>;
  /** The time in epoch milliseconds. */
  readonly clock: () => number;
}
