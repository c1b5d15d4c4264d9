import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { bookingEvents } from "../../functions/events/booking.ts";
import type { BookingEvent, BookingEventType } from "../../functions/events/booking.ts";
import { accepted, call, customer, offered, running, settled, stopped, until } from "./running.ts";

const [eu, us] = ["eu-west-1", "us-east-1"];

after(stopped);

interface Told {
  readonly "detail-type": BookingEventType;
  readonly detail: (BookingEvent & { type: "BookingCancelled" })["detail"];
}

describe("what became of bookings", () => {
  const clients: { destroy: () => void }[] = [];
  after(() => {
    for (const client of clients) client.destroy();
  });

  async function configuration(region: string) {
    const { machine, regions } = await running();
    return { region, endpoint: regions[region]?.endpoint, credentials: machine.iam.operator, forcePathStyle: true };
  }

  /** All events in a region's archive, as they lie there. */
  async function archived(region: string): Promise<Told[]> {
    const { machine, outputs } = await running();
    await machine.region(region).firehose.settled();
    const client = new S3Client(await configuration(region));
    clients.push(client);
    const Bucket = String(outputs[region]?.archiveBucketName);
    const { Contents: objects = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    const told: Told[] = [];
    for (const { Key } of objects) {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const lines = gunzipSync((await body?.transformToByteArray()) ?? Buffer.of()).toString();
      for (const line of lines.trim().split("\n")) {
        const event = JSON.parse(line) as Told;
        expect(Key).to.include(`kind=${event["detail-type"]}/date=`);
        told.push(event);
      }
    }
    return told;
  }

  /** What the archives say of a booking once they say so much, each event once, whoever tells it. */
  async function toldOf(bookingId: string, count: number): Promise<string[]> {
    const events = await until(async () => {
      const all = [...(await archived(eu)), ...(await archived(us))].filter(
        ({ detail }) => detail.bookingId === bookingId,
      );
      const distinct = [...new Map(all.map((event) => [event.detail.id, event])).values()];
      return distinct.length >= count ? distinct : undefined;
    });
    return events.map(({ "detail-type": type, detail }) => {
      expect(bookingEvents[type].parse(detail)).to.deep.equal(detail);
      return `${type} in ${detail.region}`;
    });
  }

  it("is told by the region where it happened, and kept in its archive by kind", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 1);
    const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 1 }] });
    expect(await settled(us, bookingId, token)).to.include({ status: "confirmed" });
    expect(await toldOf(bookingId, 1)).to.deep.equal([`BookingConfirmed in ${eu}`]);
    expect((await call(eu, `/bookings/${bookingId}`, { method: "DELETE", token })).status).to.equal(202);
    const [confirmed, cancelled] = (await toldOf(bookingId, 2)).toSorted().toReversed();
    expect(confirmed).to.equal(`BookingConfirmed in ${eu}`);
    expect(cancelled).to.match(/^BookingCancelled in /); // the region that has forwarded it says the same
  });

  it("is told to support if it was sold out or cancelled, and only then", async () => {
    const { outputs } = await running();
    const sqs = new SQSClient(await configuration(eu));
    const sns = new SNSClient(await configuration(eu));
    clients.push(sqs, sns);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `support-${randomUUID()}` }));
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    const TopicArn = String(outputs[eu]?.supportTopicArn);
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: attributes?.QueueArn }));

    const token = await customer();
    const { slotId } = await offered(eu, 1);
    const taken = await accepted({ region: eu, token, slots: [{ slotId, units: 1 }] });
    expect(await settled(eu, taken, token)).to.include({ status: "confirmed", region: eu });
    const rejected = await accepted({ region: eu, token, slots: [{ slotId, units: 1 }] });
    const { reason, region: last } = await settled(eu, rejected, token);
    expect(reason).to.equal("sold-out");
    await call(eu, `/bookings/${taken}`, { method: "DELETE", token });

    const notices: string[] = [];
    const awaited = [`BookingCancelled ${taken}`, ...(last === eu ? [`BookingRejected ${rejected}`] : [])];
    await until(async () => {
      const { Messages: messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const { Body: body = "" } of messages) {
        const { Message: message } = JSON.parse(body) as { Message: string };
        const { "detail-type": type, detail } = JSON.parse(message) as Told;
        notices.push(`${type} ${detail.bookingId}`);
      }
      return awaited.every((notice) => notices.includes(notice)) ? true : undefined;
    });
    expect(notices).to.have.members(awaited);
  });
});
