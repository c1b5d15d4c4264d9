import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "./internal/alarm.ts";
import { deadLetters } from "./internal/dead-letters.ts";
import { guard, wholeNumber } from "./internal/guard.ts";
import type { Permission } from "./permission.ts";

/** Arguments of {@link EventBus}. */
export interface EventBusArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** What goes over it, for people. */
  description: string;
  /** ARN of the KMS key that its events and its archive are encrypted with: an {@link EncryptionKey} with `events`. @default AWS's own */
  keyArn?: pulumi.Input<string>;
  /** Days that its archive keeps every event, 1 to 3,653. @default 30 */
  archiveDays?: number;
  /** Repeated deliveries in five minutes above which an alarm rings, 0 or more. @default 100 */
  retriesAlarm?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * An EventBridge bus of its own, to which roles of this account may put events if they have {@link EventBus.put}, with an
 * archive of all of them and an alarm on targets that keep failing. With a key of one's own it has a dead-letter queue
 * for events that cannot be encrypted (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html).
 *
 * @example
 * const bus = new EventBus("bookings", { description: "What became of bookings" });
 * new LambdaFunction("publish", { ..., environment: { EVENT_BUS_NAME: bus.busName }, permissions: [bus.put] });
 * const confirmed = new EventRule("confirmed", { bus, eventPattern: '{"detail-type":["BookingConfirmed"]}', description: "..." });
 * new Queue("mail", { consumer: { function: mail }, eventRules: [confirmed] });
 *
 * @throws InvalidArguments if an argument is out of its range
 */
export class EventBus extends pulumi.ComponentResource {
  /** Its name, for `PutEvents`. */
  readonly busName: pulumi.Output<string>;
  /** Its ARN. */
  readonly arn: pulumi.Output<string>;
  /** Lets a function put events. */
  readonly put: Permission;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: EventBusArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, description, keyArn, archiveDays = 30, retriesAlarm = 100, alarmActions } = args;
    guard("EventBus", name, [
      wholeNumber("archiveDays", archiveDays, 1, 3653),
      wholeNumber("retriesAlarm", retriesAlarm, 0, 1_000_000),
    ]);
    super("berth:index:EventBus", name, {}, opts);
    const child = { parent: this };
    const owner = { ...child, region, actions: alarmActions };

    const { accountId } = aws.getCallerIdentityOutput({}, child);
    const failed =
      keyArn === undefined
        ? undefined
        : deadLetters(
            `${name}-dead-letters`,
            {
              description: `Events of the bus ${name} could not be encrypted: look at its key.`,
              sender: { service: "events.amazonaws.com", sourceAccount: accountId },
            },
            owner,
          );
    const bus = new aws.cloudwatch.EventBus(
      name,
      {
        region,
        description,
        kmsKeyIdentifier: keyArn,
        deadLetterConfig: failed && { arn: failed.queue.arn },
      },
      child,
    );
    const policy = pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "RolesOfThisAccount", // those whose own policies say so too
          Effect: "Allow",
          Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
          Action: "events:PutEvents",
          Resource: bus.arn,
        },
      ],
    });
    new aws.cloudwatch.EventBusPolicy(name, { region, eventBusName: bus.name, policy }, child);
    new aws.cloudwatch.EventArchive(
      name,
      { region, eventSourceArn: bus.arn, retentionDays: archiveDays, kmsKeyIdentifier: keyArn },
      child,
    );

    this.busName = bus.name;
    this.arn = bus.arn;
    this.put = { actions: ["events:PutEvents"], resources: [bus.arn] };
    this.alarms = [
      alarm(
        `${name}-retries`,
        {
          description: `Deliveries of the bus ${name} are repeated: a target fails or is too slow.`,
          namespace: "AWS/Events",
          metric: "RetryInvocationAttempts",
          dimensions: { EventBusName: bus.name },
          statistic: "Sum",
          above: retriesAlarm,
          periodSeconds: 300,
        },
        owner,
      ).arn,
      ...(failed === undefined ? [] : [failed.alarm.arn]),
    ];
    this.registerOutputs({ busName: this.busName, arn: this.arn });
  }
}
