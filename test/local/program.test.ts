import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { evaluate, type Registered, type Registration } from "../../local/program.ts";

const program = (run: () => Promise<Record<string, unknown>>, stack = "test-eu-west-1") => ({
  project: "berth",
  stack,
  config: { "aws:region": "eu-west-1", "berth:regions": '["eu-west-1"]' },
  run,
});

const made = ({ name, inputs }: Registration): Promise<Registered> =>
  Promise.resolve({ id: `${name}-id`, state: { ...inputs, arn: `arn:${name}`, url: `https://${name}` } });

async function failure(evaluation: Promise<unknown>): Promise<string> {
  try {
    await evaluation;
  } catch (error) {
    return String(error);
  }
  throw new Error("the evaluation succeeded");
}

describe("evaluate", () => {
  it("gives each registration its inputs, known, and the program what came of it", async () => {
    const seen: Registration[] = [];
    const outputs = await evaluate(
      program(() => {
        const first = new aws.sqs.Queue("first");
        const second = new aws.sqs.Queue("second", { redrivePolicy: pulumi.interpolate`to ${first.arn}` });
        return Promise.resolve({ url: second.url, nested: { id: second.id }, stack: pulumi.getStack() });
      }),
      (registration) => {
        seen.push(registration);
        return made(registration);
      },
    );
    expect(seen.find(({ name }) => name === "second")?.inputs).to.include({ redrivePolicy: "to arn:first" });
    expect(outputs).to.deep.equal({ url: "https://second", nested: { id: "second-id" }, stack: "test-eu-west-1" });
  });

  it("gives the program its configuration, and its name and organization", async () => {
    const outputs = await evaluate(
      program(() =>
        Promise.resolve({
          regions: new pulumi.Config("berth").requireObject("regions"),
          organization: pulumi.getOrganization(),
          project: pulumi.getProject(),
        }),
      ),
      made,
    );
    expect(outputs).to.deep.equal({ regions: ["eu-west-1"], organization: "organization", project: "berth" });
  });

  it("keeps programs apart that run at the same time", async () => {
    const stacks = ["a-eu-west-1", "b-us-east-1", "c-us-west-2"];
    const outputs = await Promise.all(
      stacks.map((stack) =>
        evaluate(
          program(async () => {
            const { url } = new aws.sqs.Queue(`queue-of-${pulumi.getStack()}`);
            await new Promise(setImmediate);
            return { url, stack: pulumi.getStack() };
          }, stack),
          made,
        ),
      ),
    );
    expect(outputs).to.deep.equal(stacks.map((stack) => ({ url: `https://queue-of-${stack}`, stack })));
  });

  it("waits for resources that no output depends on", async () => {
    const seen: string[] = [];
    await evaluate(
      program(() => {
        new aws.sqs.Queue("alone");
        return Promise.resolve({});
      }),
      async (registration) => {
        await new Promise(setImmediate);
        seen.push(registration.name);
        return made(registration);
      },
    );
    expect(seen).to.deep.equal(["alone"]);
  });

  it("fails with the first error of a registration, though the program waits for others", async () => {
    const evaluation = evaluate(
      program(() => Promise.resolve({ urls: ["one", "two"].map((name) => new aws.sqs.Queue(name).url) })),
      ({ name }) => Promise.reject(new Error(`cannot make ${name}`)),
    );
    expect(await failure(evaluation)).to.equal("Error: cannot make one");
  });

  it("fails with what the program throws, and with a function that it calls", async () => {
    const thrown = program(() => Promise.reject(new TypeError("no such thing")));
    expect(await failure(evaluate(thrown, made))).to.equal("TypeError: no such thing");
    const calling = program(() => Promise.resolve({ arn: aws.s3.getBucketOutput({ bucket: "one" }).arn }));
    expect(await failure(evaluate(calling, made))).to.include(
      "the program calls aws:s3/getBucket:getBucket, which this machine does not know",
    );
  });

  it("answers a program that asks whose account it is in, and where", async () => {
    const asking = program(() =>
      Promise.resolve({ account: aws.getCallerIdentityOutput().accountId, region: aws.getRegionOutput().region }),
    );
    expect(await evaluate(asking, made)).to.deep.equal({ account: "000000000000", region: "eu-west-1" });
  });
});
