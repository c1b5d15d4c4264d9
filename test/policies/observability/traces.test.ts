import * as traces from "../../../policies/observability/traces.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { unknown } from "../violations.ts";

itIsAResourceRule(traces.functionTracing, {
  type: "aws:lambda/function:Function",
  breaks: [
    [{ tracingConfig: undefined }, ['tracingConfig.mode is not set: set it to "Active".']],
    [{ tracingConfig: { mode: "PassThrough" } }, ['tracingConfig.mode is PassThrough: set it to "Active".']],
  ],
  unknown: [[{ tracingConfig: { mode: unknown } }, "unjudged"]],
});

itIsAResourceRule(traces.restTracing, {
  type: "aws:apigateway/stage:Stage",
  breaks: [[{ xrayTracingEnabled: undefined }, ["xrayTracingEnabled is not set: set it to true."]]],
  unknown: [[{ xrayTracingEnabled: unknown }, "unjudged"]],
});

itIsAResourceRule(traces.stateMachineTracing, {
  type: "aws:sfn/stateMachine:StateMachine",
  breaks: [[{ tracingConfiguration: { enabled: false } }, ["tracingConfiguration.enabled is false: set it to true."]]],
  unknown: [[{ tracingConfiguration: unknown }, "unjudged"]],
});
