import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { on, resourceRule } from "../framework/rule.ts";

export const functionTracing = resourceRule(
  {
    name: "function-tracing",
    level: "mandatory",
    dev: "remediate",
    what: "A function sends traces",
    why: "A slow request cannot be followed through the functions and services that it met.",
    controls: ["Security Hub Lambda.7", "cdk-nag Serverless-LambdaTracing", "CKV_AWS_50"],
  },
  on(
    aws.lambda.Function,
    ({ tracingConfig }, { report }) => {
      const mode = tracingConfig?.mode;
      if (mode !== "Active") report(`tracingConfig.mode is ${mode ?? "not set"}: set it to "Active".`);
    },
    (lambda) => {
      // The SDK (1.21) gives an archive of assets back as a list of their names: such a function would lose its code.
      if (lambda.tracingConfig?.mode === "Active" || lambda.code instanceof pulumi.asset.AssetArchive) return false;
      lambda.tracingConfig = { mode: "Active" };
      return true;
    },
  ),
);

export const restTracing = resourceRule(
  {
    name: "rest-tracing",
    level: "mandatory",
    dev: "remediate",
    what: "A stage of a REST API sends traces",
    why: "A trace that begins behind the API does not show what the API, its authorizer and its queue took.",
    controls: ["FSBP APIGateway.3", "cdk-nag Serverless-APIGWXrayEnabled", "CKV_AWS_73"],
  },
  on(
    aws.apigateway.Stage,
    ({ xrayTracingEnabled: found }, { report }) => {
      if (found !== true) report(`xrayTracingEnabled is ${found ?? "not set"}: set it to true.`);
    },
    (stage) => {
      if (stage.xrayTracingEnabled === true) return false;
      stage.xrayTracingEnabled = true;
      return true;
    },
  ),
);

export const stateMachineTracing = resourceRule(
  {
    name: "state-machine-tracing",
    level: "mandatory",
    dev: "remediate",
    what: "A state machine sends traces",
    why: "A slow execution cannot be followed through the steps and services that it met.",
    controls: ["cdk-nag AwsSolutions-SF2", "cdk-nag Serverless-StepFunctionStateMachineXray", "CKV_AWS_284"],
  },
  on(
    aws.sfn.StateMachine,
    ({ tracingConfiguration }, { report }) => {
      const found = tracingConfiguration?.enabled;
      if (found !== true) report(`tracingConfiguration.enabled is ${found ?? "not set"}: set it to true.`);
    },
    (machine) => {
      if (machine.tracingConfiguration?.enabled === true) return false;
      machine.tracingConfiguration = { ...machine.tracingConfiguration, enabled: true };
      return true;
    },
  ),
);
