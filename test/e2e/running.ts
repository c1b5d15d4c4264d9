import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { components } from "../../api/generated/types.ts";
import { type Berth, startBerth } from "../../demo/berth.ts";
import { offer } from "../../demo/tours.ts";
import { bookable } from "../bookable.ts";

type Schemas = components["schemas"];

const folder = `.berth/test-${process.pid}`;
let starting: Promise<Berth> | undefined;

/** Berth on this machine, on free ports; started by the first test that asks. Who asks for it says `after(stopped)`. */
export function running(): Promise<Berth> {
  starting ??= startBerth({ port: 0, folder });
  return starting;
}

/** Stops what `running` has started. */
export async function stopped(): Promise<void> {
  const berth = await starting;
  starting = undefined;
  await berth?.stop();
  await rm(folder, { recursive: true, force: true });
}

/** What came of a request, as far as tests ask. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Calls a region's API. */
export async function call(region: string, path: string, init: RequestInit & { token?: string } = {}): Promise<Answer> {
  const { regions } = await running();
  const { token, headers, ...rest } = init;
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(`${regions[region]?.api ?? ""}${path}`, {
    ...rest,
    headers: { ...authorization, ...Object.fromEntries(new Headers(headers)) },
  });
  const text = await response.text();
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

/** A booking to ask for. */
interface Wish {
  region: string;
  token: string;
  slots: { slotId: string; units: number }[];
  /** @default a new one */
  key?: string;
}

/** Asks for a booking. */
export async function book({ region, token, slots, key = randomUUID() }: Wish): Promise<Answer> {
  return await call(region, "/bookings", {
    method: "POST",
    token,
    headers: { "Idempotency-Key": key, "Content-Type": "application/json" },
    body: JSON.stringify({ slots }),
  });
}

/** Asks for a booking that is accepted, and gives its id. */
export async function accepted(wish: Wish): Promise<string> {
  const { status, body } = await book(wish);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return (body as Schemas["BookingAccepted"]).bookingId;
}

/** Reads a booking until it is no longer pending. */
export async function settled(region: string, bookingId: string, token: string): Promise<Schemas["Booking"]> {
  return await until(async () => {
    const { status, body } = await call(region, `/bookings/${bookingId}`, { token });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    const booking = body as Schemas["Booking"];
    return booking.status === "pending" ? undefined : booking;
  });
}

/** Repeats until there is an answer; the test's own timeout bounds it. */
export async function until<Found>(attempt: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    await delay(20);
  }
}

/** Offers a tour of one slot, and gives the slot's id once every region knows it. */
export async function offered(
  homeRegion: string,
  capacity: number,
  unitPrice = 1_000,
): Promise<{ itemId: string; slotId: string }> {
  const berth = await running();
  const tour = { title: "A tour", description: "For a test.", homeRegion, capacity, unitPrice, days: 1 };
  const offered = await offer(tour, { api: berth.regions[homeRegion]?.api ?? "", token: await staff() }, randomUUID());
  await bookable(berth, [offered]);
  const { itemId, slotIds } = offered;
  return { itemId, slotId: slotIds[0] ?? "" };
}

/** A member of staff who did not exist before. */
export async function staff(): Promise<string> {
  const { token } = await (await running()).signIn({ email: `${randomUUID()}@example.com`, group: "staff" });
  return token;
}

/** A customer who did not exist before. */
export async function customer(): Promise<string> {
  const { token } = await (await running()).signIn({ email: `${randomUUID()}@example.com`, group: "customer" });
  return token;
}

/** A header by which no answer is one that was kept: it tells answers apart, and nobody has sent it before. */
export function unkept(): { "If-None-Match": string } {
  return { "If-None-Match": `"${randomUUID()}"` };
}

/** What a region's API says is left of a slot, now. */
export async function available(region: string, itemId: string, token: string): Promise<number | undefined> {
  const { body } = await call(region, `/items/${itemId}/slots`, { token, headers: unkept() });
  return (body as { slots: Schemas["Slot"][] }).slots[0]?.available;
}

/** Runs an operator's command, such as `reclaim`, against the machine that runs. */
export async function operate(command: string, ...args: string[]): Promise<{ failed: boolean; printed: string }> {
  await running();
  const env = { ...process.env, BERTH_FOLDER: folder };
  try {
    const { stdout } = await promisify(execFile)("tsx", [`tools/${command}.ts`, ...args], { env });
    return { failed: false, printed: stdout };
  } catch (error) {
    return { failed: true, printed: (error as { stderr: string }).stderr };
  }
}
