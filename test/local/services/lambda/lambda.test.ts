import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { LambdaError } from "../../../../local/services/lambda/errors.ts";
import { LambdaFixture, rejection } from "./fixture.ts";

const counter = "let n = 0; exports.handler = async () => ++n;";

describe("Lambda", () => {
  let fixture: LambdaFixture;
  beforeEach(() => {
    fixture = new LambdaFixture();
  });
  afterEach(() => fixture.close());

  describe("versions and aliases", () => {
    it("publishes a version that keeps its code when the function changes", async () => {
      const first = await fixture.create('exports.handler = async () => "one";', {}, { publish: true });
      expect(first).to.deep.include({ version: "1", arn: "arn:aws:lambda:eu-west-1:000000000000:function:f:1" });
      const { configuration } = first;
      const code = new Map([["index.js", Buffer.from('exports.handler = async () => "two";')]]);
      expect((await fixture.lambda.updateFunction({ configuration, code, publish: true })).version).to.equal("2");
      expect((await fixture.invoke({}, "f:1")).payload).to.equal("one");
      expect((await fixture.invoke({}, "f:2")).payload).to.equal("two");
      expect((await fixture.invoke({}, "f")).payload).to.equal("two");
    });

    it("publishes nothing if nothing changed", async () => {
      const { configuration } = await fixture.create(counter, {}, { publish: true });
      expect((await fixture.lambda.updateFunction({ configuration, publish: true })).version).to.equal("1");
      const changed = { ...configuration, timeout: 5 };
      expect((await fixture.lambda.updateFunction({ configuration: changed, publish: true })).version).to.equal("2");
    });

    it("runs new code after an update, not a warm environment with the old", async () => {
      const { configuration } = await fixture.create('exports.handler = async () => "old";');
      expect((await fixture.invoke()).payload).to.equal("old");
      const code = new Map([["index.js", Buffer.from('exports.handler = async () => "new";')]]);
      await fixture.lambda.updateFunction({ configuration, code });
      expect((await fixture.invoke()).payload).to.equal("new");
    });

    it("leads an alias to its version, and elsewhere when it is moved", async () => {
      await fixture.create(
        "exports.handler = async (_, c) => [c.functionVersion, c.invokedFunctionArn];",
        {},
        { publish: true },
      );
      const { arn } = await fixture.lambda.putAlias("f", { name: "live", version: "1" });
      expect((await fixture.invoke({}, arn)).payload).to.deep.equal(["1", arn]);
      await fixture.lambda.putAlias("f", { name: "live", version: "$LATEST" });
      expect((await fixture.invoke({}, arn)).payload).to.deep.equal(["$LATEST", arn]);
      expect((await rejection(fixture.lambda.putAlias("f", { name: "live", version: "7" }))).name).to.equal(
        "ResourceNotFoundException",
      );
    });

    it("knows no function, version or alias that is not there", async () => {
      await fixture.create(counter);
      for (const reference of ["g", "f:1", "f:live", "arn:aws:lambda:eu-west-1:000000000000:function:f:live"]) {
        const error = await rejection(fixture.invoke({}, reference));
        expect(error).to.be.instanceOf(LambdaError).with.property("name", "ResourceNotFoundException");
        expect(error.message).to.match(/^Function not found: arn:aws:lambda:eu-west-1:000000000000:function:/);
      }
    });

    it("writes the code of each version to a folder of its own, and removes it with the function", async () => {
      await fixture.create(counter, {}, { publish: true });
      const folder = join(fixture.folder, "functions", "f");
      expect(readdirSync(folder)).to.have.members(["1", "LATEST"]);
      await fixture.invoke();
      await fixture.lambda.deleteFunction("f");
      expect(existsSync(folder)).to.equal(false);
      expect((await rejection(fixture.invoke())).name).to.equal("ResourceNotFoundException");
      await fixture.lambda.deleteFunction("f");
    });
  });

  it("refuses a second function of the same name, and code that leads out of its folder", async () => {
    await fixture.create(counter);
    expect((await rejection(fixture.create(counter))).name).to.equal("ResourceConflictException");
    const code = new Map([["../evil.js", Buffer.from("")]]);
    const error = await rejection(fixture.create("", { name: "g" }, { code }));
    expect(error.message).to.equal("the path ../evil.js leads out of the deployment package");
  });

  it("refuses a configuration with all that is wrong in it", async () => {
    const error = await rejection(
      fixture.create(counter, {
        runtime: "python3.13",
        handler: "handler",
        timeout: 901,
        memorySize: 64,
        environment: { AWS_REGION: "x", "1ST": "x" },
      }),
    );
    expect(error.name).to.equal("InvalidParameterValueException");
    expect(error.message)
      .to.include("function f: ")
      .and.include("runtime is python3.13, and this machine runs Node.js only")
      .and.include("handler is handler, and must be <file>.<export>")
      .and.include("timeout is 901, and must be 1 to 900 seconds")
      .and.include("memorySize is 64, and must be 128 to 10240 MB")
      .and.include("the environment variable AWS_REGION is reserved")
      .and.include("the environment variable 1ST must be a letter");
    const large = await rejection(fixture.create(counter, { environment: { LARGE: "x".repeat(5000) } }));
    expect(large.message).to.match(/the environment has \d+ bytes, and may have 4096/);
  });

  describe("a service that calls", () => {
    const invokedBy = {
      service: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:eu-west-1:000000000000:abc/live/POST/bookings",
    };
    const permission = {
      statementId: "s",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:eu-west-1:000000000000:abc/*/POST/bookings",
      qualifier: "live",
    };
    const call = (functionArn: string) => fixture.lambda.invoke({ functionArn, payload: {}, invokedBy });
    beforeEach(async () => {
      await fixture.create(counter, {}, { publish: true });
      await fixture.lambda.putAlias("f", { name: "live", version: "1" });
    });

    it("is refused without a permission, naming it, the action and the function", async () => {
      const error = await rejection(call("f:live"));
      expect(error.name).to.equal("AccessDeniedException");
      expect(error.message)
        .to.include("apigateway.amazonaws.com (arn:aws:execute-api:eu-west-1:000000000000:abc/live/POST/bookings)")
        .and.include("lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:000000000000:function:f:live");
    });

    it("is let in by one for its source and the qualifier that it calls", async () => {
      fixture.lambda.functions.get("f").permissions.set("s", permission);
      expect((await call("f:live")).payload).to.equal(1);
      expect((await rejection(call("f"))).name).to.equal("AccessDeniedException");
      expect((await rejection(call("f:1"))).name).to.equal("AccessDeniedException");
    });

    for (const [what, change] of Object.entries({
      principal: { principal: "events.amazonaws.com" },
      action: { action: "lambda:GetFunction" },
      "source ARN": { sourceArn: "arn:aws:execute-api:eu-west-1:000000000000:abc/*/GET/bookings" },
      "source in another region": { sourceArn: "arn:aws:execute-api:us-east-1:000000000000:abc/*" },
      account: { sourceAccount: "111111111111" },
    })) {
      it(`is refused by a permission for another ${what}`, async () => {
        fixture.lambda.functions.get("f").permissions.set("s", { ...permission, ...change });
        expect((await rejection(call("f:live"))).name).to.equal("AccessDeniedException");
      });
    }
  });

  it("refuses a request of more than 6 MB, and a larger response is an error of the function", async () => {
    await fixture.create("exports.handler = async () => 'x'.repeat(7 * 1024 * 1024);");
    expect((await rejection(fixture.invoke("x".repeat(7 * 1024 * 1024)))).name).to.equal("RequestTooLargeException");
    expect((await fixture.invoke()).functionError?.errorType).to.equal("Function.ResponseSizeTooLarge");
  });

  it("measures invocations, errors and duration, for the function and for what was called of it", async () => {
    await fixture.create("exports.handler = async (e) => { if (e.fail) throw new Error(); };", {}, { publish: true });
    await fixture.invoke({}, "f:1");
    await fixture.invoke({ fail: true }, "f:1");
    const of = (name: string, dimensions: object) =>
      fixture.measurements.all
        .filter((each) => each.name === name && JSON.stringify(each.dimensions) === JSON.stringify(dimensions))
        .map(({ value }) => value);
    for (const dimensions of [{ FunctionName: "f" }, { FunctionName: "f", Resource: "f:1" }]) {
      expect(of("Invocations", dimensions)).to.deep.equal([1, 1]);
      expect(of("Errors", dimensions)).to.deep.equal([0, 1]);
      expect(of("Throttles", dimensions)).to.deep.equal([0, 0]);
      expect(of("ConcurrentExecutions", dimensions)).to.deep.equal([1, 1]);
      expect(of("Duration", dimensions)).to.have.length(2);
    }
    expect(new Set(fixture.measurements.all.map(({ namespace }) => namespace))).to.deep.equal(new Set(["AWS/Lambda"]));
  });
});
