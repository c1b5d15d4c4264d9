import * as pulumi from "@pulumi/pulumi";

/** What a component lets others do with it, as data: a function takes it in its `permissions`. */
export interface Permission {
  /** Exact IAM actions, such as `sqs:SendMessage`; no wildcards. */
  actions: string[];
  /** ARNs of the resources. */
  resources: pulumi.Input<string>[];
  /** What must hold besides, by IAM's operator and key: `{ StringLike: { "s3:prefix": ["reports/*"] } }`. @default nothing */
  conditions?: Record<string, Record<string, string[]>>;
}

/** The IAM policy document, as JSON, that allows `permissions` and nothing else. */
export function policyDocument(permissions: readonly Permission[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: permissions.map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
}

/** The trust policy, as JSON, that lets an AWS service such as `lambda.amazonaws.com` assume a role. */
export function trustPolicy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}

/** The resource policy statement that refuses every call to `resource` that does not come over TLS. */
export function tlsOnly(action: string, resource: pulumi.Input<string> | pulumi.Input<string>[]) {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
