import * as concurrency from "../../../policies/throttling/concurrency.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { apiFunction, lambda } from "../sound/compute.ts";
import { unknown } from "../violations.ts";

const cold = (tag: string, found: string) =>
  `no aws.lambda.ProvisionedConcurrencyConfig belongs to it, and the tag ${tag} is ${found}: add one, or set the tag to "accepted".`;

itIsAStackRule(concurrency.functionBehindApiWarm, {
  holds: [
    [() => apiFunction("read", { tags: { "cold-starts": "accepted" } }, false)],
    [() => apiFunction("read", { tags: { cold: "accepted" } }, false), { acceptedTag: "cold" }],
    [() => lambda("worker")],
  ],
  breaks: [
    [
      () => {
        apiFunction("warm");
        apiFunction("read", {}, false);
      },
      [[cold("cold-starts", "not set"), "read"]],
    ],
    [
      () => apiFunction("read", { tags: { "cold-starts": "accepted" } }, false),
      [[cold("cold", "not set"), "read"]],
      { acceptedTag: "cold" },
    ],
    [
      () => apiFunction("read", { tags: { "cold-starts": "perhaps" } }, false),
      [[cold("cold-starts", "perhaps"), "read"]],
    ],
  ],
  unknown: [
    [() => apiFunction("read"), []],
    [() => apiFunction("read", {}, false), [cold("cold-starts", "not set")]],
    [() => apiFunction("read", { tags: { "cold-starts": later("accepted") } }, false), "unjudged"],
  ],
});

itIsAResourceRule(concurrency.functionReservedConcurrency, {
  type: "aws:lambda/function:Function",
  name: "claim",
  holds: [
    [{ reservedConcurrentExecutions: 5 }, { functions: ["cl*"] }],
    [{}, { functions: ["read"] }],
  ],
  breaks: [
    [
      {},
      ['reservedConcurrentExecutions of claim is not set, and "functions" names it: set a number.'],
      { functions: ["cl*"] },
    ],
    [
      { reservedConcurrentExecutions: -1 },
      ['reservedConcurrentExecutions of claim is not set, and "functions" names it: set a number.'],
      { functions: ["claim"] },
    ],
  ],
  unknown: [[{ reservedConcurrentExecutions: unknown }, "unjudged"]],
});
