import { randomUUID } from "node:crypto";
import { told } from "../catalogue-events.ts";
import { type Answer, call, customer, until } from "../running.ts";
import type { Example, Examples, Request } from "./example.ts";

const region = "eu-west-1";

/** Puts units of a slot into a basket. */
async function put(token: string, slotId: string, body: unknown = { units: 1 }): Promise<Answer> {
  const headers = { "Content-Type": "application/json" };
  return await call(region, `/basket/slots/${slotId}`, { method: "PUT", token, headers, body: JSON.stringify(body) });
}

/** A customer whose basket holds slots that the catalogue has told of. */
async function holding(count: number): Promise<{ token: string; slotIds: readonly string[] }> {
  const token = await customer();
  const itemId = `basket-${randomUUID().slice(0, 8)}`;
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const slotIds = Array.from({ length: count }, (_, index) => `${itemId}-${index}`);
  await Promise.all(
    slotIds.map(async (slotId) => {
      await told(region, "SlotOffered", { slotId, itemId, startsAt, capacity: 5, shards: 1, unitPrice: 100 });
      await until(async () => ((await put(token, slotId)).status === 200 ? true : undefined));
    }),
  );
  return { token, slotIds };
}

/** A request about a slot that lies in the caller's basket. */
function about(change: Partial<Request> = {}): () => Promise<Request> {
  return async () => {
    const { token, slotIds } = await holding(1);
    return { token, parameters: { slotId: slotIds[0] ?? "" }, body: { units: 2 }, ...change };
  };
}

const keyed = () => ({ "Idempotency-Key": randomUUID() });
const checkOut = async (): Promise<Request> => ({ token: (await holding(1)).token, headers: keyed() });

const noSuchSlot: Example = {
  status: 404,
  to: "a slot that nobody has told of",
  request: about({ parameters: { slotId: "no-such-slot" } }),
};

/** Examples of the operations with the tag Basket. */
export const basket: Examples = {
  readBasket: [
    {
      status: 200,
      to: "a customer with something in the basket",
      request: async () => ({ token: (await holding(1)).token }),
    },
  ],
  putBasketSlot: [
    { status: 200, to: "another number of units", request: about() },
    { status: 400, to: "half a unit", request: about({ body: { units: 0.5 } }) },
    { status: 400, to: "a field that there is not", request: about({ body: { units: 1, price: 1 } }) },
    noSuchSlot,
    {
      status: 409,
      to: "a slot too many",
      request: async () => {
        const { token } = await holding(25);
        const { slotIds } = await holding(1);
        return { token, parameters: { slotId: slotIds[0] ?? "" }, body: { units: 1 } };
      },
    },
    { status: 413, to: "a body of more than 64 KiB", request: about({ body: { units: 1, more: "x".repeat(65_536) } }) },
    {
      status: 415,
      to: "a body that is no JSON by its type",
      request: about({ headers: { "Content-Type": "text/plain" } }),
    },
  ],
  removeBasketSlot: [
    { status: 200, to: "a slot in the basket", request: about({ body: undefined }) },
    {
      status: 400,
      to: "a blank in place of an id",
      request: about({ parameters: { slotId: " " }, body: undefined }),
    },
    {
      status: 404,
      to: "an id that no slot can have",
      request: about({ parameters: { slotId: "no slot" }, body: undefined }),
    },
  ],
  checkOutBasket: [
    { status: 202, to: "a basket with something in it", request: checkOut },
    {
      status: 400,
      to: "a request without a key",
      request: async () => ({ ...(await checkOut()), headers: {} }),
    },
    {
      status: 400,
      to: "a price of the client's",
      request: async () => ({ ...(await checkOut()), body: { total: 1 } }),
    },
    {
      status: 409,
      to: "an empty basket",
      request: async () => ({ token: await customer(), headers: keyed() }),
    },
    {
      status: 413,
      to: "a body of more than 64 KiB",
      request: async () => ({ ...(await checkOut()), body: { more: "x".repeat(65_536) } }),
    },
    {
      status: 415,
      to: "a body that is no JSON by its type",
      request: async () => ({
        ...(await checkOut()),
        headers: { ...keyed(), "Content-Type": "text/plain" },
        body: "{}",
      }),
    },
  ],
};
