import { restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    restApi("api", {}, [], {
      openapi: "3.0.1",
      paths: { "/bookings": { get: { security: [{ token: [] }] } }, "/health": { get: {} } },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } }, // nobody asks for it
    });
  },
  messages: ['GET /bookings in body has no authorizer: give it a security scheme with one, or list it in "open".'],
};
