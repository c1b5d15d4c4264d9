import type { ResourceRule, Rule, StackRule } from "./framework/rule.ts";
import * as rates from "./throttling/rates.ts";
import * as access from "./throttling/access.ts";
import * as concurrency from "./throttling/concurrency.ts";
import * as queues from "./dead-letters/queues.ts";
import * as invocations from "./dead-letters/invocations.ts";
import * as batches from "./dead-letters/batches.ts";
import * as tables from "./multi-region/tables.ts";
import * as placement from "./multi-region/placement.ts";
import * as references from "./multi-region/references.ts";
import * as alarms from "./observability/alarms.ts";
import * as logs from "./observability/logs.ts";
import * as traces from "./observability/traces.ts";
import * as iam from "./security/iam.ts";
import * as encryption from "./security/encryption.ts";
import * as keys from "./security/keys.ts";
import * as transport from "./security/transport.ts";
import * as resourcePolicies from "./security/resource-policies.ts";
import * as buckets from "./security/buckets.ts";
import * as edge from "./security/edge.ts";
import * as firewall from "./security/firewall.ts";
import * as identity from "./security/identity.ts";
import * as functions from "./security/functions.ts";
import * as trails from "./security/trails.ts";
import * as capacity from "./cost/capacity.ts";
import * as tags from "./cost/tags.ts";

/** Every rule of the pack, by concern. */
export const concerns: Readonly<Record<string, readonly Rule[]>> = {
  Throttling: [...Object.values(rates), ...Object.values(access), ...Object.values(concurrency)],
  "Dead letters": [...Object.values(queues), ...Object.values(invocations), ...Object.values(batches)],
  "Several regions": [...Object.values(tables), ...Object.values(placement), ...Object.values(references)],
  Observability: [...Object.values(alarms), ...Object.values(logs), ...Object.values(traces)],
  Security: [
    ...Object.values(iam),
    ...Object.values(encryption),
    ...Object.values(keys),
    ...Object.values(transport),
    ...Object.values(resourcePolicies),
    ...Object.values(buckets),
    ...Object.values(edge),
    ...Object.values(firewall),
    ...Object.values(identity),
    ...Object.values(functions),
    ...Object.values(trails),
  ],
  "Cost and hygiene": [...Object.values(capacity), ...Object.values(tags)],
};

/** Every rule. */
export const allRules: readonly Rule[] = Object.values(concerns).flat();

/** The rules that look at one resource at a time. */
export const rules: readonly ResourceRule[] = allRules.filter((rule) => !("validateStack" in rule));

/** The rules that look at several resources of a stack. */
export const stackRules: readonly StackRule[] = allRules.filter((rule) => "validateStack" in rule);
