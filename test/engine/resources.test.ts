import { expect } from "chai";
import { type EmptyMachine, startEmpty } from "../../demo/empty.ts";
import { queue } from "../../local/resources/sqs/queue.ts";
import { counts, ProjectCopy, type StateResource } from "./engine.ts";

const stack = "local-eu-west-1";
const file = `Pulumi.${stack}.yaml`;

/** One story: each step begins where the one before ended. */
describe("a program of somebody else's, with Pulumi's own engine", function () {
  this.timeout(600_000);
  this.bail(true);

  let project: ProjectCopy;
  let empty: EmptyMachine;

  before(async () => {
    project = new ProjectCopy(`${import.meta.dirname}/fixture`);
    empty = await startEmpty({ folder: project.berthFolder, port: 0 });
  });

  after(async () => {
    await empty.stop();
    project.remove();
  });

  /** A resource of the stack, by the end of its URN. */
  function found(end: string): StateResource {
    const resource = project.state("letters", stack).resources.find(({ urn }) => urn.endsWith(end));
    if (resource === undefined) throw new Error(`the state holds no ${end}`);
    return resource;
  }

  const configure = (line: string) => {
    project.edit(file, "config:", `config:\n  letters:${line}`);
  };
  const queues = (region: string) => empty.machine.region(region).sqs.queues.names();

  it("gives resources names of their own, the region, and the default tags", async () => {
    await project.up(stack);
    const { inputs, outputs } = found(":Queue::letters");
    expect(inputs.name).to.match(/^letters-[0-9a-f]{7}$/);
    expect(inputs).to.deep.include({ region: "eu-west-1", tags: { owner: "letters", kind: "post" } });
    expect(outputs.tagsAll).to.deep.equal({ owner: "letters", kind: "post" });
    expect(await queues("eu-west-1")).to.deep.equal([inputs.name]);
  });

  it("keeps what is secret out of the state, and gives it to the resource", async () => {
    expect(project.stateText("letters", stack)).not.to.include("1-2-3");
    expect(found(":Topic::notices").inputs.displayName).to.have.property("ciphertext");
    expect(found(":Topic::notices").outputs.displayName).to.have.property("ciphertext");
    const topic = await empty.machine.region("eu-west-1").sns.topic(found(":Topic::notices").id ?? "");
    expect(topic?.DisplayName).to.equal("the combination is 1-2-3");
  });

  it("runs a function from a file of the project, and anew when the file changes", async () => {
    const { lambda } = empty.machine.region("eu-west-1");
    const call = async () =>
      (await lambda.invoke({ functionArn: found(":Function::sorter").id ?? "", payload: {} })).payload;
    expect(await call()).to.equal("first");
    project.edit("handler.js", "first", "second");
    expect(counts(await project.up(stack))[0]).to.equal("~ 1 updated");
    expect(await call()).to.equal("second");
  });

  it("takes a policy for the same whatever its order", async () => {
    configure("reordered: true");
    await project.up(stack, "--expect-no-changes");
  });

  it("makes a replacement before it removes what is replaced, where their names differ", async () => {
    configure("queueName: parcels");
    const printed = await project.up(stack, "--show-replacement-steps");
    expect(printed).to.match(/sqs:Queue letters creat(ed|ing) replacement[^]*sqs:Queue letters delet(ed|ing) original/);
    expect(await queues("eu-west-1")).to.deep.equal(["parcels"]);
    expect(found(":QueuePolicy::letters").id).to.match(/parcels$/);
  });

  it("removes what is replaced before it makes the replacement, where their name is one", async () => {
    configure("queueRegion: us-east-1");
    const printed = await project.up(stack, "--show-replacement-steps");
    expect(printed).to.match(/sqs:Queue letters delet(ed|ing) original[^]*sqs:Queue letters creat(ed|ing) replacement/);
    expect(await queues("eu-west-1")).to.deep.equal([]);
    expect(await queues("us-east-1")).to.deep.equal(["parcels"]);
  });

  it("replaces what it is told to, under another name", async () => {
    const before = found(":Topic::notices");
    await project.up(stack, "--target-replace", before.urn);
    const after = found(":Topic::notices");
    expect(after.id).not.to.equal(before.id);
    const { sns } = empty.machine.region("eu-west-1");
    expect(await sns.topic(before.id ?? "")).to.equal(undefined);
    expect(await sns.topic(after.id ?? "")).not.to.equal(undefined);
    await project.up(stack, "--expect-no-changes");
  });

  it("imports what is there already", async () => {
    const context = { region: empty.machine.region("eu-west-1"), autoName: "stray" };
    const { id, outputs } = await queue.create(context, { visibilityTimeoutSeconds: 45 });
    const options = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false", "--stack", stack];
    await project.succeed("import", "aws:sqs/queue:Queue", "stray", id, ...options);
    expect(found(":Queue::stray").inputs).to.deep.include({ name: "stray", visibilityTimeoutSeconds: 45 });
    expect(found(":Queue::stray").outputs.arn).to.equal(outputs.arn);
  });

  it("looks first what is there, when the machine was started anew since", async () => {
    await empty.stop();
    empty = await startEmpty({ folder: project.berthFolder, port: 0 });
    const printed = await project.up(stack);
    expect(printed).to.include("The machine was started anew");
    expect(await queues("us-east-1")).to.deep.equal(["parcels"]);
    await project.up(stack, "--expect-no-changes");
  });

  it("leaves nothing when the stack is destroyed", async () => {
    await project.destroy(stack);
    expect(project.state("letters", stack)).to.deep.equal({ resources: [], pending: [] });
    expect([...(await queues("eu-west-1")), ...(await queues("us-east-1"))]).to.deep.equal([]);
  });

  it("ends with the status of the engine", async () => {
    project.edit(
      "index.ts",
      "visibilityTimeoutSeconds: 60",
      "visibilityTimeoutSeconds: 60, contentBasedDeduplication: true",
    );
    const { status, printed } = await project.run("up", "--yes", "--skip-preview", "--stack", stack);
    expect(status).to.be.a("number").and.not.equal(0);
    expect(printed).to.include("this machine does not know the input contentBasedDeduplication");
  });
});
