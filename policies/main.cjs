// What the engine loads. It would compile TypeScript with full type checks at each start, and CommonJS only.
require("tsx/cjs");
require("./index.ts");
