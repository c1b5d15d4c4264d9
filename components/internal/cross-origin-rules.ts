import * as pulumi from "@pulumi/pulumi";
import type { OpenApi } from "./open-api.ts";

/** What is wrong with origins, as far as they are known before anything is made. */
export function originProblems(origins: pulumi.Input<pulumi.Input<string>[]>): string[] {
  if (!Array.isArray(origins)) return [];
  return origins
    .filter((origin) => typeof origin === "string")
    .filter((origin) => !isOrigin(origin))
    .map((origin) => `cors.origins holds ${origin}, and must hold origins only, such as https://www.example.com`);
}

/** Methods of a document that stand where the answers to browsers' questions go. */
export function ownPreflights({ operations }: OpenApi): string[] {
  return operations
    .filter(({ method }) => method === "OPTIONS")
    .map(({ operationId }) => `operation ${operationId} is an OPTIONS, which cors answers by itself`);
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
