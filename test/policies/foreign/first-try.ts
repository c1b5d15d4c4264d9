import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A first try after a tutorial: plain resources, defaults everywhere. */
export function program(): void {
  const role = new aws.iam.Role("role", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  });
  new aws.iam.RolePolicyAttachment("role", { role, policyArn: aws.iam.ManagedPolicy.AmazonDynamoDBFullAccess });
  const orders = new aws.dynamodb.Table("orders", {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    readCapacity: 1,
    writeCapacity: 1,
  });
  const jobs = new aws.sqs.Queue("jobs");
  const worker = new aws.lambda.Function("worker", {
    runtime: aws.lambda.Runtime.NodeJS18dX,
    handler: "index.handler",
    role: role.arn,
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = () => {}") }),
    environment: { variables: { TABLE: orders.name, STRIPE_SECRET: "sk_live_1" } },
    timeout: 60,
  });
  new aws.lambda.EventSourceMapping("worker", { eventSourceArn: jobs.arn, functionName: worker.name });
  new aws.s3.Bucket("uploads", { forceDestroy: true });
}

export const expected = [
  "managed-policy-bounded role",
  "required-tags role",
  "table-recoverable orders",
  "table-deletion-protection orders",
  "table-encryption orders",
  "required-tags orders",
  "queue-encryption jobs",
  "required-tags jobs",
  "function-tracing worker",
  "function-runtime worker",
  "function-secrets worker",
  "function-arm64 worker",
  "required-tags worker",
  "event-source-maximum-concurrency worker",
  "event-source-partial-failures worker",
  "required-tags worker",
  "required-tags uploads",
  "queue-redrive jobs",
  "queue-visibility-timeout worker",
  "table-replicas orders",
  "function-alarms worker",
  "function-alarms worker",
  "queue-alarms jobs",
  "table-alarms orders",
  "table-alarms orders",
  "function-log-group worker",
  "bucket-encryption uploads",
  "queue-tls-only jobs",
  "bucket-tls-only uploads",
  "bucket-public-access-block uploads",
  "bucket-versioning uploads",
  "table-capacity orders",
  "bucket-lifecycle uploads",
  "bucket-access-logs uploads",
];

/** The region and nothing else. */
export const config = { "aws:region": "eu-west-1" };
