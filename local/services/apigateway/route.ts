import type { Api, Operation } from "./document.ts";

const allMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** The methods that an operation answers: its own, or for ANY those that the path has no operation for. */
export function methodsOf(api: Api, operation: Operation): string[] {
  if (operation.method !== "ANY") return [operation.method];
  const taken = api.operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
  return allMethods.filter((method) => !taken.includes(method));
}

/** A path as Fastify's router takes it. */
export interface Route {
  readonly url: string;
  /** Reads the parameters of a request; they come decoded. */
  readonly parameters: (params: unknown) => Record<string, string>;
}

/** `/a/{b}/{rest+}` → `/a/:p1/*`; parameters get names of our own, as API Gateway allows more characters in one. */
export function routeOf(path: string): Route {
  const names = new Map<string, string>();
  const parts = path.split("/").map((part, index) => {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    if (name === undefined) return part.replaceAll(":", "::");
    names.set(greedy === "+" ? "*" : `p${index}`, name);
    return greedy === "+" ? "*" : `:p${index}`;
  });
  const parameters = (params: unknown) => {
    const values = new Map(Object.entries(typeof params === "object" && params !== null ? params : {}));
    return Object.fromEntries([...names].map(([key, name]) => [name, String(values.get(key) ?? "")]));
  };
  return { url: parts.join("/"), parameters };
}
