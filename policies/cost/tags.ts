import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyProviderResource } from "@pulumi/policy";
import { json, record as object } from "../framework/document.ts";
import { type ClassWithArgs, on, resourceRule } from "../framework/rule.ts";
import { type Setting, record, strings } from "../framework/settings.ts";

interface Taggable {
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

interface TagSettings {
  readonly [name: string]: Setting<unknown>;
  readonly tags: Setting<readonly string[]>;
  readonly values: Setting<Readonly<Record<string, string>>>;
}

export const requiredTags = resourceRule(
  {
    name: "required-tags",
    level: "mandatory",
    dev: "remediate",
    what: "A resource has the tags of the list, its own or those that its provider adds",
    why: "Nobody can say whose a resource is, who pays for it, and who may delete it.",
    controls: [],
    settings: {
      tags: strings("The tags that are asked for", ["owner"]),
      values: record("The values that a remediation gives to tags that are missing", {}),
    },
  },
  // Those of this pack's concerns that take tags.
  ask(aws.apigateway.RestApi),
  ask(aws.apigateway.Stage),
  ask(aws.apigateway.UsagePlan),
  ask(aws.apigatewayv2.Api),
  ask(aws.apigatewayv2.Stage),
  ask(aws.cloudfront.Distribution),
  ask(aws.cloudtrail.Trail),
  ask(aws.cloudwatch.EventBus),
  ask(aws.cloudwatch.EventRule),
  ask(aws.cloudwatch.LogGroup),
  ask(aws.cloudwatch.MetricAlarm),
  ask(aws.cognito.IdentityPool),
  ask(aws.cognito.UserPool),
  ask(aws.dynamodb.Table),
  ask(aws.iam.Policy),
  ask(aws.iam.Role),
  ask(aws.kinesis.FirehoseDeliveryStream),
  ask(aws.kinesis.Stream),
  ask(aws.kms.Key),
  ask(aws.lambda.EventSourceMapping),
  ask(aws.lambda.Function),
  ask(aws.s3.Bucket),
  ask(aws.secretsmanager.Secret),
  ask(aws.sfn.StateMachine),
  ask(aws.sns.Topic),
  ask(aws.sqs.Queue),
  ask(aws.wafv2.WebAcl),
);

/** A check of the resources of one class; that the class takes tags is checked by the compiler. */
function ask<Args extends Taggable>(resourceClass: ClassWithArgs<Args>) {
  return on<Args, TagSettings>(
    resourceClass,
    (properties, { settings, provider, report }) => {
      const { tags } = object(properties);
      const missing = settings.tags.filter((tag) => !(tag in object(tags)) && !(tag in defaultTags(provider)));
      if (missing.length === 0) return;
      report(`tags lack ${missing.join(", ")}: set them, in defaultTags of the provider for all resources at once.`);
    },
    (properties, { tags, values }) => {
      const own = properties as { tags?: Record<string, unknown> };
      const missing = tags.filter((tag) => !(tag in (own.tags ?? {})) && tag in values);
      if (missing.length === 0) return false;
      own.tags ??= {};
      for (const tag of missing) own.tags[tag] = values[tag];
      return true;
    },
  );
}

/** What a provider adds to the tags of every resource; the engine gives it as JSON. */
function defaultTags(provider: PolicyProviderResource | undefined): Readonly<Record<string, unknown>> {
  return object(object(json(object(provider?.props).defaultTags)).tags);
}
