import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LambdaFunction } from "../lambda-function.ts";
import { policyDocument } from "../permission.ts";

/** How a rule calls a function, and what becomes of calls that fail. */
interface AsynchronousCall {
  called: LambdaFunction;
  /** ARN of the only rule that may. */
  ruleArn: pulumi.Input<string>;
  /** Where events go for which the function failed for good. */
  deadLetters: aws.sqs.Queue;
  repetition: { maximumRetryAttempts: number; maximumEventAgeInSeconds: number };
}

/** Lets a rule call the `live` alias of a function, and keeps events for which that fails for good. */
export function callAsynchronously(
  name: string,
  { called, ruleArn, deadLetters, repetition }: AsynchronousCall,
  { region, parent }: { region: pulumi.Input<string> | undefined; parent: pulumi.Resource },
): void {
  const access = new aws.iam.RolePolicy(
    name,
    {
      role: called.roleName,
      policy: policyDocument([{ actions: ["sqs:SendMessage"], resources: [deadLetters.arn] }]),
    },
    { parent },
  );
  const target = { functionName: called.functionName, qualifier: called.alias };
  new aws.lambda.FunctionEventInvokeConfig(
    name,
    { region, ...target, ...repetition, destinationConfig: { onFailure: { destination: deadLetters.arn } } },
    { parent, dependsOn: [access] }, // AWS refuses a destination that the function may not send to yet
  );
  new aws.lambda.Permission(
    name,
    {
      region,
      action: "lambda:InvokeFunction",
      function: called.functionName,
      qualifier: called.alias,
      principal: "events.amazonaws.com",
      sourceArn: ruleArn,
    },
    { parent },
  );
}
