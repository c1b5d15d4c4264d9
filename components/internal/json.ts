/** Whether the text is JSON. */
export function isJson(text: string): boolean {
  return parsed(text) !== undefined;
}

/** Whether the text is a JSON object. */
export function isJsonObject(text: string): boolean {
  const value = parsed(text);
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
