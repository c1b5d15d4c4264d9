import type { PolicyPackConfig } from "@pulumi/policy";
import type { Rule } from "./framework/rule.ts";

/** What the pack does without a configuration, written out: every rule with its level and its settings. */
export function strict(rules: readonly Rule[]): PolicyPackConfig {
  return preset(rules, ({ level }) => level);
}

/** For stacks that are made to be thrown away: what protects data and the night's sleep is off, what is easy is mended. */
export function dev(rules: readonly Rule[]): PolicyPackConfig {
  return preset(rules, ({ dev: level }) => level);
}

function preset(rules: readonly Rule[], levelOf: (rule: Rule) => Rule["dev"]): PolicyPackConfig {
  return Object.fromEntries(
    rules.map((rule) => [
      rule.name,
      {
        enforcementLevel: levelOf(rule),
        ...Object.fromEntries(
          Object.entries(rule.configSchema?.properties ?? {}).map(([name, schema]) => [name, schema.default]),
        ),
      },
    ]),
  );
}
