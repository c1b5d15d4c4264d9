import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** As a remote component of @pulumi/awsx looks from here: one resource, of which the provider makes the children. */
class Vpc extends pulumi.ComponentResource {
  declare readonly vpcId: pulumi.Output<string>;
  declare readonly privateSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: Record<string, unknown>) {
    super("awsx:ec2:Vpc", name, { ...args, vpcId: undefined, privateSubnetIds: undefined }, {}, true);
  }
}

/** A team on awsx, with a service in a network, and components of its own around plain resources. */
export function program(): void {
  const vpc = new Vpc("network", { cidrBlock: "10.0.0.0/16", numberOfAvailabilityZones: 2, tags: { owner: "web" } });
  const site = new pulumi.ComponentResource("acme:web:Site", "site");
  const parent = { parent: site };
  const api = new aws.apigateway.RestApi(
    "site",
    {
      body: JSON.stringify({
        openapi: "3.0.1",
        paths: { "/orders": { get: { "x-amazon-apigateway-auth": { type: "NONE" } } }, "/health": { get: {} } },
      }),
    },
    parent,
  );
  const deployment = new aws.apigateway.Deployment("site", { restApi: api.id }, parent);
  new aws.apigateway.Stage("site", { restApi: api.id, deployment: deployment.id, stageName: "v1" }, parent);
  new aws.lambda.Function(
    "site",
    {
      packageType: "Image",
      imageUri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/site:1",
      role: "arn:aws:iam::123456789012:role/site",
      architectures: ["arm64"],
      tracingConfig: { mode: "Active" },
      vpcConfig: { subnetIds: vpc.privateSubnetIds, securityGroupIds: ["sg-1"] },
    },
    parent,
  );
}

export const expected = [
  "api-document-authorizer site",
  "rest-access-logs site",
  "rest-tracing site",
  "rest-stage-throttle site",
  "function-alarms site",
  "function-alarms site",
  "rest-api-alarms site",
  "rest-api-alarms site",
  "function-log-group site",
  "rest-stage-web-acl site",
];

export const config = { "aws:region": "eu-west-1", "aws:defaultTags": '{"tags":{"owner":"web"}}' };
