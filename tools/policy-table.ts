import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { type Rule } from "../policies/framework/rule.ts";
import { dev, strict } from "../policies/presets.ts";
import { allRules, concerns } from "../policies/rules.ts";

/** What is made from the rules, by file: the table of rules, and the presets as the CLI takes them. */
export async function generated(): Promise<Map<string, string>> {
  const files = {
    "docs/policies.md": table(),
    "policies/presets/strict.json": JSON.stringify(strict(allRules)),
    "policies/presets/dev.json": JSON.stringify(dev(allRules)),
  };
  const texts = Object.entries(files).map(
    async ([file, text]) => [file, await format(text, { ...(await resolveConfig(file)), filepath: file })] as const,
  );
  return new Map(await Promise.all(texts));
}

function table(): string {
  const mandatory = allRules.filter(({ level }) => level === "mandatory").length;
  const sections = Object.entries(concerns).map(
    ([concern, rules]) => `## ${concern}\n\n${rows([header, header.map(() => "---"), ...rules.map(row)])}\n`,
  );
  return [
    "# The rules of the policy pack",
    "",
    "<!-- Made from policies/ by `tsx tools/policy-table.ts`: change the rules, not this page. -->",
    "",
    `${allRules.length} rules, ${mandatory} of them mandatory. How to use them is in [adopt-the-pack.md](adopt-the-pack.md).`,
    "",
    "- **Level**: under the preset `strict`, which is what the pack does without a configuration, and under `dev`. A rule that",
    "  can _remediate_ puts the resource in order when its level is `remediate`.",
    "- **Controls**: the same demand in AWS Security Hub, in its Foundational Security Best Practices (FSBP) or outside of them,",
    "  in cdk-nag, in checkov (CKV).",
    "- **Configuration**: the rule's settings with their defaults. Every rule also takes `exempt`, a list of",
    '  `{ "urn": "…", "reason": "…" }`; in a URN `*` stands for any characters.',
    "",
    ...sections,
  ].join("\n");
}

const header = ["Rule", "Level", "What it asks", "Why", "Controls", "Configuration"];

function row(rule: Rule): string[] {
  const { name, level, dev: devLevel, description, why, controls, configSchema } = rule;
  const mends = "remediateResource" in rule ? "<br>can remediate" : "";
  const settings = Object.entries(configSchema?.properties ?? {}).map(
    ([setting, schema]) =>
      `\`${setting}\`: ${escaped(schema.description ?? "")}. Default: \`${JSON.stringify(schema.default)}\``,
  );
  return [
    `\`${name}\``,
    `${level}<br>dev: ${devLevel}${mends}`,
    escaped(description.replace(/ \([^)]*\)\.$/, controls.length > 0 ? "." : "$&")),
    escaped(why),
    controls.join("<br>"),
    settings.join("<br>"),
  ];
}

function rows(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** A text as Markdown takes it for itself. */
function escaped(text: string): string {
  return text.replaceAll(/[*_|<]/g, String.raw`\$&`);
}

if (process.argv[1]?.endsWith("policy-table.ts")) {
  for (const [file, text] of await generated()) writeFileSync(file, text);
}
