import { z } from "zod";

/** A policy document, which Pulumi takes as JSON text or as an object. */
export const policyText = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((document) => JSON.stringify(document)),
]);
