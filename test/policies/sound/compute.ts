import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { trust } from "./documents.ts";
import { queue } from "./messaging.ts";
import { alarm, logGroup } from "./operations.ts";

/** What belongs to a function, and can be left out. */
type Companion = "alarms" | "log";

export function role(name: string, change: Partial<aws.iam.RoleArgs> = {}): aws.iam.Role {
  return new aws.iam.Role(name, { assumeRolePolicy: trust("lambda.amazonaws.com"), ...change });
}

export function lambda(
  name: string,
  change: Partial<aws.lambda.FunctionArgs> = {},
  without: Companion[] = [],
): aws.lambda.Function {
  const log = without.includes("log") ? undefined : logGroup(name);
  const made = new aws.lambda.Function(name, {
    role: role(name).arn,
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = () => {}") }),
    handler: "index.handler",
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    memorySize: 512,
    timeout: 10,
    tracingConfig: { mode: "Active" },
    ...(log && { loggingConfig: { logFormat: "JSON", logGroup: log.name } }),
    environment: { variables: { TABLE_NAME: "ledger" } },
    ...change,
  });
  if (!without.includes("alarms")) {
    for (const metric of ["Errors", "Throttles"]) alarm(name, ["AWS/Lambda", metric], { FunctionName: made.name });
  }
  return made;
}

/** A function that takes the messages of a queue. */
export function queueConsumer(name: string, change: Partial<aws.lambda.EventSourceMappingArgs> = {}) {
  return new aws.lambda.EventSourceMapping(name, {
    eventSourceArn: queue(name).arn,
    functionName: lambda(name).arn,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 10 },
    ...change,
  });
}

/** A function that takes the records of a stream. */
export function streamConsumer(name: string, change: Partial<aws.lambda.EventSourceMappingArgs> = {}) {
  return new aws.lambda.EventSourceMapping(name, {
    eventSourceArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/ledger/stream/2026-01-01",
    startingPosition: "TRIM_HORIZON",
    functionName: lambda(name).arn,
    functionResponseTypes: ["ReportBatchItemFailures"],
    maximumRetryAttempts: 10,
    maximumRecordAgeInSeconds: 3600,
    bisectBatchOnFunctionError: true,
    destinationConfig: { onFailure: { destinationArn: "arn:aws:sqs:eu-west-1:123456789012:given-up" } },
    ...change,
  });
}

/** Lets a service call a function. */
export function permission(
  name: string,
  called: aws.lambda.Function,
  principal: string,
  change: Partial<aws.lambda.PermissionArgs> = {},
) {
  return new aws.lambda.Permission(name, {
    action: "lambda:InvokeFunction",
    function: called.name,
    principal,
    sourceArn: "arn:aws:execute-api:eu-west-1:123456789012:api/*",
    ...change,
  });
}

/** A function that EventBridge calls. */
export function asyncFunction(name: string, change: Partial<aws.lambda.FunctionEventInvokeConfigArgs> = {}) {
  const called = lambda(name);
  permission(name, called, "events.amazonaws.com");
  return new aws.lambda.FunctionEventInvokeConfig(name, {
    functionName: called.name,
    destinationConfig: { onFailure: { destination: "arn:aws:sqs:eu-west-1:123456789012:failed" } },
    ...change,
  });
}

/** A function behind an API, with warm environments. */
export function apiFunction(name: string, change: Partial<aws.lambda.FunctionArgs> = {}, warm = true) {
  const called = lambda(name, { publish: true, ...change });
  const live = new aws.lambda.Alias(name, { name: "live", functionName: called.name, functionVersion: called.version });
  permission(name, called, "apigateway.amazonaws.com", { qualifier: live.name });
  if (warm) {
    new aws.lambda.ProvisionedConcurrencyConfig(name, {
      functionName: called.name,
      qualifier: live.name,
      provisionedConcurrentExecutions: 2,
    });
  }
  return called;
}

export function stateMachine(name: string, change: Partial<aws.sfn.StateMachineArgs> = {}) {
  return new aws.sfn.StateMachine(name, {
    definition: "{}",
    roleArn: role(name).arn,
    loggingConfiguration: { level: "ALL", logDestination: "arn:aws:logs:eu-west-1:123456789012:log-group:steps:*" },
    tracingConfiguration: { enabled: true },
    ...change,
  });
}

export function functionUrl(name: string, { name: functionName }: aws.lambda.Function) {
  return new aws.lambda.FunctionUrl(name, { functionName, authorizationType: "AWS_IAM" });
}
