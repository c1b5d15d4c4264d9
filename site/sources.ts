import type { SiteConfig } from "./config.ts";

/** Where a page with this configuration goes: the regions' APIs, where people sign in, and for pictures anywhere that has TLS. */
export function sourcesOf({ regions, signIn }: SiteConfig): { connectTo: string[]; picturesFrom: string[] } {
  const elsewhere = [...regions.map(({ api }) => api), signIn.address].filter((address) => !address.startsWith("/"));
  return { connectTo: [...new Set(elsewhere.map((address) => new URL(address).origin))], picturesFrom: ["https:"] };
}
