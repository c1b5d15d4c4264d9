const names = [
  ...["cache-control", "content-disposition", "content-encoding"],
  ...["content-language", "content-type", "expires"],
];

/**
 * Headers of an object's answer that whoever reads it asks for in the query, in place of those that are stored, such as the name under
 * which a browser keeps it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function askedHeaders(query: URLSearchParams): Record<string, string> {
  const asked = names.map((name) => [name, query.get(`response-${name}`)] as const);
  return Object.fromEntries(asked.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}
