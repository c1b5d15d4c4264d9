import { offered } from "../running.ts";
import type { Example, Examples, Request } from "./example.ts";

/** What holds for every list that comes in pages. */
const paged = (request: () => Promise<Request>): Example[] => [
  { status: 304, to: "a client that has any", request: withHeaders(request, { "If-None-Match": "*" }) },
  { status: 400, to: "a limit of 0", request: async () => ({ ...(await request()), query: { limit: "0" } }) },
  {
    status: 400,
    to: "a cursor of no page",
    request: async () => ({ ...(await request()), query: { cursor: "none" } }),
  },
];

const withHeaders = (request: () => Promise<Request>, headers: Record<string, string>) => async () => ({
  ...(await request()),
  headers,
});

const all = () => Promise.resolve({});
async function ofATour(): Promise<Request> {
  const { itemId } = await offered("eu-west-1", 5);
  return { parameters: { itemId } };
}

/** Examples of the operations with the tag Catalogue. */
export const catalogue: Examples = {
  listItems: [{ status: 200, to: "a customer", request: all }, ...paged(all)],
  listSlots: [
    { status: 200, to: "a customer", request: ofATour },
    ...paged(ofATour),
    {
      status: 404,
      to: "an item that is not there",
      request: () => Promise.resolve({ parameters: { itemId: "no-such-item" } }),
    },
  ],
};
