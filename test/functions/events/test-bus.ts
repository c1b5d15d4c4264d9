import { fastify } from "fastify";

/** An event as PutEvents carries it. */
export interface PutEntry {
  readonly Detail: string;
  readonly DetailType: string;
  readonly EventBusName: string;
  readonly Source: string;
  /** In seconds since 1970. */
  readonly Time: number;
}

/** A bus that takes events and does nothing with them. */
export interface TestBus {
  readonly url: string;
  /** What was put, call by call. */
  readonly calls: PutEntry[][];
  /** What it says of the event of an id, at a call, the first being 1. */
  answer: (id: string, call: number) => object;
  stop(): Promise<void>;
}

/** The id that an event gives itself. */
export function idOf({ Detail: detail }: PutEntry): string {
  return (JSON.parse(detail) as { id: string }).id;
}

/** Starts a bus on a free port. */
export async function startBus(): Promise<TestBus> {
  const server = fastify();
  server.addContentTypeParser("application/x-amz-json-1.1", { parseAs: "string" }, (_, body, done) => {
    done(null, JSON.parse(body as string));
  });
  const calls: PutEntry[][] = [];
  server.post("/", (request, reply) => {
    const { Entries: entries } = request.body as { Entries: PutEntry[] };
    calls.push(entries);
    return reply.send({ Entries: entries.map((entry) => bus.answer(idOf(entry), calls.length)) });
  });
  const bus: TestBus = {
    url: await server.listen({ host: "127.0.0.1", port: 0 }),
    calls,
    answer: (id) => ({ EventId: id }),
    stop: () => server.close(),
  };
  return bus;
}
