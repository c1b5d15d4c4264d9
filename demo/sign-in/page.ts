import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "../token-issuer.ts";
import { html, Html } from "./html.ts";

/** The page that people come from gives it its colours and measures. */
const styles = ["../../site/page/styles/tokens.css", "page.css"];
const style = styles.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("\n");
const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * The content security policy of a page: its own style, no script, and nothing from anywhere.
 *
 * @param formTarget the origin where its forms lead in the end: browsers hold redirects after a form to it too
 */
export function contentSecurityPolicy(formTarget?: string): string {
  const target = formTarget === undefined ? "'none'" : `'self' ${formTarget}`;
  return `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${target}; frame-ancestors 'none'; base-uri 'none'`;
}

/** What the page on which one says who one is shows. */
export interface Choice {
  readonly accounts: readonly Account[];
  /** Whether people may make accounts for themselves. */
  readonly selfSignUp: boolean;
  /** The address that was typed, and what is wrong with it. */
  readonly refused?: { readonly email: string; readonly reason: string };
}

/** The page on which one says who one is. Its forms come back to the address that it has. */
export function choicePage({ accounts, selfSignUp, refused }: Choice): string {
  return documentOf(
    "Sign in to Berth",
    html`<p>There are no passwords on this machine: be whoever you like.</p>
      <h2 id="people">Somebody with an account</h2>
      <form method="post">
        <ul aria-labelledby="people">
          ${accounts.map(
            ({ email, groups }) =>
              html`<li>
                <button name="email" value="${email}">${email} <span>${groups[0] ?? "customer"}</span></button>
              </li>`,
          )}
        </ul>
      </form>
      ${selfSignUp ? signUpForm(refused) : reasonOf(refused)}`,
  );
}

/** The page that says why nobody can sign in, or out, by this address. */
export function refusalPage(reason: string): string {
  return documentOf("This does not lead to Berth", html`<p>${reason}</p>`);
}

function signUpForm(refused: Choice["refused"]): Html {
  return html`<h2>Somebody new</h2>
    <form method="post">
      <label for="email">E-mail address</label>
      <input
        id="email"
        name="email"
        type="email"
        value="${refused?.email ?? ""}"
        autocomplete="email"
        maxlength="254"
        required
        aria-invalid="${String(refused !== undefined)}"
        aria-describedby="hint reason"
      />
      <p id="hint">Any will do: nothing is sent to it.</p>
      ${reasonOf(refused)}
      <button class="primary">Sign up</button>
    </form>`;
}

function reasonOf(refused: Choice["refused"]): Html {
  return refused === undefined ? html`` : html`<p id="reason" role="alert">${refused.reason}</p>`;
}

function documentOf(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.markup;
}
