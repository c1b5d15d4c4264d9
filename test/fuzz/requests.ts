import fc from "fast-check";
import type { Operation, Parameter, Schema } from "./document.ts";

/** What exists, so that some requests are about it. */
export interface Known {
  readonly tokens: readonly string[];
  /** Those among them that are of staff. */
  readonly staffTokens: readonly string[];
  readonly badTokens: readonly string[];
  readonly slotIds: readonly string[];
  readonly itemIds: readonly string[];
  /** Items that may be edited and removed: nothing else is about them. */
  readonly editedIds: readonly string[];
  readonly bookingIds: readonly string[];
  readonly reportIds: readonly string[];
}

/** A request, ready to be sent. */
export interface FuzzRequest {
  readonly operation: Operation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What may stand anywhere: texts that break parsers, keys, paths, queries and logs. */
const junk = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "null",
    "undefined",
    "NaN",
    "true",
    "-0",
    "1e999",
    "0x10",
    "__proto__",
    "constructor",
    "../..",
    "%00",
    "%2e%2e%2f",
  ),
  fc.constantFrom(
    "' OR 1=1 --",
    "${jndi:ldap://x}",
    "<script>",
    "#",
    "BOOKING#",
    "~",
    "\u0000",
    "\ud800",
    "💺".repeat(40),
    "a".repeat(2_000),
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer().map(String),
);

/** Values of JSON that are no request. */
const junkValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
  fc.constantFrom<unknown>(null, [], {}, "", 0, -1, 1.5, 1e308, true, "💺", [[[[]]]], { __proto__: null }),
);

/** A value that follows a schema, and now and then one that does not. */
function valueOf(schema: Schema, known: Known, name = ""): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 40, arbitrary: valid(schema, known, name) }, { weight: 1, arbitrary: junkValue });
}

function valid(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "object": {
      const properties = Object.entries(schema.properties ?? {});
      const fields = Object.fromEntries(properties.map(([key, each]) => [key, valueOf(each, known, key)]));
      const whole = fc.record(fields);
      const odd = fc.record({ ...fields, [name === "" ? "extra" : "more"]: junkValue }, { requiredKeys: [] });
      return fc.oneof({ weight: 15, arbitrary: whole }, { weight: 1, arbitrary: odd });
    }
    case "array": {
      const item = valueOf(schema.items ?? {}, known, name);
      const few = fc.array(item, { minLength: 1, maxLength: 2 });
      const many = fc.array(item, { maxLength: (schema.maxItems ?? 3) + 1 });
      return fc.oneof({ weight: 8, arbitrary: few }, { weight: 1, arbitrary: many });
    }
    case "integer": {
      const { minimum = 0, maximum = 1_000_000 } = schema;
      const small = fc.integer({ min: minimum, max: minimum + 2 });
      return fc.oneof(
        { weight: 12, arbitrary: small },
        { weight: 1, arbitrary: fc.constantFrom(minimum - 1, maximum, maximum + 1) },
      );
    }
    default:
      if (schema.format === "date") return fc.constantFrom("2026-01-01", "2026-01-31", "2026-12-31", "2026-02-30");
      if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
      if (likelyTexts[name] !== undefined) {
        return fc.oneof(
          { weight: 12, arbitrary: fc.constantFrom(...likelyTexts[name]) },
          { weight: 1, arbitrary: junk },
        );
      }
      return name === "slotId" ? fc.constantFrom(...known.slotIds, ...known.slotIds, "no-such-slot") : junk;
  }
}

/** Values of fields whose schema does not say all of what is right. */
const likelyTexts: Readonly<Record<string, readonly string[]>> = {
  title: ["Harbour", "Éléonore's walk", "💺", "x".repeat(120), "x".repeat(121)],
  description: ["", "Two hours.\nBring a coat.", "y".repeat(2_001)],
  pictureUrl: ["https://example.com/a.jpg", "http://example.com/a.jpg"],
  startsAt: ["2100-01-01T09:00:00Z", "2100-01-02T09:00:00+02:00", "2100-01-01T09:00:30Z", "2020-01-01T09:00:00Z"],
};

function parameterValue(
  { name, schema }: Parameter,
  { group }: Pick<Operation, "group">,
  known: Known,
): fc.Arbitrary<string> {
  const likely: Readonly<Record<string, readonly string[]>> = {
    bookingId: known.bookingIds,
    reportId: known.reportIds,
    itemId: group === undefined ? known.itemIds : known.editedIds,
    q: ["tour", "TÓUR walk", "nothing", ""],
    kind: ["tour", "room"],
    from: ["2030-01-01", "2026-11-21T00:00:00Z"],
    to: ["2100-01-01", "2100-01-01T00:00Z", "2020-01-01"],
    "If-Match": ['"1"', '"2"', "*"],
    slotId: [...known.slotIds, ...known.slotIds, "no-such-slot"],
    waitSeconds: ["0"],
    limit: ["1", "25", "100", "1", "25", "100", "0", "101"],
    "Idempotency-Key": ["key-1", "key-2", "key-3"],
    "X-Correlation-Id": ["correlation-1"],
    "If-None-Match": ["*", '"x"', 'W/"x", "y"'],
  };
  const values = likely[name] ?? [];
  const plausible =
    values.length > 0 ? fc.constantFrom(...values) : schema.type === "integer" ? fc.nat(200).map(String) : junk;
  return fc.oneof({ weight: 12, arbitrary: plausible }, { weight: 1, arbitrary: junk });
}

const bodyText = (schema: Schema, known: Known): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 10, arbitrary: valueOf(schema, known).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: junk },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "[".repeat(20_000),
        '{"slots":'.repeat(5_000),
        `{"slots":[],"x":"${"x".repeat(70_000)}"}`,
      ),
    },
  );

/** Requests to the operations of the document: right ones, wrong ones, and nonsense. */
export function requests(operations: readonly Operation[], known: Known): fc.Arbitrary<FuzzRequest> {
  const authorization = (tokens: readonly string[]) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...tokens) },
      { weight: 1, arbitrary: fc.constantFrom(...known.badTokens, undefined) },
    );
  const anybody = authorization(known.tokens);
  const staff = fc.oneof({ weight: 4, arbitrary: authorization(known.staffTokens) }, { weight: 1, arbitrary: anybody });
  return fc.oneof(
    ...operations.map((operation) => requestTo(operation, known, operation.group === undefined ? anybody : staff)),
  );
}

function requestTo(
  operation: Operation,
  known: Known,
  authorization: fc.Arbitrary<string | undefined>,
): fc.Arbitrary<FuzzRequest> {
  const { parameters, body } = operation;
  const given = parameters.map((parameter) => {
    const value = parameterValue(parameter, operation, known);
    return parameter.in === "path" ? value : fc.option(value, { nil: undefined, freq: parameter.required ? 20 : 1 });
  });
  return fc
    .record({
      values: fc.tuple(...given),
      token: authorization,
      text:
        body === undefined ? fc.constant(undefined) : fc.option(bodyText(body, known), { nil: undefined, freq: 20 }),
      type: fc.oneof(
        { weight: 10, arbitrary: fc.constant("application/json") },
        {
          weight: 1,
          arbitrary: fc.constantFrom("application/json; charset=utf-8", "text/plain", "application/xml", "*/*"),
        },
      ),
    })
    .map(({ values, token, text, type }) => {
      let path = operation.path;
      const query = new URLSearchParams();
      const headers: Record<string, string> = body === undefined ? {} : { "content-type": type };
      if (token !== undefined) headers.authorization = token;
      for (const [index, parameter] of parameters.entries()) {
        const value = values[index];
        if (value === undefined) continue;
        if (parameter.in === "path")
          path = path.replace(`{${parameter.name}}`, encodeURIComponent(value.toWellFormed()) || "%20");
        else if (parameter.in === "query") query.append(parameter.name, value.toWellFormed());
        // A header holds no other letters, and none of those that end it.
        else headers[parameter.name] = value.replace(/[^\t\x20-\x7e]/g, "?").trim();
      }
      const search = query.toString();
      return { operation, path: search === "" ? path : `${path}?${search}`, headers, body: text?.toWellFormed() };
    });
}
