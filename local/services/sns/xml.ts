const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text of the first element of that name, or undefined if there is none. For SNS's flat answers only. */
export function textOf(xml: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescapeXml(text);
}

/** The texts of all elements of that name, in order. */
export function textsOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text = ""]) =>
    unescapeXml(text),
  );
}

/** The map that an answer holds as `<entry><key/><value/></entry>` elements. */
export function entriesOf(xml: string): Record<string, string> {
  const entries = xml.matchAll(/<entry><key>([^<]*)<\/key><value>([^<]*)<\/value><\/entry>/g);
  return Object.fromEntries([...entries].map(([, key = "", value = ""]) => [unescapeXml(key), unescapeXml(value)]));
}

function unescapeXml(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_entity, name: string) => entities[name] ?? "");
}
