import { fastify } from "fastify";

/** A record as it was put, parsed. */
export interface PutRecord {
  readonly "detail-type": string;
  readonly detail: { readonly correlationId: string; readonly message: { readonly bookingId: string } };
}

/** A delivery stream that takes records and keeps them. */
export interface TestArchive {
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
  /** What was put, call by call. */
  readonly calls: PutRecord[][];
  /** What it says of a record, at a call, the first being 1. */
  answer: (bookingId: string, call: number) => object;
  stop(): Promise<void>;
}

/** Starts a delivery stream on a free port. */
export async function startArchive(): Promise<TestArchive> {
  const server = fastify();
  server.addContentTypeParser("application/x-amz-json-1.1", { parseAs: "string" }, (_, body, done) => {
    done(null, JSON.parse(body as string));
  });
  const calls: PutRecord[][] = [];
  server.post("/", (request, reply) => {
    const { Records: records } = request.body as { Records: { Data: string }[] };
    const put = records.map(({ Data: data }) => JSON.parse(Buffer.from(data, "base64").toString()) as PutRecord);
    calls.push(put);
    const answers = put.map(({ detail }) => archive.answer(detail.message.bookingId, calls.length));
    return reply.send({ FailedPutCount: 0, RequestResponses: answers });
  });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const archive: TestArchive = {
    environment: { AWS_ENDPOINT_URL_FIREHOSE: url },
    url,
    calls,
    answer: (bookingId) => ({ RecordId: bookingId }),
    stop: () => server.close(),
  };
  return archive;
}
