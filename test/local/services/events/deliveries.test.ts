import { expect } from "chai";
import { DeliveryFailure } from "../../../../local/services/events/deliverer.ts";
import { eventually } from "../../eventually.ts";
import { deadLetterArn, EventsFixture, queueArn, unavailable } from "./fixture.ts";

describe("deliveries of events", () => {
  it("bring an event to every target of every rule that wants it, on behalf of the rule", async () => {
    const fixture = new EventsFixture().withRule();
    const { events, delivered, measurements } = fixture;
    events.rules.put({ name: "others", busName: "shop", eventPattern: '{"source":["else"]}', state: "ENABLED" });
    events.rules.putTarget("others", { id: "queue", arn: queueArn }, "shop");
    const { Entries } = await fixture.put({ n: 1 });
    await eventually(() => events.pending === 0);
    expect(delivered).to.have.lengthOf(1);
    expect(delivered[0]).to.include({
      targetArn: queueArn,
      ruleArn: "arn:aws:events:eu-west-1:000000000000:rule/shop/orders",
    });
    expect(JSON.parse(delivered[0]?.text ?? "")).to.deep.equal({
      version: "0",
      id: Entries[0]?.EventId,
      "detail-type": "Test",
      source: "berth",
      account: "000000000000",
      time: "2026-11-21T18:30:00Z",
      region: "eu-west-1",
      resources: [],
      detail: { n: 1 },
    });
    const dimensions = { EventBusName: "shop", RuleName: "orders" };
    expect(measurements.all).to.deep.include({ namespace: "AWS/Events", name: "Invocations", dimensions, value: 1 });
  });

  it("are tried again until the target takes them", async () => {
    const fixture = new EventsFixture().withRule({ deadLetterArn });
    fixture.onDelivery = () => {
      if (fixture.delivered.length < 4) unavailable();
    };
    await fixture.put();
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(4);
    expect(fixture.letters).to.be.empty;
    // Each counts for the rule and for its bus.
    expect(fixture.measurements.values("RetryInvocationAttempts")).to.have.lengthOf(6);
    expect(fixture.measurements.values("FailedInvocations")).to.be.empty;
  });

  it("are given up after the tries of the retry policy, into the dead-letter queue", async () => {
    const fixture = new EventsFixture().withRule({ deadLetterArn, retryPolicy: { maximumRetryAttempts: 2 } });
    fixture.onDelivery = unavailable;
    await fixture.put({ n: 1 });
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(3);
    expect(fixture.letters).to.have.lengthOf(1);
    expect(fixture.letters[0]?.queueName).to.equal("dead");
    expect(JSON.parse(fixture.letters[0]?.body ?? "")).to.deep.include({ source: "berth", detail: { n: 1 } });
    expect(fixture.letters[0]?.attributes).to.deep.equal({
      RULE_ARN: "arn:aws:events:eu-west-1:000000000000:rule/shop/orders",
      TARGET_ARN: queueArn,
      ERROR_CODE: "ERROR_FROM_TARGET",
      ERROR_MESSAGE: "the target is away",
      RETRY_ATTEMPTS: "2",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    });
    expect(fixture.measurements.values("FailedInvocations")).to.deep.equal([1]);
    expect(fixture.measurements.values("InvocationsSentToDlq")).to.deep.equal([1]);
  });

  it("are given up when the event is too old for another try", async () => {
    const fixture = new EventsFixture().withRule({ deadLetterArn, retryPolicy: { maximumEventAgeInSeconds: 60 } });
    fixture.onDelivery = () => {
      fixture.now += 31_000;
      unavailable();
    };
    await fixture.put();
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(2);
    expect(fixture.letters[0]?.attributes).to.include({ EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds" });
  });

  it("are given up at once when only somebody can mend what is wrong", async () => {
    const fixture = new EventsFixture().withRule({ deadLetterArn });
    fixture.onDelivery = () => {
      throw new DeliveryFailure("NO_PERMISSIONS", "no policy");
    };
    await fixture.put();
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(1);
    expect(fixture.letters[0]?.attributes).to.include({ ERROR_CODE: "NO_PERMISSIONS", RETRY_ATTEMPTS: "0" });
    expect(fixture.letters[0]?.attributes).not.to.have.property("EXHAUSTED_RETRY_CONDITION");
  });

  it("are lost, and said to be, without a dead-letter queue, or with one that refuses them", async () => {
    const retryPolicy = { maximumRetryAttempts: 0 };
    const without = new EventsFixture().withRule({ retryPolicy });
    const refused = new EventsFixture().withRule({ retryPolicy, deadLetterArn });
    refused.isAllowed = false;
    for (const fixture of [without, refused]) {
      fixture.onDelivery = unavailable;
      await fixture.put();
      await eventually(() => fixture.events.pending === 0);
      expect(fixture.letters).to.be.empty;
      expect(fixture.lines).to.have.lengthOf(1);
      expect(fixture.lines[0]).to.match(
        /^rule orders could not deliver event .* to its target queue: the target is away/,
      );
    }
    expect(refused.lines[0]).to.include("nor to its dead-letter queue").and.include("is not authorized to perform");
    expect(refused.measurements.values("InvocationsFailedToBeSentToDlq")).to.deep.equal([1]);
    expect(without.measurements.values("InvocationsFailedToBeSentToDlq")).to.be.empty;
  });

  it("wait while the region is dark, however long, and are made when it is back", async () => {
    const fixture = new EventsFixture().withRule({ retryPolicy: { maximumEventAgeInSeconds: 60 } });
    fixture.events.suspend();
    await fixture.put({ n: 1 });
    fixture.now += 3_600_000;
    expect(fixture.delivered).to.be.empty;
    expect(fixture.events.pending).to.equal(1);
    fixture.events.resume();
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.details).to.deep.equal([{ n: 1 }]);
  });

  it("are made again when the region went dark in the middle, and that try counts for none", async () => {
    const fixture = new EventsFixture().withRule({ deadLetterArn, retryPolicy: { maximumRetryAttempts: 0 } });
    const cut = Promise.withResolvers<undefined>();
    fixture.onDelivery = () => cut.promise;
    await fixture.put({ n: 1 });
    await eventually(() => fixture.delivered.length === 1);
    fixture.events.suspend();
    cut.reject(new DeliveryFailure("ERROR_FROM_TARGET", "cut off"));
    fixture.onDelivery = () => undefined;
    await new Promise(setImmediate);
    expect(fixture.events.pending).to.equal(1);
    fixture.events.resume();
    await eventually(() => fixture.events.pending === 0);
    expect(fixture.delivered).to.have.lengthOf(2);
    expect(fixture.letters).to.be.empty;
  });

  it("come twice, out of order, and after a failure, when a fault says so", async () => {
    const fixture = new EventsFixture().withRule();
    const { events } = fixture;
    events.inject({ action: "deliver:orders", copies: 1, times: 1 });
    await fixture.put({ n: "twice" });
    await eventually(() => events.pending === 0);
    expect(fixture.details).to.deep.equal([{ n: "twice" }, { n: "twice" }]);

    events.inject({ action: "deliver:*", latencyMs: 20, times: 1 });
    await fixture.put({ n: "late" });
    await fixture.put({ n: "early" });
    await eventually(() => events.pending === 0);
    expect(fixture.details.slice(2)).to.deep.equal([{ n: "early" }, { n: "late" }]);

    const fault = events.inject({ action: "deliver:orders", error: { name: "Away", status: 500 }, times: 2 });
    await fixture.put({ n: "again" });
    await eventually(() => events.pending === 0);
    expect(fault.struck).to.equal(2);
    expect(fixture.details.slice(4)).to.deep.equal([{ n: "again" }]);
    expect(() => events.inject({ action: "deliver:*", copies: -1 })).to.throw(RangeError, "copies -1");
  });
});
