import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { LambdaFixture } from "./fixture.ts";

describe("the runtime of a function", () => {
  let fixture: LambdaFixture;
  beforeEach(() => {
    fixture = new LambdaFixture();
  });
  afterEach(() => fixture.close());
  const errorOf = async (code: string, configuration = {}) => {
    await fixture.create(code, configuration);
    const { functionError, requestId } = await fixture.invoke();
    return { ...functionError, requestId };
  };

  describe("environment", () => {
    it("is exactly Lambda's, the function's own, and the way to this machine; nothing of the host's", async () => {
      await fixture.create("exports.handler = async () => process.env;", {
        environment: { TABLE_NAME: "bookings" },
        memorySize: 256,
        tracingMode: "Active",
        logging: { logFormat: "JSON", logGroup: "f-log", applicationLogLevel: "WARN" },
      });
      const { payload } = await fixture.invoke();
      const variables = z.record(z.string(), z.string()).parse(payload);
      const {
        AWS_LAMBDA_LOG_STREAM_NAME: stream,
        _X_AMZN_TRACE_ID: trace,
        LAMBDA_TASK_ROOT: root,
        ...others
      } = variables;
      expect(stream).to.match(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
      expect(trace).to.match(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/);
      expect(root).to.match(/functions\/f\/LATEST$/);
      expect(others).to.deep.equal({
        _HANDLER: "index.handler",
        AWS_ACCESS_KEY_ID: "KEY",
        AWS_DEFAULT_REGION: "eu-west-1",
        AWS_ENDPOINT_URL: "http://127.0.0.1:4567",
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_FUNCTION_NAME: "f",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
        AWS_LAMBDA_LOG_FORMAT: "JSON",
        AWS_LAMBDA_LOG_GROUP_NAME: "f-log",
        AWS_LAMBDA_LOG_LEVEL: "WARN",
        AWS_REGION: "eu-west-1",
        AWS_SECRET_ACCESS_KEY: "secret of arn:aws:iam::000000000000:role/f",
        AWS_SESSION_TOKEN: "token",
        AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
        AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
        LANG: "en_US.UTF-8",
        TABLE_NAME: "bookings",
        TZ: ":UTC",
      });
    });

    it("goes on with the caller's trace", async () => {
      await fixture.create("exports.handler = async () => process.env._X_AMZN_TRACE_ID;");
      const root = "Root=1-5759e988-bd862e3fe1be46a994272793";
      const { payload } = await fixture.lambda.invoke({
        functionArn: "f",
        payload: {},
        traceHeader: `${root};Sampled=1`,
      });
      expect(payload).to.match(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=1$`));
    });

    it("has the deployment package only: what lies in a node_modules around it is not found", async () => {
      const helper = join(fixture.folder, "node_modules", "helper");
      mkdirSync(helper, { recursive: true });
      writeFileSync(join(helper, "index.js"), "");
      const { errorType, errorMessage } = await errorOf('require("helper"); exports.handler = async () => {};');
      expect(errorType).to.equal("Runtime.ImportModuleError");
      expect(errorMessage).to.include("Cannot find module 'helper' in the deployment package");
    });
  });

  it("gives the handler the event and Lambda's context", async () => {
    await fixture.create(
      "exports.handler = async (event, context) => ({ event, ...context, left: context.getRemainingTimeInMillis() });",
      { memorySize: 512 },
    );
    const { payload, requestId } = await fixture.invoke({ a: [1, null] });
    const { left, logStreamName, ...context } = z
      .looseObject({ left: z.number(), logStreamName: z.string() })
      .parse(payload);
    expect(left).to.be.within(1, 30_000);
    expect(logStreamName).to.include("[$LATEST]");
    expect(context).to.deep.equal({
      event: { a: [1, null] },
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      functionName: "f",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:f",
      logGroupName: "/aws/lambda/f",
      memoryLimitInMB: "512",
    });
  });

  describe("handlers", () => {
    it("may be synchronous, or answer nothing", async () => {
      await fixture.create("exports.handler = (e) => e.answer;");
      expect((await fixture.invoke({ answer: 5 })).payload).to.equal(5);
      expect((await fixture.invoke({})).payload).to.equal(null);
    });

    it("may be ES modules with top-level await, in a folder", async () => {
      const code = new Map([
        [
          "src/index.mjs",
          Buffer.from('import { x } from "./x.mjs"; await null; export const api = { handler: () => x };'),
        ],
        ["src/x.mjs", Buffer.from("export const x = 7;")],
      ]);
      await fixture.create("", { handler: "src/index.api.handler" }, { code });
      expect((await fixture.invoke()).payload).to.equal(7);
    });

    it("may take a callback before Node.js 24, which waits for an empty event loop unless told otherwise", async () => {
      const code = `
        let late = 0;
        exports.handler = (event, context, callback) => {
          context.callbackWaitsForEmptyEventLoop = event.wait;
          setTimeout(() => { late += 1; }, 20);
          callback(event.fail ? new RangeError("no") : null, { get late() { return late; } });
        };`;
      await fixture.create(code, { runtime: "nodejs22.x" });
      expect((await fixture.invoke({ wait: true })).payload).to.deep.equal({ late: 1 });
      expect((await fixture.invoke({ wait: false })).payload).to.deep.equal({ late: 1 });
      expect((await fixture.invoke({ wait: true, fail: true })).functionError?.errorType).to.equal("RangeError");
    });

    it("may not take one from Node.js 24 on, as on Lambda", async () => {
      const { errorType } = await errorOf("exports.handler = (event, context, callback) => callback(null, 1);");
      expect(errorType).to.equal("Runtime.CallbackHandlerDeprecated");
    });
  });

  describe("errors", () => {
    it("carry type, message and stack of what was thrown", async () => {
      const error = await errorOf(
        "class SoldOut extends Error { name = 'SoldOut' } exports.handler = async () => { throw new SoldOut('none left'); };",
      );
      expect(error).to.include({ errorType: "SoldOut", errorMessage: "none left" });
      expect(error.trace?.[0]).to.equal("SoldOut: none left");
      expect(error.trace?.[1]).to.include("index.js:1");
    });

    it("leave the environment warm if the handler threw", async () => {
      await fixture.create(
        "let n = 0; exports.handler = async () => { n += 1; if (n === 1) throw new Error(); return n; };",
      );
      await fixture.invoke();
      expect((await fixture.invoke()).payload).to.equal(2);
    });

    it("have a type and text for what is no error", async () => {
      expect(await errorOf("exports.handler = async () => { throw 'plain'; };")).to.include({
        errorType: "string",
        errorMessage: "plain",
      });
    });

    it("say that time is over, end the environment, and start another for the next call", async () => {
      await fixture.create("let n = 0; exports.handler = async (e) => { n += 1; while (e.hang); return n; };", {
        timeout: 1,
      });
      const { functionError, requestId } = await fixture.invoke({ hang: true });
      expect(functionError).to.deep.equal({
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
      });
      expect((await fixture.invoke()).payload).to.equal(1);
      expect(await fixture.lines()).to.satisfy((lines: string[]) =>
        lines.some((line) => line.endsWith(`${requestId} Task timed out after 1.00 seconds`)),
      );
    });

    it("say how the process exited", async () => {
      await fixture.create("exports.handler = async (e) => process.exit(e.status);");
      const failed = await fixture.invoke({ status: 3 });
      expect(failed.functionError).to.deep.equal({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${failed.requestId} Error: Runtime exited with error: exit status 3`,
      });
      const left = await fixture.invoke({ status: 0 });
      expect(left.functionError?.errorMessage).to.include("Runtime exited without providing a reason");
    });

    it("say that memory is over, and leave the machine alive", async () => {
      const { errorType, errorMessage } = await errorOf(
        "exports.handler = async () => { const all = []; for (;;) all.push(('x' + Math.random()).repeat(100)); };",
      );
      expect(errorType).to.equal("Runtime.ExitError");
      expect(errorMessage).to.include("signal: killed");
    });

    it("are told of what is thrown or rejected beside the handler", async () => {
      const waits = "await new Promise((resolve) => setTimeout(resolve, 1e6));";
      await fixture.create(`exports.handler = async (e) => {
        if (e.reject) Promise.reject(new Error("nobody listens"));
        else setTimeout(() => { throw new TypeError("later"); }, 1);
        ${waits}
      };`);
      expect((await fixture.invoke()).functionError).to.include({ errorType: "TypeError", errorMessage: "later" });
      expect((await fixture.invoke({ reject: true })).functionError).to.include({
        errorType: "Runtime.UnhandledPromiseRejection",
        errorMessage: "Error: nobody listens",
      });
    });

    it("say that a promise never settles when nothing is left that could settle it", async () => {
      expect((await errorOf("exports.handler = () => new Promise(() => {});")).errorType).to.equal(
        "Runtime.NodeJsExit",
      );
    });

    for (const [what, code, expected] of [
      ["a syntax error", "exports.handler = async () => {", "Runtime.UserCodeSyntaxError"],
      ["a handler that is not exported", "exports.other = async () => {};", "Runtime.HandlerNotFound"],
      ["a handler that is no function", "exports.handler = 5;", "Runtime.HandlerNotFound"],
      ["an error while loading", "throw new URIError('TABLE_NAME is missing');", "URIError"],
      ["an exit while loading", "process.exit(4);", "Runtime.ExitError"],
    ] as const) {
      it(`name ${what} at each call`, async () => {
        await fixture.create(code);
        expect((await fixture.invoke()).functionError?.errorType).to.equal(expected);
        expect((await fixture.invoke()).functionError?.errorType).to.equal(expected);
      });
    }

    it("name a module that is not there", async () => {
      expect((await errorOf("", { handler: "main.handler" })).errorMessage).to.include("Cannot find module 'main'");
    });
  });
});
