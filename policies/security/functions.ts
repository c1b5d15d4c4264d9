import * as aws from "@pulumi/aws";
import { record } from "../framework/document.ts";
import { matches } from "../framework/glob.ts";
import { on, resourceRule } from "../framework/rule.ts";
import { integer, strings, text } from "../framework/settings.ts";
import { isSet, known } from "../framework/unknown.ts";
import { endOfSupport } from "./lambda-runtimes.ts";

const millisecondsADay = 24 * 3600 * 1000;

export const functionRuntime = resourceRule(
  {
    name: "function-runtime",
    level: "mandatory",
    what: "A function's runtime is supported for months to come",
    why: "A runtime without support gets no security fixes, and in the end functions on it cannot be changed any more.",
    controls: ["FSBP Lambda.2", "cdk-nag AwsSolutions-L1", "CKV_AWS_363"],
    settings: {
      days: integer("Fewest days until the end of support", 180, { minimum: 0 }),
      asOf: text(
        "The day that counts as today, such as 2026-11-21; today if empty",
        "",
        "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
      ),
    },
  },
  on(aws.lambda.Function, ({ runtime }, { settings: { days, asOf }, report }) => {
    const end = runtime === undefined ? undefined : endOfSupport[runtime];
    if (runtime === undefined || end === undefined) return; // an image, or newer than the list
    const today = asOf === "" ? Date.now() : Date.parse(asOf);
    const left = Math.floor((Date.parse(end) - today) / millisecondsADay);
    if (left >= days) return;
    report(
      `runtime is ${runtime}, of which the support ${left < 0 ? "ended" : "ends"} on ${end}: use one with ${days} days left.`,
    );
  }),
);

export const functionSecrets = resourceRule(
  {
    name: "function-secrets",
    level: "mandatory",
    what: "A function's environment holds no secret",
    why: "Whoever may look at the function's settings reads it, and so does every log of a deployment.",
    controls: ["CKV_AWS_45"],
    settings: {
      names: strings("Names of variables that hold secrets; * stands for any characters", [
        "*SECRET",
        "*PASSWORD",
        "*PASSWD",
        "*_TOKEN",
        "*API_KEY",
        "*PRIVATE_KEY",
        "*ACCESS_KEY",
        "*CREDENTIALS",
      ]),
    },
  },
  on(aws.lambda.Function, ({ environment }, { settings: { names }, report }) => {
    const variables = record(environment?.variables);
    for (const name of Object.keys(variables)) {
      if (names.some((pattern) => matches(pattern, name.toUpperCase()))) {
        report(
          `environment.variables.${name} is a secret by its name: give the function the secret's ARN, and let it read it.`,
        );
        continue;
      }
      // What a preview does not know is no text of the program; its name has been judged.
      const value = known(() => variables[name]);
      if (typeof value === "string" && secrets.some((secret) => secret.test(value))) {
        report(`environment.variables.${name} holds a key: give the function the secret's ARN, and let it read it.`);
      }
    }
  }),
);

const secrets = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bsk_live_/,
];

export const functionPermissionBounded = resourceRule(
  {
    name: "function-permission-bounded",
    level: "mandatory",
    what: "A permission to call a function names who may, and on whose behalf",
    why: "Everybody can run the function; or everybody's bucket, topic or API can, through the service that is trusted.",
    controls: ["FSBP Lambda.1", "cdk-nag LambdaFunctionPublicAccessProhibited", "CKV_AWS_301", "CKV_AWS_364"],
  },
  on(aws.lambda.Permission, (permission, { report }) => {
    const { principal } = permission;
    const bounded = (["sourceArn", "sourceAccount", "principalOrgId"] as const).some((one) => isSet(permission, one));
    if (bounded || !(principal === "*" || principal.endsWith(".amazonaws.com"))) return;
    report(`principal is "${principal}", and neither sourceArn nor sourceAccount is set: set sourceArn.`);
  }),
);

export const functionSubnets = resourceRule(
  {
    name: "function-subnets",
    level: "mandatory",
    dev: "advisory",
    what: "A function in a network has subnets in several zones",
    why: "When the zone of its only subnet fails, the function does.",
    controls: ["FSBP Lambda.5"],
    settings: { minimum: integer("Fewest subnets", 2, { minimum: 1 }) },
  },
  on(aws.lambda.Function, ({ vpcConfig }, { settings: { minimum }, report }) => {
    const { subnetIds } = record(vpcConfig); // absent if it came of something that gave none
    const found = Array.isArray(subnetIds) ? subnetIds.length : 0;
    if (found > 0 && found < minimum) {
      report(`vpcConfig.subnetIds names ${found}: name ${minimum} or more, each in another zone.`);
    }
  }),
);
