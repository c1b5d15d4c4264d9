import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eventSourcePartialFailures } from "./dead-letters.ts";
import { tableRecoverable } from "./multi-region.ts";
import { functionTracing, logRetention } from "./observability.ts";
import { queueEncryption } from "./security.ts";
import { eventSourceMaximumConcurrency } from "./throttling.ts";

/** Every rule of the pack. */
export const rules: readonly ResourceValidationPolicy[] = [
  eventSourceMaximumConcurrency,
  eventSourcePartialFailures,
  functionTracing,
  logRetention,
  queueEncryption,
  tableRecoverable,
];
