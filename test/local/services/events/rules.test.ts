import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { deadLetterArn, EventsFixture, functionArn, pattern, queueArn } from "./fixture.ts";

const rule = { name: "orders", busName: "shop", eventPattern: pattern, state: "ENABLED" };

describe("rules of event buses", () => {
  it("keep their targets when they change, and lose them when they go", () => {
    const { events } = new EventsFixture().withRule();
    expect(events.rules.put({ ...rule, description: "new" }).targets).to.have.lengthOf(1);
    events.rules.deleteTarget("orders", "queue", "shop");
    expect(events.rules.find("orders", "shop")?.targets).to.be.empty;
    events.rules.delete("orders", "shop");
    expect(events.rules.find("orders", "shop")).to.equal(undefined);
  });

  it("of the same name live on different buses", () => {
    const { events } = new EventsFixture().withRule();
    const { arn } = events.rules.put({ name: "orders", eventPattern: pattern, state: "ENABLED" });
    expect(arn).to.equal("arn:aws:events:eu-west-1:000000000000:rule/orders");
    expect(events.rules.find("orders")?.targets).to.be.empty;
    expect(events.rules.find("orders", "shop")?.targets).to.have.lengthOf(1);
  });

  it("want nothing while they are disabled", async () => {
    const fixture = new EventsFixture().withRule();
    fixture.events.rules.put({ ...rule, state: "DISABLED" });
    await fixture.put();
    expect(fixture.events.pending + fixture.delivered.length).to.equal(0);
  });

  it("hold a bus as long as they are there", () => {
    const { events } = new EventsFixture().withRule();
    expect(() => {
      events.deleteBus("shop");
    }).to.throw(AwsError, "event bus shop has rules: delete them first");
    events.rules.delete("orders", "shop");
    events.deleteBus("shop");
    expect(events.buses.find("shop")).to.equal(undefined);
    events.deleteBus("default");
    expect(events.buses.find("default")?.arn).to.match(/event-bus\/default$/);
  });

  for (const [change, problem] of [
    [{ busName: "ghost" }, "Event bus ghost does not exist."],
    [{ eventPattern: undefined }, "eventPattern or scheduleExpression must be set"],
    [{ scheduleExpression: "rate(1 hour)" }, "scheduleExpression is set, and is for rules of the bus default only"],
    [{ eventPattern: '{"source":"berth"}' }, 'source: "berth" must be a list of values or an object of fields'],
    [{ name: "a b" }, "rule a b: a name has 1 to 64 letters, digits, ., - or _"],
  ] as const) {
    it(`are refused: ${problem}`, () => {
      const { events } = new EventsFixture().withRule();
      expect(() => events.rules.put({ ...rule, ...change })).to.throw(AwsError, problem);
    });
  }

  for (const [target, problem] of [
    [
      { arn: "arn:aws:states:eu-west-1:000000000000:stateMachine:s" },
      "this machine delivers to firehose, lambda, sqs only",
    ],
    [{ arn: functionArn.replace("eu-west-1", "us-east-1") }, "must lie in eu-west-1, as the rule does"],
    [{ arn: functionArn, roleArn: "arn:aws:iam::000000000000:role/r" }, "by its own policy, without a role"],
    [{ arn: "arn:aws:firehose:eu-west-1:000000000000:deliverystream/d" }, "roleArn is not set"],
    [{ arn: functionArn, deadLetterArn: functionArn }, "deadLetterConfig.arn is arn:aws:lambda"],
    [{ arn: functionArn, retryPolicy: { maximumRetryAttempts: 186 } }, "maximumRetryAttempts is 186, and must be"],
    [
      { arn: functionArn, retryPolicy: { maximumEventAgeInSeconds: 59 } },
      "maximumEventAgeInSeconds is 59, and must be",
    ],
    [{ arn: functionArn, input: "{" }, "target t: input is {, and must be JSON"],
    [{ arn: functionArn, inputPath: "detail" }, "inputPath is detail, and must be a path"],
    [{ arn: functionArn, inputPath: "$", input: "1" }, "input and inputPath are both set, and only one can be"],
  ] as const) {
    it(`refuse a target: ${problem}`, () => {
      const { events } = new EventsFixture().withRule();
      expect(() => {
        events.rules.putTarget("orders", { id: "t", ...target }, "shop");
      }).to.throw(AwsError, problem);
    });
  }

  it("refuse a target without a rule, and a sixth one", () => {
    const { events } = new EventsFixture().withRule();
    const put = (id: string, ruleName = "orders") => {
      events.rules.putTarget(ruleName, { id, arn: queueArn, deadLetterArn }, "shop");
    };
    expect(() => {
      put("t", "ghost");
    }).to.throw(AwsError, "Rule ghost does not exist on EventBus shop.");
    for (const id of ["2", "3", "4", "5", "5"]) put(id);
    expect(() => {
      put("6");
    }).to.throw(AwsError, "rule orders has 5 targets, and may have no more");
  });
});
