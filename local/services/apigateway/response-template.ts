import { z } from "zod";

/** Headers that an answer gets if one of the request's parameters has one of some values. */
export interface Override {
  /** Of which one must hold; a header by its name as it is written, and the value that it must have. */
  readonly conditions: readonly { readonly parameter: string; readonly value: string }[];
  readonly headers: Readonly<Record<string, string>>;
}

const comparison = String.raw`\$input\.params\("([\w-]+)"\) == "([^"$#]*)"`;
const set = String.raw`#set\(\$context\.responseOverride\.header\.([\w-]+) = "([^"$#]*)"\)`;
const block = new RegExp(String.raw`#if\((${comparison}(?: \|\| ${comparison})*)\)\s*((?:${set}\s*)+)#end`, "g");

/**
 * What a response template of a mock says, as far as this machine knows its language, VTL: text, and any number of
 * `#if($input.params("<name>") == "<value>" || …)#set($context.responseOverride.header.<name> = "<value>")#end`. There,
 * `$input.params` takes the headers only, and not those of the path and query, which come first on API Gateway.
 */
export const responseTemplate = z.string().transform((template, context) => {
  const overrides = [...template.matchAll(block)].map(([text]): Override => {
    const conditions = [...text.matchAll(new RegExp(comparison, "g"))].map(([, parameter = "", value = ""]) => ({
      parameter,
      value,
    }));
    const headers = [...text.matchAll(new RegExp(set, "g"))].map(([, name = "", value = ""]) => [name, value] as const);
    return { conditions, headers: Object.fromEntries(headers) };
  });
  const body = template.replaceAll(block, "");
  if (/[$#]/.test(body)) {
    context.addIssue({ code: "custom", message: `this machine does not know ${body.trim()} in a response template` });
  }
  return { overrides, body };
});

/** The headers that the overrides set for a request. @param headerOf the value of a header, by its name in lower case */
export function overridden(
  overrides: readonly Override[],
  headerOf: (name: string) => string | undefined,
): Record<string, string> {
  const met = overrides.filter(({ conditions }) =>
    conditions.some(({ parameter, value }) => (headerOf(parameter.toLowerCase()) ?? "") === value),
  );
  return Object.assign({}, ...met.map(({ headers }) => headers)) as Record<string, string>;
}
