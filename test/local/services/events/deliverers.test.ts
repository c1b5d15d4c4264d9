import { expect } from "chai";
import { AwsError } from "../../../../local/endpoint/aws-error.ts";
import { DeliveryFailure } from "../../../../local/services/events/deliverer.ts";
import { deliverersTo } from "../../../../local/services/events/deliverers.ts";
import { type PolicyDocument, parsePolicy } from "../../../../local/services/iam/policy.ts";
import type { InvokeRequest } from "../../../../local/services/lambda/invocation.ts";
import { LambdaError } from "../../../../local/services/lambda/errors.ts";
import { policy } from "../../iam-documents.ts";
import { failureOf } from "../../resources/region-fixture.ts";
import { functionArn, queueArn } from "./fixture.ts";

const ruleArn = "arn:aws:events:eu-west-1:000000000000:rule/shop/orders";
const topicArn = "arn:aws:sns:eu-west-1:000000000000:notices";

function allowing(action: string, resource: string, sourceArn = ruleArn): PolicyDocument {
  const rest = {
    Principal: { Service: "events.amazonaws.com" },
    Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
  };
  return parsePolicy(policy("Allow", action, resource, rest), "resource");
}

describe("deliverers of events", () => {
  const calls: InvokeRequest[] = [];
  const sent: string[][] = [];
  let refusal: Error | undefined;
  let attached: PolicyDocument | undefined;

  beforeEach(() => {
    calls.length = 0;
    sent.length = 0;
    refusal = undefined;
    attached = undefined;
  });

  const answer = (...message: string[]) => {
    if (refusal !== undefined) return Promise.reject(refusal);
    sent.push(message);
    return Promise.resolve();
  };
  const deliverers = deliverersTo({
    functions: {
      accept: (request) => {
        if (refusal !== undefined) throw refusal;
        calls.push(request);
      },
    },
    queues: { policyOf: () => attached, send: (name, body) => answer(name, body) },
    topics: { policyOf: () => attached, publish: (arn, message) => answer(arn, message) },
    streams: {
      putAs: (roleArn, name, record) => {
        if (refusal !== undefined) throw refusal;
        sent.push([roleArn, name, record.toString()]);
      },
    },
  });
  const deliver = (service: string, targetArn: string) =>
    deliverers.get(service)?.deliver({ targetArn, text: '{"n":1}', ruleArn }) ?? Promise.reject(new Error("none"));

  it("call a function on behalf of the rule", async () => {
    await deliver("lambda", functionArn);
    const invokedBy = { service: "events.amazonaws.com", sourceArn: ruleArn };
    expect(calls).to.deep.equal([{ functionArn, payload: { n: 1 }, invokedBy }]);
  });

  for (const [service, targetArn, action, name] of [
    ["sqs", queueArn, "sqs:SendMessage", "orders"],
    ["sns", topicArn, "sns:Publish", topicArn],
  ] as const) {
    it(`send to a target of ${service} whose policy allows the rule, and to no other`, async () => {
      for (const policy of [undefined, allowing(action, targetArn, `${ruleArn}-2`)]) {
        attached = policy;
        const failure = await failureOf(deliver(service, targetArn));
        expect(failure).to.be.instanceOf(DeliveryFailure).and.to.include({ code: "NO_PERMISSIONS", isRetried: false });
        expect(failure.message).to.include(`${action} on resource: ${targetArn}`).and.include(ruleArn);
      }
      attached = allowing(action, targetArn);
      await deliver(service, targetArn);
      expect(sent).to.deep.equal([[name, '{"n":1}']]);
    });
  }

  it("put to a stream by the role of the target", async () => {
    const targetArn = "arn:aws:firehose:eu-west-1:000000000000:deliverystream/archive";
    const roleArn = "arn:aws:iam::000000000000:role/archive";
    await deliverers.get("firehose")?.deliver({ targetArn, text: '{"n":1}', ruleArn, roleArn });
    expect(sent).to.deep.equal([[roleArn, "archive", '{"n":1}']]);
    expect(deliverers.get("firehose")?.byRole).to.be.true;
  });

  for (const [error, code, isRetried] of [
    [new AwsError("QueueDoesNotExist", "gone"), "NO_RESOURCE", false],
    [new AwsError("InvalidMessageContents", "bad"), "SDK_CLIENT_ERROR", false],
    [new AwsError("InternalError", "away", 500), "ERROR_FROM_TARGET", true],
    [new LambdaError("ResourceNotFoundException", "gone"), "NO_RESOURCE", false],
    [new LambdaError("AccessDeniedException", "no"), "NO_PERMISSIONS", false],
    [new LambdaError("TooManyRequestsException", "busy"), "THROTTLING", true],
    [new Error("anything"), "ERROR_FROM_TARGET", true],
  ] as const) {
    it(`say ${code} of ${error.name} (${error.message})`, async () => {
      refusal = error;
      attached = allowing("sqs:SendMessage", queueArn);
      const failed = error instanceof LambdaError ? deliver("lambda", functionArn) : deliver("sqs", queueArn);
      expect(await failureOf(failed)).to.include({ code, isRetried });
    });
  }
});
