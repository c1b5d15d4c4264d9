import * as aws from "@pulumi/aws";
import { calledBy, functionsOf } from "../framework/functions.ts";
import { matches } from "../framework/glob.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { strings, text } from "../framework/settings.ts";

export const functionBehindApiWarm = stackRule(
  {
    name: "function-behind-api-warm",
    level: "mandatory",
    what: "A function behind an API has provisioned concurrency, or a tag that says that cold starts are accepted",
    why: "Whoever calls while an environment is made waits for it, and in a rush that is most callers.",
    controls: [],
    settings: {
      acceptedTag: text("The tag by which a function accepts cold starts, with the value accepted", "cold-starts"),
    },
  },
  each(aws.lambda.Function, (lambda, { stack, settings: { acceptedTag }, report }) => {
    if (!calledBy(stack, ["apigateway.amazonaws.com"]).some(({ urn }) => urn === lambda.urn)) return;
    const tag = lambda.props.tags?.[acceptedTag];
    if (tag === "accepted") return;
    const warm = stack
      .all(aws.lambda.ProvisionedConcurrencyConfig)
      .some((config) => functionsOf(stack, config, "functionName").some(({ urn }) => urn === lambda.urn));
    if (warm) return;
    report(
      `no aws.lambda.ProvisionedConcurrencyConfig belongs to it, and the tag ${acceptedTag} is ${tag ?? "not set"}: add one, or set the tag to "accepted".`,
    );
  }),
);

export const functionReservedConcurrency = resourceRule(
  {
    name: "function-reserved-concurrency",
    level: "mandatory",
    what: "A function that must not starve or flood others reserves its concurrency",
    why: "All functions of an account and region draw on one concurrency: what is not reserved can be taken by any other.",
    controls: ["cdk-nag LambdaConcurrency", "CKV_AWS_115"],
    settings: { functions: strings("Names of the functions that must reserve; * stands for any characters", []) },
  },
  on(aws.lambda.Function, ({ reservedConcurrentExecutions: found = -1 }, { name, settings: { functions }, report }) => {
    if (!functions.some((pattern) => matches(pattern, name)) || found >= 0) return;
    report(`reservedConcurrentExecutions of ${name} is not set, and "functions" names it: set a number.`);
  }),
);
