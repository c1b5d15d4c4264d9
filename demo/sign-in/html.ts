/** Markup that is safe to send: what was put into it is text. */
export class Html {
  constructor(readonly markup: string) {}
}

/** A template of markup. Texts in it are escaped; markup is left as it is. */
export function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(markupOf)));
}

function markupOf(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return value instanceof Html ? value.markup : value.map(({ markup }) => markup).join("");
}
