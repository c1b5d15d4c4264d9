/** Where a page may go for what it shows. */
export interface PageSources {
  /** Origins that its script may call, such as `https://api.example.com`; a host may begin with `*.`. @default none but its own */
  connectTo?: string[];
  /** Origins that it may show pictures of; `https:` stands for any. @default none but its own */
  picturesFrom?: string[];
}

const twoYearsSeconds = 63_072_000;
const oneYearSeconds = 31_536_000;

/**
 * The headers that keep a page what it is: scripts and styles from its own address only and none in its text, no frames around
 * it, no address of it told to others, none of the device's powers.
 */
export function securityHeaders({ connectTo = [], picturesFrom = [] }: PageSources = {}): Record<string, string> {
  const policy = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", ...picturesFrom],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...connectTo],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return {
    "Content-Security-Policy": Object.entries(policy)
      .map(([directive, sources]) => [directive, ...sources].join(" "))
      .join("; "),
    "Strict-Transport-Security": `max-age=${twoYearsSeconds}; includeSubDomains; preload`,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ["camera", "geolocation", "microphone", "payment", "usb"].map((of) => `${of}=()`).join(", "),
    "Cross-Origin-Opener-Policy": "same-origin",
  };
}

/** What lies under this path has its content's digest in its name, and never changes. */
export const hashedFolder = "assets/";

/** How long a file of a page may be kept: for a year if its name changes with its content, and else not without asking. */
export function cacheControlOf(path: string): string {
  return path.startsWith(hashedFolder) ? `public, max-age=${oneYearSeconds}, immutable` : "no-cache";
}

/** The page of every path that is no file, such as `/bookings`: the script in it knows what to show. */
export const fallbackPage = "index.html";

/** Whether a path asks for a file by its name, and not for a place in the page. */
export function isFilePath(path: string): boolean {
  return /\.[^/]*$/.test(path);
}
