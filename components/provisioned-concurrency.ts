import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guard, rule, wholeNumber } from "./internal/guard.ts";

/** Hours in which more environments are kept ready. */
export interface BusinessHours {
  /** An IANA time zone, such as `Europe/Lisbon`. */
  timeZone: string;
  /** When they begin, as a cron expression of six fields, such as `cron(0 7 ? * MON-FRI *)`. */
  begin: string;
  /** When they end, likewise. */
  end: string;
  /** Environments kept ready in these hours, 1 or more, at most `maximum`. */
  minimum: number;
}

/** How many environments of a function are kept initialised, so that a call meets no cold start. */
export interface ProvisionedConcurrencySettings {
  /** Fewest, 1 or more. */
  minimum: number;
  /** Most. Between the two, the number follows the load. @default `minimum`, or that of the business hours if greater */
  maximum?: number;
  /** Share of the environments in use that is aimed at, in percent, 10 to 90. @default 70 */
  targetUtilizationPercent?: number;
  /** Hours with another minimum. @default none */
  businessHours?: BusinessHours;
}

/** Arguments of {@link ProvisionedConcurrency}. */
export interface ProvisionedConcurrencyArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** Name of the function. */
  functionName: pulumi.Input<string>;
  /** Name of the alias that is called. */
  alias: pulumi.Input<string>;
  /** How many environments, and when. */
  settings: ProvisionedConcurrencySettings;
}

/** The most environments that the settings ever ask for. */
export function mostProvisioned({ minimum, maximum, businessHours }: ProvisionedConcurrencySettings): number {
  return maximum ?? Math.max(minimum, businessHours?.minimum ?? 0);
}

/** What is wrong with the settings. */
export function provisionedProblems(settings: ProvisionedConcurrencySettings): (string | undefined)[] {
  const { minimum, targetUtilizationPercent, businessHours } = settings;
  const maximum = mostProvisioned(settings);
  const greatestMinimum = Math.max(minimum, businessHours?.minimum ?? 0);
  return [
    wholeNumber("minimum", minimum, 1, 10_000),
    wholeNumber("maximum", maximum, 1, 10_000),
    wholeNumber("businessHours.minimum", businessHours?.minimum, 1, 10_000),
    wholeNumber("targetUtilizationPercent", targetUtilizationPercent, 10, 90),
    rule(maximum < greatestMinimum, `maximum is ${maximum}, and must not be below the minimum of ${greatestMinimum}`),
  ];
}

const defaultUtilizationPercent = 70;

/**
 * Keeps environments of a function's alias ready: a fixed number, or one that follows load and business hours by
 * Application Auto Scaling (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html).
 *
 * @throws InvalidArguments if a number is out of its range, or a minimum above the maximum
 */
export class ProvisionedConcurrency extends pulumi.ComponentResource {
  constructor(name: string, args: ProvisionedConcurrencyArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, functionName, alias, settings } = args;
    const { minimum, targetUtilizationPercent = defaultUtilizationPercent, businessHours } = settings;
    const maximum = mostProvisioned(settings);
    guard("ProvisionedConcurrency", name, provisionedProblems(settings));
    super("berth:index:ProvisionedConcurrency", name, {}, opts);
    const child = { parent: this };

    const scales = maximum > minimum;
    const config = new aws.lambda.ProvisionedConcurrencyConfig(
      name,
      { region, functionName, qualifier: alias, provisionedConcurrentExecutions: minimum },
      { ...child, ignoreChanges: scales ? ["provisionedConcurrentExecutions"] : [] }, // then the scaling owns it
    );
    if (scales) {
      const target = new aws.appautoscaling.Target(
        name,
        {
          region,
          serviceNamespace: "lambda",
          scalableDimension: "lambda:function:ProvisionedConcurrency",
          resourceId: pulumi.interpolate`function:${functionName}:${alias}`,
          minCapacity: minimum,
          maxCapacity: maximum,
        },
        { ...child, dependsOn: [config] },
      );
      const { serviceNamespace, scalableDimension, resourceId } = target;
      new aws.appautoscaling.Policy(
        name,
        {
          region,
          serviceNamespace,
          scalableDimension,
          resourceId,
          policyType: "TargetTrackingScaling",
          targetTrackingScalingPolicyConfiguration: {
            targetValue: targetUtilizationPercent / 100,
            predefinedMetricSpecification: {
              predefinedMetricType: "LambdaProvisionedConcurrencyUtilization",
            },
          },
        },
        child,
      );
      if (businessHours) {
        const { timeZone: timezone, begin, end } = businessHours;
        const times = { begin: [begin, businessHours.minimum], end: [end, minimum] } as const;
        for (const [edge, [schedule, minCapacity]] of Object.entries(times)) {
          new aws.appautoscaling.ScheduledAction(
            `${name}-${edge}`,
            {
              region,
              serviceNamespace,
              scalableDimension,
              resourceId,
              schedule,
              timezone,
              scalableTargetAction: { minCapacity, maxCapacity: maximum },
            },
            child,
          );
        }
      }
    }
    this.registerOutputs({});
  }
}
