import * as pulumi from "@pulumi/pulumi";
import { AlarmTopic, EncryptionKey } from "../components/index.ts";
import type { Config } from "../config.ts";

/** What a function needs, with values that may be known only when its resources are made. */
export type Variables<Environment> = Record<keyof Environment, pulumi.Input<string>>;

/** What everything in a region has in common. */
export type Regional = ReturnType<typeof regionalOf>;

/**
 * Makes the region's key and the topic of its alarms, and says how everything else is made.
 *
 * @param pageOrigins where the pages lie that may read the API's answers
 */
export function regionalOf(config: Config, pageOrigins: pulumi.Input<pulumi.Input<string>[]>) {
  const { region } = config;
  const key = new EncryptionKey("key", { region, aliasName: `berth-${pulumi.getStack()}`, events: true });
  const alarms = new AlarmTopic("alarms", { region, keyArn: key.arn, emails: config.alarmEmails });
  const watched = { region, alarmActions: [alarms.arn] };
  const functions = { ...watched, logRetentionDays: config.logRetentionDays, logKeyArn: key.arn };
  return {
    config,
    key,
    /** Whatever has alarms. */
    watched,
    functions,
    functionsBehindApi: { ...functions, ...warmth(config) },
    /** The dimension of the functions' own metrics, which tells environments apart in one account. */
    service: { POWERTOOLS_SERVICE_NAME: `berth-${config.environment}` },
    /** What the functions behind the API are told of pages. */
    pages: { PAGE_ORIGINS: pulumi.jsonStringify(pageOrigins) },
  };
}

function warmth({ provisionedConcurrency, businessHoursTimeZone }: Config) {
  if (provisionedConcurrency === 0) return { warmUpEveryMinutes: 5 };
  return {
    provisionedConcurrency: {
      minimum: 1,
      maximum: Math.max(2, 2 * provisionedConcurrency),
      businessHours: {
        timeZone: businessHoursTimeZone,
        begin: "cron(0 7 ? * MON-FRI *)",
        end: "cron(0 20 ? * MON-FRI *)",
        minimum: provisionedConcurrency,
      },
    },
  };
}
