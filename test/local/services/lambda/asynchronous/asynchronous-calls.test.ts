import { expect } from "chai";
import { Endpoint } from "../../../../../local/endpoint/endpoint.ts";
import { Iam } from "../../../../../local/services/iam/iam.ts";
import { LambdaError } from "../../../../../local/services/lambda/errors.ts";
import { Messaging } from "../../../../../local/services/sqs/messaging.ts";
import { Sqs } from "../../../../../local/services/sqs/sqs.ts";
import { eventually } from "../../../eventually.ts";
import { policy, trust } from "../../../iam-documents.ts";
import { RecordedMeasurements } from "../../../recorded-measurements.ts";
import { LambdaFixture } from "../fixture.ts";

const region = "eu-west-1";
const deadArn = `arn:aws:sqs:${region}:000000000000:dead`;

/** Fails as often as the event says, counted in its environment. */
const handler = `
let runs = 0;
exports.handler = async ({ failures = 0 }) => {
  runs += 1;
  console.log("run " + runs);
  if (runs <= failures) throw new TypeError("failed at " + runs);
};`;

describe("asynchronous calls of functions", () => {
  let iam: Iam;
  let endpoint: Endpoint;
  let messaging: Messaging;
  let sqs: Sqs;
  let fixture: LambdaFixture;

  beforeEach(async () => {
    iam = new Iam();
    endpoint = await Endpoint.listen({ region, iam });
    messaging = new Messaging(region);
    sqs = new Sqs({ region, messaging, endpointUrl: endpoint.url, measurements: new RecordedMeasurements() });
    endpoint.register(sqs);
    await sqs.queues.create("dead", {});
    iam.putRole({ name: "f", assumeRolePolicy: trust });
    fixture = new LambdaFixture({ endpointUrl: endpoint.url, roles: iam, retryWaits: [0, 0] });
    await fixture.create(handler);
  });

  afterEach(async () => {
    await fixture.close();
    await endpoint.close();
    await sqs.close();
    await messaging.close();
  });

  const settled = () => eventually(() => fixture.lambda.asynchronous.pending === 0);
  const call = (failures: number) => {
    fixture.lambda.accept({ functionArn: "f", payload: { failures } });
  };
  const runs = async () => (await fixture.lines()).filter((line) => /\trun \d$|^run \d$/.test(line)).length;

  async function letters(): Promise<Record<string, unknown>[]> {
    const answer = await messaging.sqsAnswer("ReceiveMessage", { QueueUrl: sqs.queues.urlOf("dead") });
    const messages = (answer.Messages ?? []) as { Body: string }[];
    return messages.map(({ Body }) => JSON.parse(Body) as Record<string, unknown>);
  }

  it("are run, and again until the function succeeds", async () => {
    call(2);
    await settled();
    expect(fixture.measurements.values("AsyncEventsDropped")).to.be.empty;
    expect(await runs()).to.equal(3);
  });

  it("go to the failure destination after their repetitions, with the role of the function", async () => {
    iam.putRolePolicy("f", "send", policy("Allow", "sqs:SendMessage", deadArn));
    fixture.lambda.asynchronous.configure("f", { maximumRetryAttempts: 1, onFailureArn: deadArn });
    call(9);
    await settled();
    expect(fixture.measurements.values("AsyncEventsDropped")).not.to.be.empty;
    const [letter] = await letters();
    expect(letter?.requestPayload).to.deep.equal({ failures: 9 });
    expect(letter?.requestContext).to.deep.include({ condition: "RetriesExhausted", approximateInvokeCount: 2 });
    expect(letter?.responsePayload).to.include({ errorType: "TypeError", errorMessage: "failed at 2" });
  });

  it("are dropped, and the log says so, if the role may not send them to the destination", async () => {
    fixture.lambda.asynchronous.configure("f", { maximumRetryAttempts: 0, onFailureArn: deadArn });
    call(9);
    await settled();
    expect(fixture.measurements.values("DestinationDeliveryFailures")).not.to.be.empty;
    expect(await letters()).to.be.empty;
    expect((await fixture.lines()).join())
      .to.include("a failed call could not be told of")
      .and.include(deadArn);
  });

  it("wait while Lambda is suspended, and are run when it is back", async () => {
    await fixture.lambda.suspend();
    call(0);
    expect(fixture.lambda.asynchronous.pending).to.equal(1);
    await fixture.lambda.resume();
    await settled();
    expect(await runs()).to.equal(1);
  });

  it("are refused at once where the caller may not, or there is no such function", () => {
    const invokedBy = { service: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-west-1:000000000000:rule/r" };
    for (const request of [
      { functionArn: "f", payload: {}, invokedBy },
      { functionArn: "ghost", payload: {} },
    ]) {
      expect(() => {
        fixture.lambda.accept(request);
      }).to.throw(LambdaError);
    }
    expect(fixture.lambda.asynchronous.pending).to.equal(0);
  });

  it("take a queue or a topic of the region as destination only", () => {
    const onFailureArn = "arn:aws:lambda:eu-west-1:000000000000:function:g";
    expect(() => {
      fixture.lambda.asynchronous.configure("f", { onFailureArn });
    }).to.throw(LambdaError, `destination is ${onFailureArn}, and must be a queue or a topic of eu-west-1`);
  });
});
