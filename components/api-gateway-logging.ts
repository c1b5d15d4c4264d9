import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Permission, policyDocument, trustPolicy } from "./permission.ts";

/** Arguments of {@link ApiGatewayLogging}. */
export interface ApiGatewayLoggingArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
}

/**
 * Lets API Gateway write logs in this region: a setting of the account, once for all REST APIs, without which a stage
 * with access logs is refused (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
 *
 * @example
 * const logging = new ApiGatewayLogging("api-gateway-logging");
 * new RestApi("api", { ... }, { dependsOn: [logging] });
 */
export class ApiGatewayLogging extends pulumi.ComponentResource {
  constructor(name: string, args: ApiGatewayLoggingArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { region } = args;
    super("berth:index:ApiGatewayLogging", name, {}, opts);
    const child = { parent: this };

    const role = new aws.iam.Role(
      `${name}-role`,
      {
        assumeRolePolicy: trustPolicy("apigateway.amazonaws.com"),
        description: "Lets API Gateway write logs",
      },
      child,
    );
    const access = new aws.iam.RolePolicy(
      `${name}-role`,
      { role: role.name, policy: policyDocument([pushToCloudWatchLogs]) },
      child,
    );
    new aws.apigateway.Account(name, { region, cloudwatchRoleArn: role.arn }, { ...child, dependsOn: [access] });
    this.registerOutputs({});
  }
}

/** What AWS's managed policy of this name holds; API Gateway asks for it on every log group. */
const pushToCloudWatchLogs: Permission = {
  actions: [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ],
  resources: ["*"],
};
