import type { DynamoDBStreamEvent } from "aws-lambda";
import { expect } from "chai";
import { LambdaError } from "../../../../../local/services/lambda/errors.ts";
import type { InvokeResult } from "../../../../../local/services/lambda/invocation.ts";
import { Checkpoints } from "../../../../../local/services/lambda/streams/checkpoints.ts";
import { Delivery, type Entry, type GivenUp } from "../../../../../local/services/lambda/streams/delivery.ts";
import type { StreamEventSource } from "../../../../../local/services/lambda/streams/source.ts";

const source: StreamEventSource = {
  streamArn: "arn:stream",
  startingPosition: "TRIM_HORIZON",
  batchSize: 100,
  batchingWindow: 0,
  parallelizationFactor: 1,
  bisectsOnError: false,
  maximumRetryAttempts: -1,
  maximumRecordAge: -1,
  reportsItemFailures: false,
  filters: [],
};
const handled: InvokeResult = { requestId: "r", payload: null };
const failed: InvokeResult = { requestId: "r", functionError: { errorType: "Error", errorMessage: "poison" } };
const numbersOf = ({ Records }: DynamoDBStreamEvent) =>
  Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? "").join("");

/** Delivers records 1, 2, …, and keeps what the function got and what was given up. */
class Fixture {
  readonly checkpoints = new Checkpoints();
  readonly calls: string[] = [];
  readonly givenUp: GivenUp[] = [];
  readonly lines: string[] = [];
  readonly stop = new AbortController();
  now = 1_000_000;
  readonly #delivery: Delivery;

  constructor(change: Partial<StreamEventSource>, answer: (numbers: string) => InvokeResult | Promise<InvokeResult>) {
    this.#delivery = new Delivery({
      source: { ...source, ...change },
      checkpoints: this.checkpoints,
      invoke: async (event) => {
        this.calls.push(numbersOf(event));
        return await answer(numbersOf(event));
      },
      onIteratorAge: () => undefined,
      onGivenUp: (batch) => {
        this.givenUp.push(batch);
        return Promise.resolve();
      },
      report: (line) => this.lines.push(line),
      clock: () => this.now,
      signal: this.stop.signal,
    });
  }

  async deliver(count: number, ages: readonly number[] = []): Promise<void> {
    const entries = Array.from({ length: count }, (_, index): Entry => {
      const SequenceNumber = String(index + 1);
      const ticket = this.checkpoints.take("shard", SequenceNumber);
      const writtenAt = this.now - 1000 * (ages[index] ?? 0);
      return { ticket, record: { dynamodb: { SequenceNumber } }, writtenAt };
    });
    await this.#delivery.deliver(entries);
  }

  get after(): string | undefined {
    return this.checkpoints.after.get("shard");
  }
}

const reporting = (...numbers: string[]): InvokeResult => ({
  requestId: "r",
  payload: { batchItemFailures: numbers.map((itemIdentifier) => ({ itemIdentifier })) },
});

describe("Delivery", () => {
  it("tries a whole batch again until the function takes it", async () => {
    const answers = [failed, failed];
    const fixture = new Fixture({}, () => answers.shift() ?? handled);
    await fixture.deliver(3);
    expect(fixture.calls).to.deep.equal(["123", "123", "123"]);
    expect(fixture.after).to.equal("3");
  });

  it("gives a batch up after its retries, with what the function last said, and goes past it", async () => {
    const fixture = new Fixture({ maximumRetryAttempts: 1 }, () => failed);
    await fixture.deliver(2);
    expect(fixture.calls).to.deep.equal(["12", "12"]);
    expect(fixture.givenUp[0]).to.include({ condition: "RetryAttemptsExhausted", invocations: 2, last: failed });
    expect(fixture.givenUp[0]?.entries).to.have.length(2);
    expect(fixture.after).to.equal("2");
  });

  it("goes on at the lowest record that the function reports, and counts its retries anew", async () => {
    const answers = [reporting("4", "2"), reporting("3")];
    const fixture = new Fixture(
      { reportsItemFailures: true, maximumRetryAttempts: 1 },
      () => answers.shift() ?? handled,
    );
    await fixture.deliver(4);
    expect(fixture.calls).to.deep.equal(["1234", "234", "34"]);
    expect(fixture.givenUp).to.deep.equal([]);
  });

  it("takes a report of a record that was not in the batch for a failure of all", async () => {
    const answers = [reporting("7")];
    const fixture = new Fixture({ reportsItemFailures: true }, () => answers.shift() ?? handled);
    await fixture.deliver(2);
    expect(fixture.calls).to.deep.equal(["12", "12"]);
  });

  it("splits a batch that failed until the poison record is alone, without counting that as retries", async () => {
    const fixture = new Fixture({ bisectsOnError: true, maximumRetryAttempts: 1 }, (numbers) =>
      numbers.includes("3") ? failed : handled,
    );
    await fixture.deliver(4);
    expect(fixture.calls).to.deep.equal(["1234", "12", "34", "3", "3", "4"]);
    expect(fixture.givenUp.map(({ entries }) => entries.map(({ ticket }) => ticket.sequenceNumber))).to.deep.equal([
      ["3"],
    ]);
    expect(fixture.after).to.equal("4");
  });

  it("repeats a call that did not reach the function without counting it", async () => {
    let calls = 0;
    const fixture = new Fixture({ maximumRetryAttempts: 0 }, () => {
      calls += 1;
      if (calls < 3) throw new LambdaError("TooManyRequestsException", "Rate Exceeded");
      return handled;
    });
    await fixture.deliver(1);
    expect(fixture.calls).to.deep.equal(["1", "1", "1"]);
    expect(fixture.givenUp).to.deep.equal([]);
    expect(fixture.lines[0]).to.equal("a batch of arn:stream is tried again: TooManyRequestsException: Rate Exceeded");
  });

  it("splits a batch that is larger than an event may be", async () => {
    const fixture = new Fixture({}, (numbers) => {
      if (numbers.length > 1) throw new LambdaError("RequestTooLargeException", "at most 6 MB");
      return handled;
    });
    await fixture.deliver(3);
    expect(fixture.calls).to.deep.equal(["123", "12", "1", "2", "3"]);
  });

  it("gives up records that are too old, tried or not", async () => {
    const fixture = new Fixture({ maximumRecordAge: 60 }, () => {
      if (fixture.calls.length === 2) fixture.now += 61_000;
      return failed;
    });
    await fixture.deliver(3, [61, 0, 0]);
    expect(fixture.calls).to.deep.equal(["23", "23"]);
    expect(fixture.givenUp.map(({ condition, invocations }) => [condition, invocations])).to.deep.equal([
      ["RecordAgeExceeded", 0],
      ["RecordAgeExceeded", 2],
    ]);
    expect(fixture.after).to.equal("3");
  });

  it("neither counts nor repeats a call that was cut off by a stop", async () => {
    const fixture = new Fixture({ maximumRetryAttempts: 0 }, () => {
      fixture.stop.abort();
      return failed;
    });
    await fixture.deliver(1);
    expect(fixture.givenUp).to.deep.equal([]);
    expect(fixture.after).to.equal(undefined);
  });
});
