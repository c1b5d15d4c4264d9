import { randomUUID } from "node:crypto";
import { accepted, call, customer, offered, settled, until } from "../running.ts";
import type { Example, Examples, Request } from "./example.ts";

const region = "eu-west-1";
const inventedId = "0".repeat(32);

type Wish = Request & { readonly headers: Readonly<Record<string, string>> };

/** A wish for a place of a new tour, under a new key. */
async function wish(): Promise<Wish> {
  const { slotId } = await offered(region, 5);
  return { headers: { "Idempotency-Key": randomUUID() }, body: { slots: [{ slotId, units: 1 }] } };
}

/** Two places of a new tour that were asked for: confirmed, unless the tour has fewer. */
async function booking(places = 5): Promise<{ token: string; bookingId: string; key: string }> {
  const [token, key, { slotId }] = [await customer(), randomUUID(), await offered(region, places)];
  const bookingId = await accepted({ region, token, key, slots: [{ slotId, units: 2 }] });
  await settled(region, bookingId, token);
  return { token, bookingId, key };
}

/** A request about a booking, by the customer whose it is. */
async function about({ token, bookingId }: { token: string; bookingId: string }, rest: Request = {}): Promise<Request> {
  return await Promise.resolve({ ...rest, token, parameters: { bookingId } });
}

/** A key under which a booking was prolonged. */
async function keyOfProlongation({ token, bookingId }: { token: string; bookingId: string }): Promise<string> {
  const { headers, body } = await wish();
  const init = { method: "POST", token, headers: { ...headers, "Content-Type": "application/json" } };
  await call(region, `/bookings/${bookingId}/prolong`, { ...init, body: JSON.stringify(body) });
  await until(async () => {
    const [part] = (await settled(region, bookingId, token)).prolongations ?? [];
    return part?.status === "confirmed" ? true : undefined;
  });
  return headers["Idempotency-Key"] ?? "";
}

/** What holds for every request that is about one booking. */
const ofAnother = (request: () => Promise<Request>): Example[] => [
  {
    status: 404,
    to: "another customer's booking",
    request: async () => {
      const { bookingId } = await booking();
      return { ...(await request()), parameters: { bookingId } };
    },
  },
  {
    status: 404,
    to: "a booking that nobody made",
    request: async () => ({ ...(await request()), parameters: { bookingId: inventedId } }),
  },
];

/** What holds for every request for places. */
const forPlaces = (request: () => Promise<Wish>): Example[] => [
  { status: 400, to: "a body without slots", request: async () => ({ ...(await request()), body: {} }) },
  { status: 400, to: "no key", request: async () => ({ ...(await request()), headers: {} }) },
  {
    status: 413,
    to: "a body of more than 64 KiB",
    request: async () => {
      const { body, ...rest } = await request();
      return { ...rest, body: JSON.stringify(body).padEnd(65_537) };
    },
  },
  {
    status: 415,
    to: "a body in XML",
    request: async () => {
      const { headers, ...rest } = await request();
      return { ...rest, headers: { ...headers, "Content-Type": "application/xml" }, body: "<slots/>" };
    },
  },
];

const prolongation = async (): Promise<Wish> => ({ ...(await wish()), ...(await about(await booking())) });
const rejected: Example = {
  status: 409,
  to: "a booking that was rejected",
  request: async () => ({ ...(await wish()), ...(await about(await booking(1))) }),
};

/** Examples of the operations with the tag Bookings. */
export const bookings: Examples = {
  createBooking: [
    { status: 202, to: "a wish for a place", request: wish },
    ...forPlaces(wish),
    {
      status: 422,
      to: "a key that stands for another booking",
      request: async () => {
        const { token, key } = await booking();
        return { ...(await wish()), token, headers: { "Idempotency-Key": key } };
      },
    },
  ],
  listBookings: [
    {
      status: 200,
      to: "a customer who has one",
      request: async () => {
        const { token } = await booking();
        return { token };
      },
    },
    { status: 400, to: "a limit of 101", request: () => Promise.resolve({ query: { limit: "101" } }) },
    { status: 400, to: "a cursor of nobody's", request: () => Promise.resolve({ query: { cursor: "nonsense" } }) },
  ],
  readBooking: [
    { status: 200, to: "the customer whose it is", request: async () => about(await booking()) },
    {
      status: 400,
      to: "a wait of six seconds",
      request: async () => about(await booking(), { query: { waitSeconds: "6" } }),
    },
    ...ofAnother(() => Promise.resolve({})),
  ],
  prolongBooking: [
    { status: 202, to: "a wish for another place", request: prolongation },
    ...forPlaces(prolongation),
    ...ofAnother(wish),
    rejected,
    {
      status: 422,
      to: "a key that stands for another prolongation",
      request: async () => {
        const booked = await booking();
        const headers = { "Idempotency-Key": await keyOfProlongation(booked) };
        return about(booked, { ...(await wish()), headers });
      },
    },
  ],
  cancelBooking: [
    { status: 202, to: "the customer whose it is", request: async () => about(await booking()) },
    { status: 400, to: "a blank id", request: () => Promise.resolve({ parameters: { bookingId: " " } }) },
    ...ofAnother(() => Promise.resolve({})),
    { ...rejected, request: async () => about(await booking(1)) },
  ],
};
