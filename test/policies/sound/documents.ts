import * as pulumi from "@pulumi/pulumi";

/** A statement of a policy, as AWS has it. */
export type Statement = Record<string, unknown>;

/** A policy document in JSON. */
export function document(...statements: Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** What refuses requests that do not come over TLS. */
export function tlsOnly(resource: pulumi.Input<string>): Statement {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: "*",
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Lets a service take a role. */
export function trust(service: string): pulumi.Output<string> {
  return document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
}
