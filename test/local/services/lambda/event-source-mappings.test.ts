import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { buildApp } from "fauxqs";
import { eventually } from "../../eventually.ts";
import { LambdaFixture, rejection } from "./fixture.ts";

const eventSourceArn = "arn:aws:sqs:eu-west-1:000000000000:bookings";

describe("EventSourceMappings", () => {
  let fixture: LambdaFixture;
  beforeEach(async () => {
    fixture = new LambdaFixture({ endpointUrl: "http://127.0.0.1:9" }); // nothing listens there
    await fixture.create("exports.handler = async () => {};", {}, { publish: true });
    await fixture.lambda.putAlias("f", { name: "live", version: "1" });
  });
  afterEach(() => fixture.close());

  it("tells state and what went wrong, in the mapping and in the function's log", async () => {
    const { uuid, state, functionArn } = fixture.lambda.eventSources.create({ eventSourceArn, functionName: "f:live" });
    expect([state, functionArn]).to.deep.equal(["Enabled", "arn:aws:lambda:eu-west-1:000000000000:function:f:live"]);
    const result = () => fixture.lambda.eventSources.find(uuid)?.lastProcessingResult ?? "";
    await eventually(() => result().startsWith("PROBLEM: "));
    expect(result()).to.include(`cannot read ${eventSourceArn}`);
    const lines = await fixture.lines();
    expect(lines.filter((line) => line.startsWith("ERROR event source mapping: cannot read"))).to.have.length(1);
  });

  it("feeds a function from a queue, and closing does not wait for a run that hangs", async () => {
    const app = buildApp({ defaultRegion: "eu-west-1", logger: false });
    const endpointUrl = await app.listen({ host: "127.0.0.1", port: 0 });
    const fed = new LambdaFixture({ endpointUrl });
    await fed.create("exports.handler = () => new Promise((resolve) => setTimeout(resolve, 1e6));", { timeout: 900 });
    const credentials = { accessKeyId: "KEY", secretAccessKey: "secret" };
    const client = new SQSClient({ region: "eu-west-1", endpoint: endpointUrl, credentials });
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "bookings" }));
    fed.lambda.eventSources.create({ eventSourceArn, functionName: "f" });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hang" }));
    await eventually(() => fed.measurements.values("ConcurrentExecutions").length > 0);
    await fed.close();
    client.destroy();
    await app.close();
  });

  it("is changed, disabled and removed", async () => {
    const { eventSources } = fixture.lambda;
    const { uuid } = eventSources.create({ eventSourceArn, functionName: "f:live", enabled: false });
    expect(eventSources.find(uuid)).to.deep.include({ state: "Disabled", lastProcessingResult: "OK" });
    expect((await eventSources.update(uuid, { eventSourceArn, functionName: "f:live", batchSize: 5 })).state).to.equal(
      "Enabled",
    );
    await eventSources.delete(uuid);
    expect(eventSources.find(uuid)).to.equal(undefined);
    const gone = await rejection(eventSources.update(uuid, { eventSourceArn, functionName: "f" }));
    expect(gone.name).to.equal("ResourceNotFoundException");
  });

  it("checks what is for streams only, and what a stream needs", () => {
    const { eventSources } = fixture.lambda;
    const stream = "arn:aws:dynamodb:eu-west-1:000000000000:table/tours/stream/2026-11-21T00:00:00.000";
    const create = (change: object) => () =>
      eventSources.create({
        eventSourceArn: stream,
        functionName: "f:live",
        startingPosition: "LATEST",
        enabled: false,
        ...change,
      });
    expect(create({ eventSourceArn, startingPosition: undefined, parallelizationFactor: 2 })).to.throw(
      "parallelizationFactor is for streams only",
    );
    expect(create({ startingPosition: undefined })).to.throw(
      "startingPosition is undefined, and must be TRIM_HORIZON or LATEST",
    );
    expect(create({ eventSourceArn: stream.replace("eu-west-1", "us-east-1") })).to.throw(
      "and must be arn:aws:dynamodb:eu-west-1:000000000000:table/<name>/stream/<label>",
    );
    expect(
      create({
        batchSize: 10_001,
        parallelizationFactor: 11,
        maximumRetryAttempts: -2,
        maximumRecordAgeInSeconds: 59,
        maximumConcurrency: 2,
        onFailureArn: "arn:aws:sqs:us-east-1:000000000000:q",
      }),
    ).to.throw(
      "batchSize is 10001, and must be 1 to 10000; maximumConcurrency is for queues only; " +
        "parallelizationFactor is 11, and must be 1 to 10; maximumRetryAttempts is -2, and must be 0 to 10000, or -1; " +
        "maximumRecordAgeInSeconds is 59, and must be 60 to 604800, or -1; " +
        "onFailure is arn:aws:sqs:us-east-1:000000000000:q, and must be the ARN of a queue or topic in eu-west-1",
    );
    expect(create({ filterPatterns: ['{"a":[{"suffix":"x"}]}'] })).to.throw("does not know the operator suffix");
    expect(create({ batchSize: 1000 })).to.not.throw();
  });

  it("refuses a second mapping of the same two, an unknown function, another service and values out of range", () => {
    const { eventSources } = fixture.lambda;
    eventSources.create({ eventSourceArn, functionName: "f", enabled: false });
    const create = (change: object) => () =>
      eventSources.create({ eventSourceArn, functionName: "f:live", enabled: false, ...change });
    expect(create({ functionName: "f" })).to.throw("feeds arn:aws:lambda:eu-west-1:000000000000:function:f already");
    expect(create({ functionName: "g" })).to.throw("Function not found");
    expect(create({ eventSourceArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/s" })).to.throw(
      "is of the service kinesis, and this machine reads sqs and dynamodb only",
    );
    expect(create({ batchSize: 11 })).to.throw(
      "batchSize is 11, and must be 1 to 10, or to 10000 with a batching window",
    );
    expect(create({ batchSize: 100, maximumBatchingWindowInSeconds: 5 })).to.not.throw();
    expect(create({ functionName: "f:1", maximumConcurrency: 1 })).to.throw(
      "maximumConcurrency is 1, and must be 2 to 1000",
    );
    expect(create({ functionName: "f:1", functionResponseTypes: ["All"] })).to.throw("functionResponseTypes holds All");
  });
});
