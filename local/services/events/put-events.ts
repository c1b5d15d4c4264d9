import { randomUUID } from "node:crypto";
import { z } from "zod";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { defaultBus } from "./buses.ts";
import { type BusEvent, eventTime } from "./event.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html; a megabyte since January 2026. */
const mostEntries = 10;
const mostBytes = 1_048_576;

const entrySchema = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Epoch seconds. */
  Time: z.number().optional(),
  TraceHeader: z.string().optional(),
});

const requestSchema = z.strictObject({ Entries: z.array(entrySchema) });

/** An event that somebody wants to put. */
export type Entry = z.infer<typeof entrySchema>;

/** What came of an entry. */
export type EntryResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** @throws AwsError SerializationException; ValidationException for a number or a size of entries that EventBridge does not take */
export function entriesOf(body: Buffer): readonly Entry[] {
  const request = requestSchema.safeParse(parsed(body));
  if (!request.success) {
    const problems = request.error.issues.map(({ path, message }) => `${path.join(".") || "request"}: ${message}`);
    throw new AwsError("SerializationException", `PutEvents: ${problems.join("; ")}`);
  }
  const { Entries: entries } = request.data;
  if (entries.length < 1 || entries.length > mostEntries) {
    throw new AwsError(
      "ValidationException",
      `PutEvents has ${entries.length} entries, and must have 1 to ${mostEntries}`,
    );
  }
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > mostBytes) {
    throw new AwsError(
      "ValidationException",
      `Total size of the entries in the request is over the limit: ${bytes} bytes, above ${mostBytes}`,
    );
  }
  return entries;
}

/** The name or ARN of the bus that an entry is for. */
export function busOf({ EventBusName: reference = defaultBus }: Entry): string {
  return reference;
}

/** The event that an entry is, or why it is none. */
export function eventOf(entry: Entry, region: string, now: Date): BusEvent | Exclude<EntryResult, { EventId: string }> {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (!entry[name]) {
      return failed("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  const { Source: source = "", DetailType: detailType = "", Detail: text = "", Resources: resources = [] } = entry;
  if (source.startsWith("aws.")) return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
  const detail = parsed(Buffer.from(text));
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) {
    return failed("MalformedDetail", "Detail is malformed.");
  }
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source,
    account: accountId,
    time: eventTime(entry.Time === undefined ? now : new Date(entry.Time * 1000)),
    region,
    resources,
    detail,
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function sizeOf({ Source = "", DetailType = "", Detail = "", Resources = [], Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function failed(ErrorCode: string, ErrorMessage: string) {
  return { ErrorCode, ErrorMessage };
}

/** JSON, or undefined for what is none. */
function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}
