import { expect } from "chai";
import { z } from "zod";
import type { MadeResource } from "../../../local/control/client.ts";
import { type Properties, unknown, type Wire } from "../../../local/control/wire.ts";
import { Provider } from "../../../local/provider/provider.ts";
import { autoName, resourceType } from "../../../local/resources/resource-type.ts";
import { failureOf } from "../resources/region-fixture.ts";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: Wire): Wire => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });

const token = "aws:post/parcel:Parcel";
const urn = `urn:pulumi:local-eu-west-1::test::${token}::gift`;
const elsewhere = urn.replace("local-", "dev-");
const automatic = autoName("local-eu-west-1", token, "gift");

const parcel = resourceType({
  type: token,
  inputs: z.object({
    name: z.string().optional(),
    grams: z.int().min(1),
    text: z.string().optional(),
    sender: z.strictObject({ street: z.string() }).optional(),
  }),
  replaceOn: ["name", "text"],
  changedByUpdate: ["stamp"],
  create: () => Promise.reject(new Error("not here")),
  read: () => Promise.reject(new Error("not here")),
  update: () => Promise.reject(new Error("not here")),
  delete: () => Promise.reject(new Error("not here")),
});

/** A provider over a machine that gives what it is told to, and what the machine was asked. */
function providerOver(answer?: MadeResource, names: string[] = []) {
  const asked: [string, unknown][] = [];
  const provider = new Provider({
    environment: "local",
    control: {
      ask: (operation, request) => {
        asked.push([operation, request]);
        return Promise.resolve(answer);
      },
      names: () => Promise.resolve(names),
    },
    resourceTypes: new Map([[token, parcel]]),
    declarationOf: (type) =>
      type === token
        ? { inputs: new Set(["region", "tags", "name", "grams"]), outputs: new Set(["arn", "stamp", "tagsAll"]) }
        : undefined,
  });
  provider.configure({ region: "eu-west-1", defaultTags: { owner: "me" } });
  return { provider, asked };
}

const checked = {
  grams: 5,
  name: automatic,
  region: "eu-west-1",
  tags: { owner: "me" },
  __defaults: ["region", "name"],
};

describe("the provider's check", () => {
  it("fills in region, name and default tags, and says which the program left out", async () => {
    const { provider } = providerOver();
    expect(await provider.check(urn, undefined, { grams: 5 })).to.deep.equal({ inputs: checked, failures: [] });
    const given = { grams: 5, name: "mine", region: "us-east-1", tags: { kind: "gift" } };
    expect((await provider.check(urn, undefined, given)).inputs).to.deep.equal({
      ...given,
      tags: { owner: "me", kind: "gift" },
      __defaults: [],
    });
  });

  it("keeps an automatic name, and takes another while that one is taken", async () => {
    const { provider } = providerOver(undefined, [automatic]);
    const nameAfter = async (before: Properties | undefined) =>
      (await provider.check(urn, before, { grams: 6 })).inputs.name;
    expect(await nameAfter(checked)).to.equal(automatic);
    const next = await nameAfter(undefined);
    expect(next)
      .to.match(/^gift-[0-9a-f]{7}$/)
      .and.not.equal(automatic);
    expect(await nameAfter({ ...checked, name: "mine", __defaults: [] })).to.equal(next);
    expect(await nameAfter(undefined)).to.equal(next);
  });

  it("names every input that cannot be taken, and none that is unknown", async () => {
    const { provider } = providerOver();
    const failuresOf = async (inputs: Properties) => (await provider.check(urn, undefined, inputs)).failures;
    expect(await failuresOf({ grams: 0, colour: "red", sender: {} })).to.have.deep.members([
      { property: "grams", reason: "Too small: expected number to be >=1" },
      { property: "sender.street", reason: "Invalid input: expected string, received undefined" },
      { property: "", reason: "this machine does not know the input colour" },
    ]);
    expect(await failuresOf({ grams: unknown, sender: { street: unknown } })).to.deep.equal([]);
    expect(await failuresOf({ grams: 1, sender: unknown })).to.deep.equal([]);
    expect(await failuresOf({ grams: secret(5) })).to.deep.equal([]);
    expect(await failuresOf({ grams: secret(0) })).to.have.lengthOf(1);
    expect(await failuresOf({ grams: 1, colour: unknown })).to.have.lengthOf(1);
    expect(await failuresOf({})).to.have.lengthOf(1);
  });

  it("refuses a type that the machine does not know, but in stacks that are not the machine's", async () => {
    const { provider } = providerOver();
    const foreign = (stack: string) => `urn:pulumi:${stack}::test::aws:other/type:Type::it`;
    const [failure] = (await provider.check(foreign("local-eu-west-1"), undefined, {})).failures;
    expect(failure?.reason).to.include("this machine does not know the type aws:other/type:Type");
    expect((await provider.check(foreign("prod-eu-west-1"), undefined, { anything: 1 })).failures).to.deep.equal([]);
    expect((await provider.check(elsewhere, undefined, { colour: "red" })).failures).to.deep.equal([]);
  });
});

describe("the provider's diff", () => {
  const { provider } = providerOver();
  const planned = (changes: Properties) => provider.diff(urn, checked, { ...checked, ...changes });

  it("is none for the same inputs, whatever the provider filled in", () => {
    const plan = planned({ __defaults: [] });
    expect(plan.changes.size).to.equal(0);
    expect(plan.replaces).to.deep.equal([]);
  });

  it("changes in place what the type can, and replaces for the rest and for another region", () => {
    expect(planned({ grams: 6 })).to.deep.include({ replaces: [], deleteBeforeReplace: false });
    expect(planned({ text: "hello" }).replaces).to.deep.equal(["text"]);
    expect(planned({ region: "us-east-1" }).replaces).to.deep.equal(["region"]);
    expect(planned({ name: unknown }).replaces).to.deep.equal(["name"]);
  });

  it("removes first what has the name that the program gives to both", () => {
    expect(planned({ text: "hello" }).deleteBeforeReplace).to.equal(false);
    const mine = { ...checked, name: "mine", __defaults: ["region"] };
    expect(provider.diff(urn, mine, { ...mine, text: "hello" }).deleteBeforeReplace).to.equal(true);
    expect(provider.diff(urn, mine, { ...mine, name: "yours" }).deleteBeforeReplace).to.equal(false);
    expect(provider.diff(urn, mine, { ...mine, grams: 7 }).deleteBeforeReplace).to.equal(false);
  });

  it("looks at what is secret as at anything else", () => {
    expect(planned({ grams: secret(5) }).changes.size).to.equal(0);
    expect([...planned({ grams: secret(6) }).changes.keys()]).to.deep.equal(["grams"]);
  });
});

describe("the provider's create and update", () => {
  it("preview what is known, and leave unknown what only the making tells", async () => {
    const { provider, asked } = providerOver();
    expect(await provider.create(urn, checked, true)).to.deep.equal({
      id: "",
      properties: {
        ...{ grams: 5, name: automatic, region: "eu-west-1", tags: { owner: "me" }, tagsAll: { owner: "me" } },
        ...{ arn: unknown, stamp: unknown },
      },
    });
    const state = { ...checked, text: "gone", arn: "arn:1", stamp: "s" };
    const before = { ...checked, text: "gone" };
    const after = { ...checked, grams: 6 };
    expect(await provider.update(urn, "id", { state, before, after, preview: true })).to.deep.equal({
      ...{ grams: 6, name: automatic, region: "eu-west-1", tags: { owner: "me" }, tagsAll: { owner: "me" } },
      ...{ arn: "arn:1", stamp: unknown },
    });
    expect(asked).to.deep.equal([]);
  });

  it("tell the machine what is secret, and keep it secret before the engine", async () => {
    const outputs = { grams: 5, text: "hush", arn: "arn:1" };
    const { provider, asked } = providerOver({ id: "gift-1", outputs });
    const inputs = { ...checked, region: "us-east-1", text: secret("hush") };
    const { id, properties } = await provider.create(urn, inputs, false);
    expect(id).to.equal("gift-1");
    expect(properties).to.deep.include({ text: secret("hush"), arn: "arn:1", tagsAll: { owner: "me" } });
    expect(properties).not.to.have.property("__defaults");
    const { __defaults: _, ...plain } = { ...inputs, text: "hush" };
    expect(asked).to.deep.equal([["create", { urn, region: "us-east-1", inputs: plain }]]);
    const updated = await provider.update(urn, "gift-1", { state: {}, before: {}, after: inputs, preview: false });
    expect(updated).to.deep.equal(properties);
    expect(asked[1]).to.deep.equal(["update", { urn, region: "us-east-1", id: "gift-1", inputs: plain }]);
  });

  it("preview stacks that are not the machine's, and make nothing of them", async () => {
    const { provider, asked } = providerOver({ id: "gift-1", outputs: {} });
    expect((await provider.create(elsewhere, checked, true)).id).to.equal("");
    for (const done of [
      provider.create(elsewhere, checked, false),
      provider.update(elsewhere, "id", { state: {}, before: {}, after: checked, preview: false }),
      provider.read(elsewhere, "id", {}, {}),
      provider.delete(elsewhere, "id", {}),
    ]) {
      expect((await failureOf(done)).message).to.equal(
        "dev-eu-west-1 is no stack of the environment local, which is this machine's: it can be previewed only",
      );
    }
    expect(asked).to.deep.equal([]);
  });
});

describe("the provider's read and delete", () => {
  it("finds what changed, and keeps what is secret and what the machine does not tell", async () => {
    const { provider, asked } = providerOver({ id: "gift-1", outputs: { grams: 9, text: "hush" } });
    const inputs = { ...checked, text: secret("hush") };
    const state = { grams: 5, text: secret("hush"), region: "us-east-1", arn: "arn:1", tags: { owner: "me" } };
    expect(await provider.read(urn, "gift-1", state, inputs)).to.deep.equal({
      id: "gift-1",
      properties: { ...state, grams: 9, tagsAll: { owner: "me" } },
      inputs: { ...inputs, grams: 9 },
    });
    expect(asked).to.deep.equal([["read", { urn, region: "us-east-1", id: "gift-1" }]]);
  });

  it("gives what a program would have to say of a resource that is imported", async () => {
    const outputs = { grams: 9, text: "", region: "eu-west-1", arn: "arn:1" };
    const { provider } = providerOver({ id: "gift-1", outputs });
    expect(await provider.read(urn, "gift-1", {}, {})).to.deep.equal({
      id: "gift-1",
      properties: outputs,
      inputs: { grams: 9, region: "eu-west-1" },
    });
  });

  it("finds nothing where nothing is, and removes in the resource's own region", async () => {
    const { provider, asked } = providerOver();
    expect(await provider.read(urn, "gift-1", checked, checked)).to.equal(undefined);
    await provider.delete(urn, "gift-1", { region: "us-east-1" });
    await provider.delete(urn, "gift-1", {});
    expect(asked.slice(1)).to.deep.equal([
      ["delete", { urn, region: "us-east-1", id: "gift-1" }],
      ["delete", { urn, region: "eu-west-1", id: "gift-1" }],
    ]);
  });
});
