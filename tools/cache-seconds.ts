import { readFileSync, writeFileSync } from "node:fs";
import { OpenApi } from "../components/internal/open-api.ts";

/** Part of `npm run generate`: how long answers of operations may be kept, for the functions that say so to clients. */
function main(): void {
  const { operations } = new OpenApi(readFileSync("api/openapi.yaml", "utf8"));
  const seconds = operations.flatMap(({ operationId, cache }) => (cache ? [[operationId, cache.ttlSeconds]] : []));
  const text = `/** Seconds that an operation's answers may be kept, as api/openapi.yaml says. Made by \`npm run generate\`. */
export const cacheSeconds = ${JSON.stringify(Object.fromEntries(seconds), null, 2)} as const;
`;
  writeFileSync("api/generated/cache-seconds.ts", text);
}

main();
