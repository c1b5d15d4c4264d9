import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guard, wholeNumber } from "./internal/guard.ts";

/** Arguments of {@link WarmUp}. */
export interface WarmUpArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** Name of the function. */
  functionName: pulumi.Input<string>;
  /** Name of the alias that is called. */
  alias: pulumi.Input<string>;
  /** ARN of the alias that is called. */
  aliasArn: pulumi.Input<string>;
  /** Minutes between two calls, 2 to 60: Lambda keeps an idle environment for some minutes. */
  everyMinutes: number;
}

/**
 * Calls a function with `{"warmUp": true}` by schedule, so that one environment of it stays initialised. A cheap
 * cover for a function with little traffic; a second call at the same time still meets a cold start. A ping that fails
 * is not repeated, as the next is near.
 *
 * @throws InvalidArguments if `everyMinutes` is out of its range
 */
export class WarmUp extends pulumi.ComponentResource {
  constructor(name: string, args: WarmUpArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, functionName, alias, aliasArn, everyMinutes } = args;
    guard("WarmUp", name, [wholeNumber("everyMinutes", everyMinutes, 2, 60)]);
    super("berth:index:WarmUp", name, {}, opts);
    const child = { parent: this };

    const rule = new aws.cloudwatch.EventRule(
      name,
      { region, description: "Keeps a function warm", scheduleExpression: `rate(${everyMinutes} minutes)` },
      child,
    );
    new aws.lambda.Permission(
      name,
      {
        region,
        action: "lambda:InvokeFunction",
        function: functionName,
        qualifier: alias,
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      child,
    );
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      { region, functionName, qualifier: alias, maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      child,
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        region,
        rule: rule.name,
        arn: aliasArn,
        input: JSON.stringify({ warmUp: true }),
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
      child,
    );
    this.registerOutputs({});
  }
}
