import type { Examples } from "./example.ts";

/** Examples of the operations with the tag Operations, which are for load balancers and monitors. */
export const monitoring: Examples = {
  readHealth: [{ status: 200, to: "anybody", request: () => Promise.resolve({}) }],
  readDeepHealth: [{ status: 200, to: "anybody", request: () => Promise.resolve({}) }],
};
