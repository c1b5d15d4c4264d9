import { createServer } from "node:net";
import { once } from "node:events";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { AwsError } from "../../../local/endpoint/aws-error.ts";
import { Endpoint } from "../../../local/endpoint/endpoint.ts";
import type { Fault } from "../../../local/endpoint/faults.ts";
import { awsJson, awsQuery } from "../../../local/endpoint/protocol.ts";
import type { EndpointRequest, EndpointResponse, EndpointService } from "../../../local/endpoint/service.ts";
import { MachineError } from "../../../local/machine-error.ts";
import type { Credentials } from "../../../local/services/iam/iam.ts";
import { Iam } from "../../../local/services/iam/iam.ts";
import { policy, trust } from "../iam-documents.ts";

const table = "arn:aws:dynamodb:eu-west-1:000000000000:table/tours";

/** A service that answers `{}`, or as it is told, and remembers what it saw. */
class Probe implements EndpointService {
  readonly name: string;
  readonly protocol;
  readonly seen: EndpointRequest[] = [];
  readonly struck: string[] = [];
  answer: (request: EndpointRequest) => Promise<EndpointResponse> = () =>
    Promise.resolve({ status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: "{}" });

  constructor(name: string, protocol = awsJson) {
    this.name = name;
    this.protocol = protocol;
  }

  access({ operation }: EndpointRequest) {
    return [{ action: `${this.name}:${operation}`, resource: this.name === "dynamodb" ? table : "*" }];
  }

  handle(request: EndpointRequest): Promise<EndpointResponse> {
    this.seen.push(request);
    return this.answer(request);
  }

  injected(_request: EndpointRequest, error: AwsError): void {
    this.struck.push(error.name);
  }
}

describe("Endpoint", () => {
  const iam = new Iam();
  let endpoint: Endpoint;
  let dynamodb: Probe;
  let sqs: Probe;
  const clients: { destroy(): void }[] = [];

  beforeEach(async () => {
    endpoint = await Endpoint.listen({ region: "eu-west-1", iam });
    dynamodb = new Probe("dynamodb");
    sqs = new Probe("sqs");
    for (const service of [dynamodb, sqs, new Probe("sns", awsQuery)]) endpoint.register(service);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await endpoint.close();
  });

  function dynamoDbClient(credentials: Credentials = iam.operator, region = "eu-west-1"): DynamoDBClient {
    const client = new DynamoDBClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  }

  const getItem = new GetItemCommand({ TableName: "tours", Key: { pk: { S: "a" } } });

  async function failure(call: Promise<unknown>): Promise<Error & { $metadata?: { httpStatusCode?: number } }> {
    try {
      await call;
    } catch (error) {
      if (error instanceof Error) return error;
    }
    throw new Error("the call did not fail");
  }

  async function post(headers: Record<string, string>, body = "{}") {
    const response = await fetch(endpoint.url, { method: "POST", headers, body });
    return { status: response.status, text: await response.text() };
  }

  const scope = (accessKeyId: string, region: string, service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });

  it("listens on loopback only", () => {
    expect(endpoint.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("finds the service by the signature's scope, and hands it the body byte for byte", async () => {
    await dynamoDbClient().send(getItem);
    const bytes = Buffer.from([0, 255, 10, 13, 195, 40]);
    await fetch(endpoint.url, {
      method: "POST",
      headers: { ...scope(iam.operator.accessKeyId, "eu-west-1", "sqs"), "x-amz-target": "AmazonSQS.SendMessage" },
      body: bytes,
    });
    expect(dynamodb.seen.map(({ operation }) => operation)).to.eql(["GetItem"]);
    expect(sqs.seen[0]?.body.equals(bytes)).to.equal(true);
  });

  it("refuses a call that is not signed", async () => {
    const { status, text } = await post({ "x-amz-target": "DynamoDB_20120810.GetItem" });
    expect(status).to.equal(400);
    expect(text).to.include("#MissingAuthenticationTokenException");
  });

  it("refuses an access key of nobody's, and names it", async () => {
    const foreign = { accessKeyId: "AKIAFOREIGN", secretAccessKey: "x", sessionToken: "x" };
    const error = await failure(dynamoDbClient(foreign).send(getItem));
    expect(error.name).to.equal("UnrecognizedClientException");
    expect(error.message).to.include("AKIAFOREIGN");
    expect(dynamodb.seen).to.eql([]);
  });

  it("refuses a call signed for another region, and names both", async () => {
    const error = await failure(dynamoDbClient(iam.operator, "us-east-1").send(getItem));
    expect(error.name).to.equal("InvalidSignatureException");
    expect(error.message).to.include("us-east-1").and.include("eu-west-1");
  });

  it("refuses a service that it does not have, names it and those that it has", async () => {
    const { status, text } = await post(scope(iam.operator.accessKeyId, "eu-west-1", "kinesis"));
    expect(status).to.equal(404);
    expect(text).to.include("UnknownServiceException").and.include("no service kinesis, only dynamodb, sns, sqs");
  });

  it("refuses a call that names no operation", async () => {
    const { text } = await post(scope(iam.operator.accessKeyId, "eu-west-1", "sqs"));
    expect(text).to.include("UnknownOperationException");
  });

  it("lets a role do what its policies allow", async () => {
    const { arn } = iam.putRole({ name: "reader", assumeRolePolicy: trust });
    iam.putRolePolicy("reader", "read", policy("Allow", "dynamodb:GetItem", table));
    await dynamoDbClient(iam.credentials(arn)).send(getItem);
    expect(dynamodb.seen).to.have.length(1);
  });

  it("answers a denial as the SDK reads it, naming action and resource, before the service sees the call", async () => {
    const { arn } = iam.putRole({ name: "nobody", assumeRolePolicy: trust });
    const error = await failure(dynamoDbClient(iam.credentials(arn)).send(getItem));
    expect(error.name).to.equal("AccessDeniedException");
    expect(error.$metadata?.httpStatusCode).to.equal(400);
    expect(error.message)
      .to.include("assumed-role/nobody/")
      .and.include("is not authorized to perform: dynamodb:GetItem on resource: " + table)
      .and.include("no identity-based policy allows the dynamodb:GetItem action");
    expect(dynamodb.seen).to.eql([]);
  });

  it("answers a denial of the query protocol in XML", async () => {
    const { accessKeyId } = iam.credentials(iam.putRole({ name: "mute", assumeRolePolicy: trust }).arn);
    const { status, text } = await post(
      { ...scope(accessKeyId, "eu-west-1", "sns"), "content-type": "application/x-www-form-urlencoded" },
      "Action=Publish",
    );
    expect(status).to.equal(403);
    expect(text).to.include("<Type>Sender</Type><Code>AuthorizationError</Code><Message>User: ");
  });

  it("answers a service's failure with 500 and its reason", async () => {
    dynamodb.answer = () => Promise.reject(new Error("the engine is away"));
    const error = await failure(dynamoDbClient().send(getItem));
    expect(error.name).to.equal("InternalFailure");
    expect(error.message).to.include("the engine is away");
    expect(error.$metadata?.httpStatusCode).to.equal(500);
  });

  it("counts the calls of each operation, refused ones too", async () => {
    const { arn } = iam.putRole({ name: "nobody", assumeRolePolicy: trust });
    await dynamoDbClient().send(getItem);
    await failure(dynamoDbClient(iam.credentials(arn)).send(getItem));
    expect([...endpoint.calls]).to.eql([["dynamodb:GetItem", 2]]);
  });

  describe("inject", () => {
    const throttle: Fault = { action: "dynamodb:Get*", error: { name: "ThrottlingException", status: 400 } };

    it("puts an error in place of the service, tells the service, and ends with remove", async () => {
      const fault = endpoint.inject(throttle);
      const error = await failure(dynamoDbClient().send(getItem));
      expect(error.name).to.equal("ThrottlingException");
      expect(error.message).to.include("injected into dynamodb:GetItem");
      expect(dynamodb.seen).to.eql([]);
      expect(dynamodb.struck).to.eql(["ThrottlingException"]);
      expect(fault.struck).to.equal(1);
      fault.remove();
      await dynamoDbClient().send(getItem);
      expect(dynamodb.seen).to.have.length(1);
    });

    it("strikes only the calls that it names, as often as it says", async () => {
      const fault = endpoint.inject({ ...throttle, action: "dynamodb:GetItem", times: 2 });
      endpoint.inject({ ...throttle, action: "sqs:*" });
      for (const name of ["ThrottlingException", "ThrottlingException"]) {
        expect((await failure(dynamoDbClient().send(getItem))).name).to.equal(name);
      }
      await dynamoDbClient().send(getItem);
      expect(fault.struck).to.equal(2);
    });

    it("strikes the same calls again with the same seed", async () => {
      const pattern = async (seed: number) => {
        const fault = endpoint.inject({ ...throttle, probability: 0.5, seed });
        const outcomes: boolean[] = [];
        for (let call = 0; call < 24; call += 1) {
          outcomes.push(
            await dynamoDbClient()
              .send(getItem)
              .then(
                () => true,
                () => false,
              ),
          );
        }
        fault.remove();
        return outcomes;
      };
      const first = await pattern(7);
      expect(first).to.include(true).and.to.include(false);
      expect(await pattern(7)).to.eql(first);
      expect(await pattern(8)).not.to.eql(first);
    });

    it("delays a call by a latency, and still answers it", async () => {
      endpoint.inject({ action: "*", latencyMs: 120 });
      const before = performance.now();
      await dynamoDbClient().send(getItem);
      expect(performance.now() - before).to.be.at.least(115);
      expect(dynamodb.seen).to.have.length(1);
    });

    it("asks for permission first: a caller who may not learns nothing of faults", async () => {
      const { arn } = iam.putRole({ name: "nobody", assumeRolePolicy: trust });
      endpoint.inject(throttle);
      expect((await failure(dynamoDbClient(iam.credentials(arn)).send(getItem))).name).to.equal(
        "AccessDeniedException",
      );
    });

    for (const wrong of [{ probability: 1.5 }, { times: -1 }, { latencyMs: Number.NaN }]) {
      it(`refuses ${JSON.stringify(Object.keys(wrong))} out of range`, () => {
        expect(() => endpoint.inject({ action: "*", ...wrong })).to.throw(RangeError, Object.keys(wrong)[0]);
      });
    }
  });

  it("says in one line what to do about a busy port", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await once(busy, "listening");
    const address = busy.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const error = await failure(Endpoint.listen({ region: "eu-west-1", port, iam }));
    expect(error).to.be.instanceOf(MachineError);
    expect(error.message).to.equal(`port ${port} is in use: stop what listens there or set BERTH_PORT to another`);
    busy.close();
  });

  it("ends a long poll in flight when it closes, tells the service, and listens no more", async () => {
    const polling = Promise.withResolvers<AbortSignal>();
    sqs.answer = ({ signal }) => {
      polling.resolve(signal);
      return new Promise(() => undefined);
    };
    const client = new SQSClient({
      endpoint: endpoint.url,
      region: "eu-west-1",
      credentials: iam.operator,
      maxAttempts: 1,
    });
    clients.push(client);
    const poll = failure(client.send(new ReceiveMessageCommand({ QueueUrl: `${endpoint.url}/000000000000/q` })));
    const signal = await polling.promise;
    await endpoint.close();
    expect(signal.aborted).to.equal(true);
    expect((await poll).message).to.match(/socket hang up|ECONNRESET/);
    expect((await failure(fetch(endpoint.url))).message).to.equal("fetch failed");
    await endpoint.close();
  });
});
