import { expect } from "chai";
import { eventually } from "../../eventually.ts";
import { LambdaFixture, rejection } from "./fixture.ts";

/** Tells which environment ran, and takes as long as it is told. */
const code = `
const { threadId } = require("node:worker_threads");
exports.handler = async ({ wait = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, wait));
  return [threadId, process.env.AWS_LAMBDA_INITIALIZATION_TYPE];
};`;

describe("concurrency of a function", () => {
  let fixture: LambdaFixture;
  beforeEach(() => {
    fixture = new LambdaFixture({ maximumEnvironments: 2 });
  });
  afterEach(() => fixture.close());
  const environments = (results: { payload?: unknown }[]) =>
    new Set(results.map(({ payload }) => JSON.stringify(payload))).size;

  it("stays warm: the second call finds the environment of the first", async () => {
    await fixture.create("let n = 0; exports.handler = async () => ++n;");
    expect((await fixture.invoke()).payload).to.equal(1);
    expect((await fixture.invoke()).payload).to.equal(2);
  });

  it("runs one invocation at a time in an environment", async () => {
    await fixture.create(`
      let running = 0;
      exports.handler = async () => {
        running += 1;
        const seen = running;
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return seen;
      };`);
    const results = await Promise.all(Array.from({ length: 12 }, () => fixture.invoke()));
    expect(results.map(({ payload }) => payload)).to.deep.equal(Array.from({ length: 12 }, () => 1));
  });

  it("starts no more environments than this machine is given; further calls wait in line and are all answered", async () => {
    await fixture.create(code);
    const results = await Promise.all(Array.from({ length: 10 }, () => fixture.invoke({ wait: 5 })));
    expect(results.every(({ functionError }) => functionError === undefined)).to.equal(true);
    expect(environments(results)).to.equal(2);
  });

  it("refuses calls beyond the reserved concurrency, and counts them", async () => {
    await fixture.create(code, {}, { reservedConcurrency: 3 });
    const calls = Array.from({ length: 5 }, () => fixture.invoke({ wait: 20 }));
    const settled = await Promise.allSettled(calls);
    const refused = settled.filter(({ status }) => status === "rejected");
    expect(refused).to.have.length(2);
    expect((await rejection(calls[4] ?? Promise.resolve())).name).to.equal("TooManyRequestsException");
    expect(fixture.measurements.values("Throttles").filter((value) => value === 1)).to.have.length(4); // two scopes each
    expect((await fixture.invoke()).functionError, "there is room again").to.equal(undefined);
  });

  it("runs nothing with a reserved concurrency of 0", async () => {
    await fixture.create(code, {}, { reservedConcurrency: 0 });
    expect((await rejection(fixture.invoke())).name).to.equal("TooManyRequestsException");
  });

  it("makes room for another version by ending an idle environment", async () => {
    const { configuration } = await fixture.create(code, {}, { publish: true });
    await fixture.lambda.updateFunction({ configuration: { ...configuration, timeout: 9 }, publish: true });
    await Promise.all([fixture.invoke({ wait: 10 }, "f:1"), fixture.invoke({ wait: 10 }, "f:1")]);
    expect((await fixture.invoke({}, "f:2")).functionError).to.equal(undefined);
  });

  it("starts provisioned environments ahead, which calls then find", async () => {
    await fixture.create(code, {}, { publish: true });
    await fixture.lambda.provision("f", "1", 2);
    const { payload } = await fixture.invoke({}, "f:1");
    expect(payload).to.have.property("1", "provisioned-concurrency");
    expect(fixture.lambda.provisioned("f", "1")).to.equal(2);
    fixture.lambda.unprovision("f", "1");
    expect(fixture.lambda.provisioned("f", "1")).to.equal(undefined);
    expect((await fixture.invoke({}, "f:1")).payload).to.have.property("1", "on-demand");
  });

  it("lets other versions run although all places are provisioned", async () => {
    await fixture.create(code, {}, { publish: true });
    await fixture.lambda.provision("f", "1", 2);
    expect((await fixture.invoke({}, "f")).payload).to.have.property("1", "on-demand");
  });

  it("replaces a provisioned environment that ended", async () => {
    await fixture.create(
      "exports.handler = async (e) => (e.exit ? process.exit(1) : process.env.AWS_LAMBDA_INITIALIZATION_TYPE);",
      {},
      { publish: true },
    );
    await fixture.lambda.provision("f", "1", 1);
    expect((await fixture.invoke({ exit: true }, "f:1")).functionError?.errorType).to.equal("Runtime.ExitError");
    await eventually(async () => (await fixture.invoke({}, "f:1")).payload === "provisioned-concurrency");
  });

  it("moves provisioned environments along with their alias", async () => {
    const { configuration } = await fixture.create(code, {}, { publish: true });
    await fixture.lambda.updateFunction({ configuration: { ...configuration, timeout: 9 }, publish: true });
    await fixture.lambda.putAlias("f", { name: "live", version: "1" });
    await fixture.lambda.provision("f", "live", 1);
    await fixture.lambda.putAlias("f", { name: "live", version: "2" });
    expect((await fixture.invoke({}, "f:live")).payload).to.have.property("1", "provisioned-concurrency");
    expect((await fixture.invoke({}, "f:1")).payload).to.have.property("1", "on-demand");
  });

  it("refuses to provision $LATEST, more than is reserved, or code that does not load", async () => {
    await fixture.create("throw new Error('broken');", {}, { publish: true, reservedConcurrency: 1 });
    expect((await rejection(fixture.lambda.provision("f", "$LATEST", 1))).message).to.include("$LATEST takes no");
    expect((await rejection(fixture.lambda.provision("f", "1", 2))).message).to.include(
      "must not be above the reserved 1",
    );
    expect((await rejection(fixture.lambda.provision("f", "1", 1))).message).to.include("did not start: broken");
  });

  it("ends all workers when it closes, and refuses those who wait in line", async () => {
    await fixture.create("exports.handler = () => new Promise((resolve) => setTimeout(resolve, 1e6));", {
      timeout: 900,
    });
    const calls = Array.from({ length: 3 }, () => fixture.invoke());
    const settled = Promise.allSettled(calls);
    await eventually(() => fixture.measurements.values("ConcurrentExecutions").length === 6);
    await fixture.close();
    const outcomes = (await settled).map((each) =>
      each.status === "fulfilled" ? each.value.functionError?.errorType : String(each.reason),
    );
    expect(outcomes).to.have.members(["Runtime.ExitError", "Runtime.ExitError", "Error: the region is stopping"]);
  });
});
