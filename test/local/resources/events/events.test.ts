import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { archive } from "../../../../local/resources/events/archive.ts";
import { busPolicy } from "../../../../local/resources/events/bus-policy.ts";
import { bus } from "../../../../local/resources/events/bus.ts";
import { rule } from "../../../../local/resources/events/rule.ts";
import { target } from "../../../../local/resources/events/target.ts";
import { InvalidInputs } from "../../../../local/resources/resource-type.ts";
import { policy } from "../../iam-documents.ts";
import { EventsFixture, functionArn, queueArn } from "../../services/events/fixture.ts";
import { failureOf } from "../region-fixture.ts";

const schedule = { scheduleExpression: "rate(5 minutes)" };

function context(autoName = "warm-up-1a2b3c4") {
  const { events } = new EventsFixture();
  const region: Pick<Region, "events" | "name"> = { events, name: "eu-west-1" };
  return { region: region as Region, autoName };
}

describe("resources/events", () => {
  it("makes, reads, changes and removes a rule", async () => {
    const here = context();
    const { id, outputs } = await rule.create(here, schedule);
    expect(id).to.equal("warm-up-1a2b3c4");
    expect(outputs).to.include({
      name: "warm-up-1a2b3c4",
      arn: "arn:aws:events:eu-west-1:000000000000:rule/warm-up-1a2b3c4",
      state: "ENABLED",
      eventBusName: "default",
    });
    await rule.update(here, id, { scheduleExpression: "rate(1 hour)" });
    expect((await rule.read(here, id))?.outputs).to.include({ scheduleExpression: "rate(1 hour)" });
    await rule.delete(here, id);
    expect(await rule.read(here, id)).to.equal(undefined);
  });

  it("makes, reads, changes and removes a rule of a bus, with its target", async () => {
    const here = context();
    await bus.create(here, { name: "shop" });
    const eventPattern = '{"source":["berth"]}';
    const given = { name: "orders", eventBusName: "shop", eventPattern };
    const { id, outputs } = await rule.create(here, given);
    expect(id).to.equal("shop/orders");
    expect(outputs).to.include({ ...given, arn: "arn:aws:events:eu-west-1:000000000000:rule/shop/orders" });
    const inputs = {
      ...{ rule: "orders", eventBusName: "shop", arn: queueArn, inputPath: "$.detail" },
      deadLetterConfig: { arn: `${queueArn}-dead` },
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 60 },
    };
    const made = await target.create(here, { ...inputs, targetId: "queue" });
    expect(made.id).to.equal("shop/orders/queue");
    expect((await target.read(here, made.id))?.outputs).to.deep.include({ ...inputs, targetId: "queue" });
    await rule.update(here, id, { ...given, state: "DISABLED" });
    expect((await rule.read(here, id))?.outputs).to.include({ state: "DISABLED", eventBusName: "shop" });
    await target.update(here, made.id, { ...inputs, inputPath: undefined, input: "{}" });
    expect((await target.read(here, made.id))?.outputs)
      .to.include({ input: "{}" })
      .and.not.to.have.property("inputPath");
    await target.delete(here, made.id);
    expect(await target.read(here, made.id)).to.equal(undefined);
    await rule.delete(here, id);
    expect(await rule.read(here, id)).to.equal(undefined);
  });

  it("makes, reads, changes and removes a target of a rule of the bus default", async () => {
    const here = context();
    const { id: name } = await rule.create(here, schedule);
    const { id } = await target.create(here, { rule: name, arn: functionArn, retryPolicy: {} });
    expect(id).to.equal("warm-up-1a2b3c4/warm-up-1a2b3c4");
    expect((await target.read(here, id))?.outputs).to.include({ rule: name, arn: functionArn });
    await target.update(here, id, { rule: name, arn: functionArn, input: "{}" });
    expect((await target.read(here, id))?.outputs).to.include({ input: "{}" });
    await target.delete(here, id);
    expect(await target.read(here, id)).to.equal(undefined);
  });

  it("makes, reads, changes and removes a bus, its policy and its archive", async () => {
    const here = context("shop-1a2b3c4");
    const { id, outputs } = await bus.create(here, { description: "Orders", kmsKeyIdentifier: "arn:key" });
    const arn = "arn:aws:events:eu-west-1:000000000000:event-bus/shop-1a2b3c4";
    expect(outputs).to.include({ name: "shop-1a2b3c4", arn, description: "Orders", kmsKeyIdentifier: "arn:key" });

    const text = policy("Allow", "events:PutEvents", arn, { Principal: { AWS: "000000000000" } });
    const attached = await busPolicy.create(here, { eventBusName: id, policy: text });
    expect((await busPolicy.read(here, attached.id))?.outputs).to.include({ eventBusName: id, policy: text });
    const other = policy("Deny", "events:PutEvents", arn, { Principal: "*" });
    await busPolicy.update(here, attached.id, { eventBusName: id, policy: other });
    await bus.update(here, id, { description: "All orders" });
    expect((await bus.read(here, id))?.outputs).to.include({ description: "All orders" });
    expect((await busPolicy.read(here, attached.id))?.outputs).to.include({ policy: other });
    await busPolicy.delete(here, attached.id);
    expect(await busPolicy.read(here, attached.id)).to.equal(undefined);

    const kept = await archive.create(here, { name: "all", eventSourceArn: arn, retentionDays: 30 });
    expect(kept.outputs).to.include({ arn: "arn:aws:events:eu-west-1:000000000000:archive/all", retentionDays: 30 });
    await archive.update(here, kept.id, { eventSourceArn: arn });
    expect((await archive.read(here, kept.id))?.outputs).to.include({ retentionDays: 0 });
    await archive.delete(here, kept.id);
    expect(await archive.read(here, kept.id)).to.equal(undefined);
    await bus.delete(here, id);
    expect(await bus.read(here, id)).to.equal(undefined);
    await busPolicy.delete(here, attached.id);
  });

  it("refuses what it does not know", async () => {
    const here = context();
    const transformed = { rule: "r", arn: functionArn, inputTransformer: { inputTemplate: "<a>" } };
    for (const [made, problem] of [
      [target.create(here, transformed), "does not know the input inputTransformer"],
      [rule.create(here, { ...schedule, roleArn: "arn:r" }), "does not know the input roleArn"],
      [bus.create(here, { name: "shop", eventSourceName: "aws.partner/x" }), "does not know the input eventSourceName"],
    ] as const) {
      const error = await failureOf(made);
      expect(error).to.be.instanceOf(InvalidInputs);
      expect(error.message).to.include(problem);
    }
    expect((await failureOf(Promise.resolve().then(() => rule.create(here, {})))).message).to.include("must be set");
  });
});
