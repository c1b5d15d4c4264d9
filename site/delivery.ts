import type { SiteConfig } from "./config.ts";

/** Headers of every answer that delivers the page, on this machine and by CloudFront. */
export function securityHeaders(config: Pick<SiteConfig, "regions" | "signIn">): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(config),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
  };
}

/** Where a build has the files whose names change with their content, relative to `index.html`. */
export const hashedFolder = "assets";

/** How long browsers and CloudFront may keep a file of the page, by its path. */
export function cacheControlOf(path: string): string {
  if (path.startsWith(`/${hashedFolder}/`)) return "public, max-age=31536000, immutable";
  return path === "/config.json" ? "no-store" : "no-cache";
}

/** Nothing inline, nothing from elsewhere but pictures, and calls to the regions' APIs and to where people sign in. */
function contentSecurityPolicy({ regions, signIn }: Pick<SiteConfig, "regions" | "signIn">): string {
  const elsewhere = [...regions.map(({ api }) => api), signIn.address].filter((address) => !address.startsWith("/"));
  const origins = [...new Set(elsewhere.map((address) => new URL(address).origin))];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' https:",
    `connect-src ${["'self'", ...origins].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
