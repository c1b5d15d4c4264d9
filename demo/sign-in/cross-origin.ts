import type { FastifyInstance } from "fastify";
import type { Domain } from "./domain.ts";

/** Lets the scripts of pages read the answers, if an app client sends people to their origin, and no others. */
export function admitOrigins(app: FastifyInstance, { cognito }: Pick<Domain, "cognito">): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { origin } = request.headers;
    reply.header("Vary", "Origin");
    if (origin !== undefined && origins().has(origin)) reply.header("Access-Control-Allow-Origin", origin);
    done();
  });

  app.options("/oauth2/*", (_, reply) =>
    reply
      .code(204)
      .headers({ "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type" })
      .send(),
  );

  function origins(): ReadonlySet<string> {
    const urls = cognito.clients.flatMap(({ settings }) => settings.callbackUrls);
    return new Set(urls.map((url) => new URL(url).origin).filter((origin) => origin !== "null")); // which is no web page's
  }
}
