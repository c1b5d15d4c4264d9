import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { type Registration, evaluate } from "../../local/program.ts";
import { ofPrimaryStack } from "../../tools/analysis/evaluated.ts";

/** A resource that a program registered: what the provider was given, and whose child it is. */
export interface Registered extends Registration {
  readonly urn: string;
  /** URN of its parent. */
  readonly parent: string | undefined;
}

/** Where a program runs. */
interface Place {
  stack?: string;
  config?: Record<string, string>;
}

/** Runs a program, with outputs that are made up, and gives what it registered, in order. */
export async function registered(program: () => unknown, place: Place = {}): Promise<Registered[]> {
  const { stack = "prod-eu-west-1", config = {} } = place;
  const made: { resource: pulumi.Resource; type: string; name: string; parent: pulumi.Resource | undefined }[] = [];
  const inputs = new Map<string, Registration["inputs"]>();
  const run = async () => {
    pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
      made.push({ resource, type, name, parent: opts.parent });
      return undefined;
    });
    await program();
    await pulumi.runtime.disconnect();
    return { urns: pulumi.all(made.map(({ resource, parent }) => pulumi.all([resource.urn, parent?.urn]))) };
  };
  const { urns } = await evaluate({ project: "berth", stack, config, run }, (registration) => {
    inputs.set(`${registration.type} ${registration.name}`, registration.inputs);
    return Promise.resolve({ id: `${registration.name}-id`, state: madeUp(registration) });
  });
  const found = urns as [string, string | undefined][];
  return made.map(({ type, name }, index) => ({
    type,
    name,
    inputs: inputs.get(`${type} ${name}`) ?? {},
    urn: found[index]?.[0] ?? "",
    parent: found[index]?.[1],
  }));
}

function madeUp({ type, name, inputs }: Registration): Record<string, unknown> {
  if (type === "pulumi:pulumi:StackReference") {
    return { name, outputs: ofPrimaryStack };
  }
  return {
    name,
    arn: `arn:aws:made-up:eu-west-1:123456789012:${type === "aws:dynamodb/table:Table" ? "table/" : ""}${name}`,
    url: `https://made-up.example/${name}`,
    bucket: name,
    version: "1",
    keyId: `${name}-key`,
    invokeArn: `arn:aws:apigateway:invoke/${name}`,
    executionArn: `arn:aws:execute-api:${name}`,
    invokeUrl: `https://${name}.example/live`,
    owner: "123456789012",
    ...inputs,
  };
}

/** The only resource of a type, or of a type and a name. */
export function one(resources: readonly Registered[], type: string, name?: string): Registered {
  const found = resources.filter((resource) => resource.type === type && (name ?? resource.name) === resource.name);
  expect(found, `${type} ${name ?? ""}`).to.have.lengthOf(1);
  const [only] = found;
  if (only === undefined) throw new Error(`no ${type} was registered`);
  return only;
}

const withoutRegion = [/^aws:iam\//, /^berth:/, /^pulumi:/];

/** What holds for every component: see the names of the tests. */
export function itIsAComponent(make: (name: string, region: string) => pulumi.ComponentResource): void {
  it("passes its region to every child that takes one", async () => {
    const children = await registered(() => make("one", "ap-southeast-2"));
    const regional = children.filter(({ type }) => !withoutRegion.some((pattern) => pattern.test(type)));
    for (const { urn, inputs } of regional) expect(inputs.region, urn).to.equal("ap-southeast-2");
  });

  it("leaves nothing that it makes without a component as its parent", async () => {
    const resources = await registered(() => make("one", "eu-west-1"));
    for (const { urn, type, parent } of resources) {
      if (type.startsWith("aws:")) expect(parent, urn).to.match(/berth:index:\w+::/);
    }
  });

  it("shares no name with another instance", async () => {
    const resources = await registered(() => {
      make("one", "eu-west-1");
      make("two", "eu-west-1");
    });
    const urns = resources.map(({ urn }) => urn);
    expect(urns).to.deep.equal([...new Set(urns)]);
  });
}
