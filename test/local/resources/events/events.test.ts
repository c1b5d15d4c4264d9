import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { rule } from "../../../../local/resources/events/rule.ts";
import { target } from "../../../../local/resources/events/target.ts";
import { InvalidInputs } from "../../../../local/resources/resource-type.ts";
import { Events } from "../../../../local/services/events/events.ts";

const functionArn = "arn:aws:lambda:eu-west-1:000000000000:function:accept:live";

function context() {
  const events = new Events({ region: "eu-west-1", invoke: () => Promise.resolve(), report: () => undefined });
  const region: Pick<Region, "events"> = { events };
  return { region: region as Region, autoName: "warm-up-1a2b3c4" };
}

describe("resources/events", () => {
  it("makes, reads, changes and removes a rule", async () => {
    const here = context();
    const { id, outputs } = await rule.create(here, { scheduleExpression: "rate(5 minutes)" });
    expect(outputs).to.include({
      name: "warm-up-1a2b3c4",
      arn: "arn:aws:events:eu-west-1:000000000000:rule/warm-up-1a2b3c4",
      state: "ENABLED",
    });
    await rule.update(here, id, { scheduleExpression: "rate(1 hour)" });
    expect((await rule.read(here, id))?.outputs).to.include({ scheduleExpression: "rate(1 hour)" });
    await rule.delete(here, id);
    expect(await rule.read(here, id)).to.equal(undefined);
  });

  it("makes, reads, changes and removes a target", async () => {
    const here = context();
    const { id: name } = await rule.create(here, { scheduleExpression: "rate(5 minutes)" });
    const { id } = await target.create(here, { rule: name, arn: functionArn, retryPolicy: {} });
    expect((await target.read(here, id))?.outputs).to.include({ rule: name, arn: functionArn });
    await target.update(here, id, { rule: name, arn: functionArn, input: "{}" });
    expect((await target.read(here, id))?.outputs).to.include({ input: "{}" });
    await target.delete(here, id);
    expect(await target.read(here, id)).to.equal(undefined);
  });

  it("refuses what it does not know", async () => {
    const here = context();
    const refused = async (made: Promise<unknown>) => {
      const error: unknown = await made.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(InvalidInputs);
      return String(error);
    };
    expect(await refused(rule.create(here, { eventPattern: "{}", scheduleExpression: "rate(1 hour)" }))).to.include(
      "aws:cloudwatch/eventRule:EventRule: this machine does not know the input eventPattern",
    );
    expect(await refused(target.create(here, { rule: "r", arn: "arn:aws:sqs:eu-west-1:000000000000:q" }))).to.include(
      "arn: this machine knows functions as targets only",
    );
  });
});
