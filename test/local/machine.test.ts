import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Machine } from "../../local/machine.ts";
import { MachineError } from "../../local/machine-error.ts";
import { autoName } from "../../local/resources/resource-type.ts";
import { takenPort } from "../taken-port.ts";

const folder = ".berth/test-machine";

describe("Machine", () => {
  let machine: Machine;

  before(async () => {
    machine = await Machine.start({
      regions: ["eu-west-1", "us-east-1"],
      folder,
      port: 0,
      print: () => undefined,
    });
  });

  after(async () => {
    await machine.stop();
  });

  const deploy = (stack: string, region: string, run: () => Record<string, unknown>) =>
    machine.deploy({ project: "test", stack, config: { "aws:region": region }, run: () => Promise.resolve(run()) });

  async function refusal(deployment: Promise<unknown>): Promise<string> {
    try {
      await deployment;
    } catch (error) {
      expect(error).to.be.instanceOf(MachineError);
      return (error as Error).message;
    }
    throw new Error("it was deployed");
  }

  it("makes a resource real in the region that it names, or else in that of the stack", async () => {
    await deploy("one-eu-west-1", "eu-west-1", () => ({
      here: new aws.sqs.Queue("here").arn,
      there: new aws.sqs.Queue("there", { region: "us-east-1" }).arn,
    }));
    const names = async (region: string) =>
      (await machine.region(region).sqs.queues.names()).map((name) => name.split("-")[0]);
    expect(await names("eu-west-1"))
      .to.include("here")
      .and.not.include("there");
    expect(await names("us-east-1"))
      .to.include("there")
      .and.not.include("here");
  });

  it("names a resource after its stack, so that regions that share an account never collide", async () => {
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const role = () => ({ name: new aws.iam.Role("r", { assumeRolePolicy }).name });
    for (const region of ["eu-west-1", "us-east-1"]) {
      const stack = `two-${region}`;
      expect(await deploy(stack, region, role)).to.deep.equal({ name: autoName(stack, "aws:iam/role:Role", "r") });
    }
  });

  it("lets a stack refer to the outputs of one that was deployed before, and names one that was not", async () => {
    await deploy("four-eu-west-1", "eu-west-1", () => ({ answer: 42 }));
    const refer = (stack: string) => () => ({
      answer: new pulumi.StackReference(`organization/test/${stack}`).requireOutput("answer"),
    });
    expect(await deploy("four-us-east-1", "us-east-1", refer("four-eu-west-1"))).to.deep.equal({ answer: 42 });
    expect(await refusal(deploy("five-us-east-1", "us-east-1", refer("five-eu-west-1")))).to.equal(
      "the stack organization/test/five-eu-west-1 has no outputs yet: deploy it first",
    );
  });

  it("stops at a resource type that it does not know, with the type's name", async () => {
    expect(
      await refusal(
        deploy("six-eu-west-1", "eu-west-1", () => ({
          id: new aws.ssm.Parameter("files", { type: "String", value: "x" }).id,
        })),
      ),
    ).to.equal(
      "files is of the type aws:ssm/parameter:Parameter, which this machine does not know: it has a file for each that it knows " +
        "in local/resources",
    );
  });

  it("stops at an input that it does not know, and at a resource that cannot be made, naming both", async () => {
    const fifo = () => ({ url: new aws.sqs.Queue("orders", { namePrefix: "x" }).url });
    expect(await refusal(deploy("seven-eu-west-1", "eu-west-1", fifo))).to.include(
      "orders in seven-eu-west-1 cannot be made: aws:sqs/queue:Queue: this machine does not know the input namePrefix",
    );
    const late = () => ({ url: new aws.sqs.Queue("orders", { visibilityTimeoutSeconds: 43_201 }).url });
    expect(await refusal(deploy("eight-eu-west-1", "eu-west-1", late))).to.include(
      "orders in eight-eu-west-1 cannot be made",
    );
  });

  it("refuses two resources of one type and name, which would be one on this machine, and takes them in two regions", async () => {
    const twins = (region: string) => () => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      return { first: new aws.sqs.Queue("twin").arn, second: new aws.sqs.Queue("twin", { region }, { parent }).arn };
    };
    expect(await refusal(deploy("ten-eu-west-1", "eu-west-1", twins("eu-west-1")))).to.equal(
      "two resources of the type aws:sqs/queue:Queue are called twin in ten-eu-west-1: name them apart, as this machine makes their physical names of that",
    );
    const { first, second } = await deploy("eleven-eu-west-1", "eu-west-1", twins("us-east-1"));
    expect(String(first).replace("eu-west-1", "us-east-1")).to.equal(second);
  });

  it("says which regions it has", async () => {
    expect(await refusal(deploy("nine-ap-south-1", "ap-south-1", () => ({})))).to.equal(
      "this machine has no region ap-south-1: its regions are eu-west-1, us-east-1",
    );
  });

  it("says which port is taken, and leaves nothing running", async () => {
    const { port: taken, server } = await takenPort();
    try {
      // The endpoint's port is one above that of the API.
      const options = { regions: ["eu-west-1"], folder: `${folder}-2`, port: taken - 1, print: () => undefined };
      const error: unknown = await Machine.start(options).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(MachineError);
      expect(String(error)).to.include(`port ${taken} is in use`).and.include("BERTH_PORT");
    } finally {
      server.close();
    }
  });
});
