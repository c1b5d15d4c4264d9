import { existsSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "./internal/alarm.ts";
import { bundle, nodeRelease } from "./internal/bundle.ts";
import { guard, oneOf, rule, wholeNumber } from "./internal/guard.ts";
import { type Permission, policyDocument, trustPolicy } from "./permission.ts";
import {
  mostProvisioned,
  ProvisionedConcurrency,
  provisionedProblems,
  type ProvisionedConcurrencySettings,
} from "./provisioned-concurrency.ts";
import { WarmUp } from "./warm-up.ts";

/** Arguments of {@link LambdaFunction}. Limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export interface LambdaFunctionArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** Path of the module that exports `handler`, relative to the working directory. */
  entry: string;
  /** Files put beside the bundle, by name: data that is known at deploy time only. @default none */
  files?: Record<string, pulumi.Input<string>>;
  /** Environment variables. Never secrets. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** What it may do besides writing its log and traces. @default nothing */
  permissions?: Permission[];
  /** Longest run, in seconds, 1 to 900. @default 10 */
  timeoutSeconds?: number;
  /** Memory in MB, 128 to 10,240; processor time grows with it, to a whole core at 1,769. @default 512 */
  memoryMegabytes?: number;
  /** Most runs at the same time, 1 to 1,000, taken from the account's share. @default no limit of its own */
  reservedConcurrency?: number;
  /** Environments kept ready. Not together with `warmUpEveryMinutes`. @default none */
  provisionedConcurrency?: ProvisionedConcurrencySettings;
  /**
   * Minutes between pings that keep one environment warm, 2 to 60, where provisioned ones are too dear. Calls at the same
   * time still meet cold starts: the function's tag `cold-starts: accepted` says so to the policy pack. @default none
   */
  warmUpEveryMinutes?: number;
  /** Days that its log is kept: one of CloudWatch's steps. @default 30 */
  logRetentionDays?: number;
  /** ARN of the KMS key that its log is encrypted with, which CloudWatch Logs must be allowed to use. @default AWS's own */
  logKeyArn?: pulumi.Input<string>;
  /** Failed runs in five minutes above which an alarm rings, 0 or more. @default 0 */
  errorsAlarm?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionSteps = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * A Lambda function on arm64 with a role of its own that may do exactly what `permissions` says, a log that ends, traces,
 * a published version behind the alias `live`, and alarms on errors, throttles and runs near the timeout.
 *
 * @example
 * const claim = new LambdaFunction("claim", {
 *   entry: "functions/booking/claim/handler.ts",
 *   environment: { TABLE_NAME: table.name },
 *   permissions: [table.query, table.write],
 * });
 *
 * @throws InvalidArguments if an argument is out of its range, or two exclude each other
 * @throws Error with esbuild's messages if the entry does not compile
 */
export class LambdaFunction extends pulumi.ComponentResource {
  /** Its name. */
  readonly functionName: pulumi.Output<string>;
  /** Name of its role. */
  readonly roleName: pulumi.Output<string>;
  /** Name of the alias that callers use: `live`. */
  readonly alias: pulumi.Output<string>;
  /** ARN of the alias. */
  readonly liveArn: pulumi.Output<string>;
  /** ARN by which API Gateway calls the alias. */
  readonly invokeArn: pulumi.Output<string>;
  /** Longest run, in seconds. */
  readonly timeoutSeconds: number;
  /** Lets another function call this one. */
  readonly invoke: Permission;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, entry, files, environment = {}, permissions = [] } = args;
    const { timeoutSeconds = 10, memoryMegabytes = 512, reservedConcurrency, logRetentionDays = 30 } = args;
    const { provisionedConcurrency, warmUpEveryMinutes, logKeyArn, errorsAlarm = 0, alarmActions } = args;
    const provisioned = provisionedConcurrency ? mostProvisioned(provisionedConcurrency) : 0;
    guard("LambdaFunction", name, [
      rule(!existsSync(entry), `entry is ${entry}, and must be the path of a file, relative to ${process.cwd()}`),
      wholeNumber("timeoutSeconds", timeoutSeconds, 1, 900),
      wholeNumber("memoryMegabytes", memoryMegabytes, 128, 10_240),
      wholeNumber("reservedConcurrency", reservedConcurrency, 1, 1000),
      wholeNumber("warmUpEveryMinutes", warmUpEveryMinutes, 2, 60),
      wholeNumber("errorsAlarm", errorsAlarm, 0, 1_000_000),
      oneOf("logRetentionDays", logRetentionDays, logRetentionSteps),
      ...(provisionedConcurrency ? provisionedProblems(provisionedConcurrency) : []),
      rule(
        provisionedConcurrency !== undefined && warmUpEveryMinutes !== undefined,
        "provisionedConcurrency and warmUpEveryMinutes are both set, and only one can be: both keep environments warm",
      ),
      rule(
        provisioned > (reservedConcurrency ?? Infinity),
        `provisionedConcurrency may reach ${provisioned}, and must not be above the reservedConcurrency of ${reservedConcurrency ?? ""}`,
      ),
    ]);
    const code = bundle(entry, files);
    super("berth:index:LambdaFunction", name, {}, opts);
    const child = { parent: this };

    const log = new aws.cloudwatch.LogGroup(
      name,
      { region, retentionInDays: logRetentionDays, kmsKeyId: logKeyArn },
      child,
    );
    const role = new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: trustPolicy("lambda.amazonaws.com"), description: `What ${name} may do` },
      child,
    );
    const access = new aws.iam.RolePolicy(
      `${name}-role`,
      { role: role.name, policy: policyDocument([...ownPermissions(log.arn), ...permissions]) },
      child,
    );
    const lambda = new aws.lambda.Function(
      name,
      {
        region,
        role: role.arn,
        code,
        handler: "index.handler",
        runtime: `nodejs${nodeRelease}.x`,
        architectures: ["arm64"],
        timeout: timeoutSeconds,
        memorySize: memoryMegabytes,
        reservedConcurrentExecutions: reservedConcurrency,
        environment: { variables: environment },
        loggingConfig: { logFormat: "JSON", logGroup: log.name },
        tracingConfig: { mode: "Active" },
        publish: true,
        tags: warmUpEveryMinutes === undefined ? undefined : { "cold-starts": "accepted" },
      },
      { ...child, dependsOn: [access] }, // its first run would find no permissions
    );
    const live = new aws.lambda.Alias(
      name,
      { region, name: "live", functionName: lambda.name, functionVersion: lambda.version },
      child,
    );
    const target = { region, functionName: lambda.name, alias: live.name };
    if (provisionedConcurrency) {
      new ProvisionedConcurrency(name, { ...target, settings: provisionedConcurrency }, child);
    }
    if (warmUpEveryMinutes !== undefined) {
      new WarmUp(name, { ...target, aliasArn: live.arn, everyMinutes: warmUpEveryMinutes }, child);
    }

    this.functionName = lambda.name;
    this.roleName = role.name;
    this.alias = live.name;
    this.liveArn = live.arn;
    this.invokeArn = live.invokeArn;
    this.timeoutSeconds = timeoutSeconds;
    this.invoke = { actions: ["lambda:InvokeFunction"], resources: [live.arn] };
    const owner = { ...child, region, actions: alarmActions };
    const watch = { namespace: "AWS/Lambda", dimensions: { FunctionName: lambda.name } };
    this.alarms = [
      alarm(
        `${name}-errors`,
        {
          ...watch,
          description: `Runs of ${name} fail: read its log.`,
          metric: "Errors",
          statistic: "Sum",
          above: errorsAlarm,
          periodSeconds: 300,
        },
        owner,
      ).arn,
      alarm(
        `${name}-throttles`,
        {
          ...watch,
          description: `Calls of ${name} are refused: raise its reserved concurrency or the account's limit.`,
          metric: "Throttles",
          statistic: "Sum",
          above: 0,
        },
        owner,
      ).arn,
      alarm(
        `${name}-duration`,
        {
          ...watch,
          description: `Runs of ${name} come near its timeout of ${timeoutSeconds} s: what it calls is slow.`,
          metric: "Duration",
          statistic: "p99",
          above: 800 * timeoutSeconds,
          periods: 3,
        },
        owner,
      ).arn,
    ];
    this.registerOutputs({ functionName: this.functionName, liveArn: this.liveArn });
  }
}

/** What every function may do: write its own log, and send traces, for which AWS knows no narrower resource than `*`. */
function ownPermissions(logGroupArn: pulumi.Input<string>): Permission[] {
  return [
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [pulumi.interpolate`${logGroupArn}:*`] },
    { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
  ];
}
