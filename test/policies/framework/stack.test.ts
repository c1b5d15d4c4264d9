import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { Stack } from "../../../policies/framework/stack.ts";
import { evaluated } from "../../../tools/analysis/evaluated.ts";
import { policyResources } from "../violations.ts";

/** The names of the queues that a function's environment refers to. */
async function referred(register: () => void, preview = false): Promise<string[]> {
  const stack = new Stack(policyResources(await evaluated(register, { preview })));
  return stack
    .all(aws.lambda.Function)
    .flatMap((lambda) => stack.referredBy(lambda, "environment", aws.sqs.Queue))
    .map(({ name }) => name);
}

const lambda = (variable: aws.types.input.lambda.FunctionEnvironment["variables"]) =>
  new aws.lambda.Function("f", { role: "r", environment: { variables: variable } });
const queues = () => ["one", "two"].map((name) => new aws.sqs.Queue(name, { name: `${name}-queue` }));

describe("what refers to what", () => {
  it("is what was made from outputs, known or not", async () => {
    const register = () => {
      const [one] = queues();
      lambda({ URL: one?.url.apply((url) => `${url}?x`) ?? "" });
    };
    expect(await referred(register)).to.deep.equal(["one"]);
    expect(await referred(register, true)).to.deep.equal(["one"]);
  });

  it("is what was written out: a name, an ARN or a URL, also in JSON and deep inside, known or not", async () => {
    for (const text of [
      "one-queue",
      "arn:aws:sqs:eu-west-1:123456789012:one-queue",
      "https://sqs.eu-west-1.amazonaws.com/123456789012/one-queue",
      JSON.stringify({ a: [{ b: "arn:aws:sqs:eu-west-1:123456789012:one-queue" }] }),
    ]) {
      const register = () => {
        queues();
        lambda({ TEXT: text });
      };
      expect(await referred(register), text).to.deep.equal(["one"]);
      expect(await referred(register, true), text).to.deep.equal(["one"]);
    }
  });

  it("is nothing else: no part of a name, no other service's thing of the same name", async () => {
    for (const text of [
      "one-queue-2",
      "arn:aws:sqs:eu-west-1:123456789012:not-one-queue",
      "arn:aws:sns:eu-west-1:123456789012:one-queue",
      "https://example.com/one-queue",
      "",
      "{",
    ]) {
      const register = () => {
        queues();
        lambda({ TEXT: text });
      };
      expect(await referred(register), text).to.be.empty;
    }
  });
});
