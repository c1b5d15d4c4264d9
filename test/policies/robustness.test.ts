import { type PolicyResource, UnknownValueError } from "@pulumi/policy";
import { expect } from "chai";
import { type ResourceRule } from "../../policies/framework/rule.ts";
import { rules, stackRules } from "../../policies/rules.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import type { Registration, Wire } from "../../tools/analysis/registration.ts";
import { everything } from "./sound/everything.ts";
import { NotApplicable, argumentsOf, notApplicable, policyResources, unknown } from "./violations.ts";

/** What the provider refuses to miss, which the engine asks before it asks the pack. */
const required = [
  "origins",
  "originSslProtocols",
  "settings",
  "target",
  "versioningConfiguration",
  "viewerCertificate",
  "visibilityConfig",
];

/** Every way to lose one value: the object without it, with `null` in its place, or with what a preview does not know. */
function* damaged(value: unknown): Generator {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) {
    const put = (other: unknown): unknown =>
      Array.isArray(value)
        ? value.map((one: unknown, index) => (String(index) === key ? other : one))
        : { ...value, [key]: other };
    if (Array.isArray(value)) yield value.filter((_, index) => String(index) !== key);
    else if (!required.includes(key)) for (const nothing of [undefined, null]) yield put(nothing);
    yield put(unknown);
    for (const other of damaged(inside)) yield put(other);
  }
}

type Outcome = "judged" | "unjudged" | "not applicable" | { readonly failure: string };

async function outcomeOf(judge: () => Promise<void> | void): Promise<Outcome> {
  try {
    await judge();
    return "judged";
  } catch (error) {
    if (error instanceof UnknownValueError) return "unjudged";
    if (error instanceof NotApplicable) return "not applicable";
    return { failure: error instanceof Error ? error.message : "no error" };
  }
}

function judge({ validateResource }: ResourceRule, { type, name }: Registration, inputs: Wire) {
  const [validate] = [validateResource].flat();
  return outcomeOf(() => validate?.(argumentsOf({ type, name, inputs }), () => undefined));
}

describe("the rules over resources that lack anything", () => {
  let registrations: Registration[];

  before(async () => {
    registrations = await evaluated(everything);
  });

  it("do not fail, when they look at one resource", async () => {
    const failures = new Set<string>();
    for (const one of new Map(registrations.map((registration) => [registration.type, registration])).values()) {
      for (const rule of rules) {
        if ((await judge(rule, one, one.inputs)) === "not applicable") continue;
        for (const inputs of damaged({ ...one.inputs, code: undefined })) {
          const outcome = await judge(rule, one, inputs as Wire);
          if (typeof outcome === "object") failures.add(`${rule.name} on ${one.type}: ${outcome.failure}`);
        }
      }
    }
    expect([...failures]).to.deep.equal([]);
  });

  it("do not fail, when they look at several", async () => {
    const failures = new Set<string>();
    const properties = new Set(registrations.flatMap(({ outputs }) => Object.keys(outputs)));
    for (const property of properties) {
      for (const nothing of required.includes(property) ? [unknown] : [null, unknown]) {
        const resources: PolicyResource[] = policyResources(
          registrations.map((one) =>
            property in one.outputs ? { ...one, outputs: { ...one.outputs, [property]: nothing } } : one,
          ),
        );
        const args = { resources, stackTags: new Map<string, string>(), getConfig: () => ({}) as never, notApplicable };
        for (const { name, validateStack } of stackRules) {
          const outcome = await outcomeOf(() => validateStack(args, () => undefined));
          if (typeof outcome === "object") failures.add(`${name} without ${property}: ${outcome.failure}`);
        }
      }
    }
    expect([...failures]).to.deep.equal([]);
  });
});
