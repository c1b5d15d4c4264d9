import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import type { Berth } from "../../demo/berth.ts";
import { offer } from "../../demo/tours.ts";
import type { OfferedTour } from "../../demo/tours.ts";
import { claimsFrom, firstPart } from "../../functions/ledger/claim.ts";
import type { Claim } from "../../functions/ledger/claim.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { bookable } from "../bookable.ts";
import { linesUnasked } from "./baskets.ts";
import { catalogueRows, unaskedInCatalogue } from "./catalogue.ts";
import type { Answered } from "./catalogue.ts";
import { operations } from "./document.ts";
import { askedAlready, reportsIn, unaskedReports } from "./reports.ts";
import { requests } from "./requests.ts";
import type { FuzzRequest, Known } from "./requests.ts";

/** What generated requests have come to. */
export interface FuzzResult {
  readonly requests: number;
  readonly seed: number;
  /** How many answers there were of each operation and status, such as `createBooking 202`. */
  readonly answers: Readonly<Record<string, number>>;
  /** What should not have been, each in one line. */
  readonly problems: readonly string[];
}

const concurrency = 16;
const customers = 10;

/** What is sent, and how long an answer may take. */
export interface FuzzSettings {
  readonly count: number;
  readonly seed: number;
  /** The longest that an answer may take, in seconds, the wait that a request may ask for included. */
  readonly patienceSeconds: number;
}

/** Sends requests that are made from the API document, right and wrong ones, and says what of the answers should not have been. */
export async function fuzz(berth: Berth, { count, seed, patienceSeconds }: FuzzSettings): Promise<FuzzResult> {
  const { known, customerOf } = await prepared(berth);
  const before = await catalogueRows(berth);
  const reportsBefore = await reportsIn(berth);
  const names = Object.keys(berth.regions);
  const problems: string[] = [];
  const answers: Record<string, number> = {};
  const answered: Answered[] = [];
  const generated = fc.sample(requests(operations(), known), { numRuns: count, seed });

  let next = 0;
  const sender = async () => {
    for (let index = next; index < generated.length; index = next) {
      next += 1;
      const request = generated[index];
      const region = names[index % names.length] ?? "";
      if (request === undefined) continue;
      const answer = await send(berth.regions[region]?.api ?? "", request, patienceSeconds * 1_000);
      const key = `${request.operation.id} ${answer.status}`;
      answers[key] = (answers[key] ?? 0) + 1;
      problems.push(...answer.problems.map((problem) => `${problem}: ${describe(request)}`));
      answered.push({ request, status: answer.status, made: answer.made });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sender));
  await berth.machine.replication.settled();
  problems.push(...unasked(await claimsIn(berth, new Set(customerOf.values())), known, answered));
  problems.push(...unaskedInCatalogue(before, await catalogueRows(berth), answered));
  const accepted = answered.filter(({ status }) => status === 200).map(({ request }) => request);
  problems.push(...(await linesUnasked(berth, accepted, customerOf)));
  problems.push(...unaskedReports(reportsBefore, await reportsIn(berth), answered));
  return { requests: generated.length, seed, answers, problems };
}

/** Tours, customers, and a booking of each, for requests to be about. */
async function prepared(berth: Berth): Promise<{ known: Known; customerOf: ReadonlyMap<string, string> }> {
  const people = await Promise.all(
    Array.from({ length: customers }, (_, index) =>
      berth.signIn({ email: `${randomUUID()}@example.com`, group: index === 0 ? "staff" : "customer" }),
    ),
  );
  const tokens = people.map(({ token }) => `Bearer ${token}`);
  const [first = ""] = tokens;
  const staff = people[0]?.token ?? "";
  const offers = await offered(berth, staff, { perRegion: 1, capacity: 200, days: 2 });
  const edited = await offered(berth, staff, { perRegion: 3, capacity: 5, days: 1 });
  const bookingIds = await bookedAlready(berth, tokens, offers[0]?.slotIds[0] ?? "");
  const known: Known = {
    tokens,
    staffTokens: [first],
    badTokens: [
      "Bearer",
      "Bearer x",
      "Basic YTpi",
      `${first}x`,
      first.replace(/\.[^.]+$/, "."),
      `Bearer ${"a".repeat(9_000)}`,
    ],
    slotIds: offers.flatMap(({ slotIds }) => slotIds),
    itemIds: offers.map(({ itemId }) => itemId),
    editedIds: edited.map(({ itemId }) => itemId),
    bookingIds,
    reportIds: [await askedAlready(berth, first)],
  };
  return { known, customerOf: new Map(people.map(({ token, customerId }) => [`Bearer ${token}`, customerId])) };
}

/** Tours in the catalogue of every region, which can be booked. */
async function offered(
  berth: Berth,
  token: string,
  { perRegion, capacity, days }: { perRegion: number; capacity: number; days: number },
): Promise<OfferedTour[]> {
  const tour = { title: "A tour", description: "For a walk.", capacity, unitPrice: 100, days };
  const homes = Object.entries(berth.regions).flatMap(([homeRegion, { api }]) =>
    Array.from({ length: perRegion }, () => ({ homeRegion, api })),
  );
  const tours = await Promise.all(
    homes.map(({ homeRegion, api }) => offer({ ...tour, homeRegion }, { api, token }, randomUUID())),
  );
  await bookable(berth, tours);
  return tours;
}

/** A booking of each customer, so that there is something to read, prolong and cancel. */
async function bookedAlready({ regions }: Berth, tokens: readonly string[], slotId: string): Promise<string[]> {
  const [{ api } = { api: "" }] = Object.values(regions);
  return await Promise.all(
    tokens.map(async (authorization) => {
      const answer = await fetch(`${api}/bookings`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", "idempotency-key": "fuzz-already" },
        body: JSON.stringify({ slots: [{ slotId, units: 1 }] }),
      });
      const { bookingId } = (await answer.json()) as { bookingId: string };
      await (await fetch(`${api}/bookings/${bookingId}?waitSeconds=5`, { headers: { authorization } })).text();
      return bookingId;
    }),
  );
}

async function send(
  api: string,
  { operation, path, headers, body }: FuzzRequest,
  patience: number,
): Promise<{ status: number; made: string | undefined; problems: string[] }> {
  const signal = AbortSignal.timeout(patience + 5_000);
  try {
    const began = performance.now();
    const response = await fetch(`${api}${path}`, { method: operation.method, headers, body: body ?? null, signal });
    const text = await response.text();
    const problems: string[] = [];
    const { status } = response;
    if (performance.now() - began > patience) problems.push(`no answer within ${patience} ms`);
    // A busy machine may be unfit for traffic, and has to say so: the one 503 that the document knows is no failure.
    const saysItIsUnfit = status === 503 && operation.statuses.has(503);
    if (status >= 500 && !saysItIsUnfit) problems.push(`answered ${status}`);
    // A path that a parameter has changed leads elsewhere, or nowhere.
    else if (!operation.statuses.has(status) && ![403, 404, 413].includes(status)) {
      problems.push(`answered ${status}, which the document does not know`);
    }
    if (status === 204 || status === 304) return { status, made: undefined, problems };
    const type = response.headers.get("content-type") ?? "";
    const expected = status < 400 ? "application/json" : "application/problem+json";
    if (!type.startsWith(expected)) problems.push(`answered ${status} as "${type}"`);
    const parsed = JSON.parse(text) as { bookingId?: string; itemId?: string; reportId?: string; type?: string };
    if (status >= 400 && !parsed.type?.startsWith("urn:berth:problem:"))
      problems.push(`answered ${status} without a type`);
    return { status, made: parsed.bookingId ?? parsed.itemId ?? parsed.reportId, problems };
  } catch (error) {
    return { status: 0, made: undefined, problems: [`no answer (${String(error)})`] };
  }
}

/** Claims and cancellations that no accepted request has asked for. */
function unasked(claims: readonly Claim[], known: Known, answered: readonly Answered[]): string[] {
  const acceptedBy = (operation: string) =>
    answered.filter(({ status, request }) => status === 202 && request.operation.id === operation);
  const idsOf = (these: readonly Answered[]) => these.map(({ made }) => made);
  const created = new Set([
    ...known.bookingIds,
    ...idsOf(acceptedBy("createBooking")),
    ...idsOf(acceptedBy("checkOutBasket")),
  ]);
  const prolonged = new Set(idsOf(acceptedBy("prolongBooking")));
  const cancelled = new Set(idsOf(acceptedBy("cancelBooking")));
  return claims.flatMap(({ bookingId, part, status }) => [
    ...((part === firstPart ? created : prolonged).has(bookingId)
      ? []
      : [`part ${part} of booking ${bookingId} was recorded, and no request for it was accepted`]),
    ...(status !== "cancelled" || cancelled.has(bookingId)
      ? []
      : [`booking ${bookingId} was cancelled, and no request for that was accepted`]),
  ]);
}

/** What all regions have recorded for these customers. */
async function claimsIn({ machine, regions, tableName }: Berth, owners: ReadonlySet<string>): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const [region, { endpoint }] of Object.entries(regions)) {
    const client = new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator });
    const documents = DynamoDBDocumentClient.from(client);
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: tableName })) {
      claims.push(...claimsFrom((Items as Item[]).filter(({ sk }) => sk.startsWith("BOOKING#"))));
    }
    client.destroy();
  }
  return claims.filter(({ customerId }) => owners.has(customerId));
}

function describe({ operation, path, body, headers }: FuzzRequest): string {
  const { authorization, ...others } = headers;
  const whom = authorization === undefined ? "nobody" : authorization.slice(0, 12);
  return `${operation.method} ${path.slice(0, 200)} by ${whom} ${JSON.stringify(others).slice(0, 300)} ${(body ?? "").slice(0, 200)}`;
}
