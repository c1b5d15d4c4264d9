import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { EventBus, EventRule, LambdaFunction, Queue, Topic } from "../../components/index.ts";
import { Machine } from "../../local/machine.ts";
import { eventually } from "../local/eventually.ts";

const region = "eu-west-1";

/** A bus whose bookings go to a queue, to a topic that another queue hears, and to a function. */
function program() {
  const bus = new EventBus("bookings", { description: "What became of bookings" });
  const rule = (name: string, called?: LambdaFunction) =>
    new EventRule(name, {
      bus,
      eventPattern: JSON.stringify({ "detail-type": ["BookingConfirmed"], detail: { units: [{ numeric: [">", 1] }] } }),
      description: name,
      function: called,
    });
  const mail = new Queue("mail", { eventRules: [rule("to-mail")] });
  const notices = new Topic("notices", { eventRules: [rule("to-notices")] });
  const heard = new Queue("heard");
  new aws.sns.TopicSubscription("heard", { topic: notices.arn, protocol: "sqs", endpoint: heard.arn });
  rule("to-count", new LambdaFunction("count", { entry: "test/components/fixtures/handler.ts" }));
  return Promise.resolve({ busName: bus.busName, mailUrl: mail.url, heardUrl: heard.url });
}

describe("events through the library's components", () => {
  let machine: Machine;
  let outputs: Record<string, unknown>;

  before(async () => {
    const options = { regions: [region], folder: ".berth/test-events", port: 0, print: () => undefined };
    machine = await Machine.start(options);
    const config = { "aws:region": region };
    outputs = await machine.deploy({ project: "test", stack: "events-eu-west-1", config, run: program });
  });

  after(() => machine.stop());

  async function call(service: string, target: string, body: object): Promise<Record<string, unknown>> {
    const { accessKeyId } = machine.iam.operator;
    const response = await fetch(machine.region(region).endpoint.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        "x-amz-target": target,
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  async function received(url: unknown): Promise<string[]> {
    const answer = await call("sqs", "AmazonSQS.ReceiveMessage", { QueueUrl: url, MaxNumberOfMessages: 10 });
    return ((answer.Messages ?? []) as { Body: string }[]).map(({ Body }) => Body);
  }

  it("reach a queue, a topic and a function, each let in by its own policy", async () => {
    const { events, cloudwatch } = machine.region(region);
    const event = (units: number) => ({
      Source: "berth",
      DetailType: "BookingConfirmed",
      Detail: JSON.stringify({ units }),
      EventBusName: outputs.busName,
    });
    const answer = await call("events", "AWSEvents.PutEvents", { Entries: [event(1), event(2)] });
    expect(answer.FailedEntryCount).to.equal(0);
    await eventually(() => events.pending === 0);

    const [mail = "", ...others] = await received(outputs.mailUrl);
    expect(JSON.parse(mail)).to.deep.include({ source: "berth", detail: { units: 2 } });
    expect(others).to.be.empty;
    const [notice = ""] = await received(outputs.heardUrl);
    expect(JSON.parse(notice)).to.have.property("Message").that.includes('"units":2');
    const runs = { namespace: "AWS/Lambda", name: "Invocations", dimensions: { FunctionName: functionName() } };
    await eventually(() => cloudwatch.values(runs, 0, Date.now() + 1).length === 1);
  });

  /** The function's physical name, from the alarm that watches it. */
  function functionName(): string {
    const alarm = machine
      .region(region)
      .cloudwatch.alarms()
      .find(({ definition }) => definition.name.startsWith("count-errors"));
    return alarm?.definition.dimensions?.FunctionName ?? "";
  }
});
