import { expect } from "chai";
import { Endpoint } from "../../../../local/endpoint/endpoint.ts";
import { Iam } from "../../../../local/services/iam/iam.ts";
import { policy, trust } from "../../iam-documents.ts";
import { eventually } from "../../eventually.ts";
import { EventsFixture } from "./fixture.ts";

const region = "eu-west-1";
const busArn = `arn:aws:events:${region}:000000000000:event-bus/shop`;
const event = { Source: "berth", DetailType: "Test", Detail: "{}", EventBusName: "shop" };

describe("PutEvents behind an endpoint", () => {
  const iam = new Iam();
  let endpoint: Endpoint;
  let fixture: EventsFixture;

  beforeEach(async () => {
    endpoint = await Endpoint.listen({ region, iam });
    fixture = new EventsFixture().withRule();
    endpoint.register(fixture.events);
  });

  afterEach(() => endpoint.close());

  /** A call as an SDK makes it. */
  async function call(body: unknown, accessKeyId = iam.operator.accessKeyId, operation = "PutEvents") {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/events/aws4_request, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSEvents.${operation}`,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  }

  it("takes an event, by the name of its bus or its ARN, and gives its id", async () => {
    for (const EventBusName of ["shop", busArn]) {
      const { status, answer } = await call({ Entries: [{ ...event, EventBusName, Time: 0, Resources: ["a"] }] });
      expect(status).to.equal(200);
      expect(answer.FailedEntryCount).to.equal(0);
    }
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(2);
    expect(JSON.parse(fixture.delivered[0]?.text ?? "")).to.deep.include({
      time: "1970-01-01T00:00:00Z",
      resources: ["a"],
    });
  });

  it("puts on the bus default what names none", async () => {
    fixture.events.rules.put({ name: "d", eventPattern: '{"source":["berth"]}', state: "DISABLED" });
    const eventSourceArn = fixture.events.buses.arnOf("default");
    fixture.events.archives.put({ name: "all", eventSourceArn });
    await call({ Entries: [{ ...event, EventBusName: undefined }] });
    expect(fixture.events.archives.events("all")).to.have.lengthOf(1);
  });

  it("takes what is right of a call, and says of each other entry what is wrong", async () => {
    const wrong = [
      { ...event, Detail: "[]" },
      { ...event, Detail: "{" },
      { ...event, Source: "" },
      { ...event, DetailType: undefined },
      { ...event, Source: "aws.s3" },
      { ...event, EventBusName: busArn.replace(region, "us-east-1") },
    ];
    const { answer } = await call({ Entries: [...wrong, event] });
    const codes = (answer.Entries as { ErrorCode?: string; EventId?: string }[]).map(({ ErrorCode }) => ErrorCode);
    expect(codes).to.deep.equal([
      "MalformedDetail",
      "MalformedDetail",
      "InvalidArgument",
      "InvalidArgument",
      "NotAuthorizedForSourceException",
      "InvalidArgument",
      undefined,
    ]);
    expect(answer.FailedEntryCount).to.equal(6);
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(1);
  });

  it("takes an event for a bus that is not there, as AWS does, and says here that it is lost", async () => {
    const { answer } = await call({ Entries: [{ ...event, EventBusName: "ghost" }] });
    expect(answer.FailedEntryCount).to.equal(0);
    expect(fixture.lines[0]).to.match(/^event .* of berth is lost: there is no bus ghost$/);
  });

  for (const [what, body, problem] of [
    ["no entry", { Entries: [] }, "PutEvents has 0 entries, and must have 1 to 10"],
    ["eleven entries", { Entries: Array(11).fill(event) }, "PutEvents has 11 entries"],
    ["more than a megabyte", { Entries: [{ ...event, Detail: "x".repeat(1_048_576) }] }, "over the limit"],
    ["no JSON", "{", "PutEvents: request"],
    ["a parameter of a wrong type", { Entries: [{ ...event, Time: "now" }] }, "PutEvents: Entries.0.Time"],
    ["a parameter that is not known", { Entries: [event], EndpointId: "abc.veo" }, "EndpointId"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, answer } = await call(body);
      expect(status).to.equal(400);
      expect(answer.message).to.include(problem);
    });
  }

  it("refuses an operation that it does not know", async () => {
    expect((await call({}, undefined, "PutRule")).answer.message).to.include("does not know the operation PutRule");
  });

  it("needs events:PutEvents on every bus that is named, from the role or from the bus", async () => {
    const { arn } = iam.putRole({ name: "publisher", assumeRolePolicy: trust });
    const { accessKeyId } = iam.credentials(arn);
    const denied = await call({ Entries: [event] }, accessKeyId);
    expect(denied.status).to.equal(400);
    expect(denied.answer.message).to.include(`is not authorized to perform: events:PutEvents on resource: ${busArn}`);

    fixture.events.buses.setPolicy("shop", policy("Allow", "events:PutEvents", busArn, { Principal: { AWS: arn } }));
    expect((await call({ Entries: [event] }, accessKeyId)).status).to.equal(200);
    const both = { Entries: [event, { ...event, EventBusName: "default" }] };
    expect((await call(both, accessKeyId)).answer.message).to.include("event-bus/default");

    fixture.events.buses.setPolicy("shop", undefined);
    expect((await call({ Entries: [event] }, accessKeyId)).status).to.equal(400);
    iam.putRolePolicy("publisher", "put", policy("Allow", "events:PutEvents", busArn));
    expect((await call({ Entries: [event] }, accessKeyId)).status).to.equal(200);
  });
});
