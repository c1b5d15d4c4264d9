import * as pulumi from "@pulumi/pulumi";
import { resource } from "../token.ts";

/** A program that has nothing of AWS: other clouds, dynamic providers, components, odd property names. */
export function program(): void {
  const cluster = new pulumi.ComponentResource("acme:platform:Cluster", "cluster");
  resource(
    "kubernetes:apps/v1:Deployment",
    "web",
    { metadata: { labels: { app: "web" } }, spec: { template: { spec: { containers: [{ image: "web:1" }] } } } },
    { parent: cluster },
  );
  resource("random:index/randomPassword:RandomPassword", "password", { length: 24, region: 7 });
  resource("pulumi-nodejs:dynamic:Resource", "dynamic", {
    __provider: "exports.handler = null",
    tags: null,
  });
  resource("cloudflare:index/record:Record", "www", {
    name: "www",
    value: pulumi.secret("192.0.2.1"),
  });
}

export const expected: string[] = [];

export const config = {};
