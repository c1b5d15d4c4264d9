import { randomUUID } from "node:crypto";
import type { components } from "../../../api/generated/types.ts";
import { call, offered, staff, until } from "../running.ts";
import type { Example, Examples, Request } from "./example.ts";

const [region, elsewhere] = ["eu-west-1", "us-east-1"];
const content = { kind: "tour", title: "Harbour", description: "By ferry." };
const nowhere = { itemId: "no-such-item" };

/** What holds for every list that comes in pages. */
const paged = (request: () => Promise<Request>): Example[] => [
  { status: 304, to: "a client that has any", request: given(request, { headers: { "If-None-Match": "*" } }) },
  { status: 400, to: "a limit of 0", request: given(request, { query: { limit: "0" } }) },
  { status: 400, to: "a cursor of no page", request: given(request, { query: { cursor: "none" } }) },
];

/** A request with something else in it. */
function given(request: () => Promise<Request>, changes: Request): () => Promise<Request> {
  return async () => ({ ...(await request()), ...changes });
}

const all = () => Promise.resolve({});
async function ofATour(): Promise<Request> {
  const { itemId } = await offered(region, 5);
  return { parameters: { itemId } };
}

/** An item that was made in a region, and that the other knows too. */
async function item(home = region): Promise<{ itemId: string }> {
  const token = await staff();
  const headers = { "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
  const { body } = await call(home, "/items", { method: "POST", token, headers, body: JSON.stringify(content) });
  const { itemId } = body as components["schemas"]["Item"];
  await until(async () => ((await call(region, `/items/${itemId}`, { token })).status === 200 ? true : undefined));
  return { itemId };
}

/** What holds for every request with a body. */
const withBody = (request: () => Promise<Request>): Example[] => [
  { status: 400, to: "a body without fields", request: given(request, { body: {} }) },
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
      return { ...rest, headers: { ...headers, "Content-Type": "application/xml" }, body: "<item/>" };
    },
  },
];

/** What holds for every request about one item. */
const ofNone = (request: () => Promise<Request>): Example => ({
  ...{ status: 404, to: "an item that is not there", request: given(request, { parameters: nowhere }) },
});
const ofAnotherHome = (request: () => Promise<Request>): Example => ({
  ...{ status: 409, to: "an item of another region" },
  request: async () => ({ ...(await request()), parameters: await item(elsewhere) }),
});
const ofBlank = (request: () => Promise<Request>): Example => ({
  ...{ status: 400, to: "a blank id", request: given(request, { parameters: { itemId: " " } }) },
});

const creation = () => Promise.resolve({ headers: { "Idempotency-Key": randomUUID() }, body: content });
const aboutItem = async (): Promise<Request> => ({ parameters: await item() });
const edit = async (): Promise<Request> => ({ ...(await aboutItem()), headers: { "If-Match": '"1"' }, body: content });
const slots = (capacity: number) => ({ slots: [{ startsAt: "2100-01-01T09:00:00Z", capacity, unitPrice: 0 }] });
const offers = async (): Promise<Request> => ({ ...(await aboutItem()), body: slots(5) });

/** Examples of the operations with the tag Catalogue. */
export const catalogue: Examples = {
  listItems: [{ status: 200, to: "a customer", request: all }, ...paged(all)],
  createItem: [
    { status: 201, to: "a new key", request: creation },
    ...withBody(creation),
    {
      status: 422,
      to: "a key that stands for another item",
      request: async () => {
        const [token, request] = [await staff(), await creation()];
        const headers = { ...request.headers, "Content-Type": "application/json" };
        await call(region, "/items", { method: "POST", token, headers, body: JSON.stringify(content) });
        return { ...request, token, body: { ...content, title: "Another" } };
      },
    },
  ],
  readItem: [
    { status: 200, to: "a customer", request: aboutItem },
    { status: 304, to: "a client that has it", request: given(aboutItem, { headers: { "If-None-Match": '"1"' } }) },
    ofBlank(all),
    ofNone(all),
  ],
  editItem: [
    { status: 200, to: "who has seen the latest", request: edit },
    ...withBody(edit),
    ofNone(edit),
    ofAnotherHome(edit),
    { status: 412, to: "who has not seen the latest", request: given(edit, { headers: { "If-Match": '"0"' } }) },
    { status: 428, to: "who does not say what was seen", request: given(edit, { headers: {} }) },
  ],
  removeItem: [
    { status: 204, to: "an item of the region", request: aboutItem },
    ofBlank(all),
    ofNone(all),
    ofAnotherHome(all),
  ],
  listSlots: [{ status: 200, to: "a customer", request: ofATour }, ...paged(ofATour), ofNone(all)],
  offerSlots: [
    { status: 201, to: "a new slot", request: offers },
    ...withBody(offers),
    ofNone(offers),
    ofAnotherHome(offers),
  ],
};
