import { expect } from "chai";
import { z } from "zod";
import type { Region } from "../../../local/region.ts";
import { autoName, type Context, InvalidInputs, resourceType } from "../../../local/resources/resource-type.ts";

const parcel = resourceType({
  type: "test:post/parcel:Parcel",
  inputs: z.object({ name: z.string().optional(), grams: z.int().min(1) }),
  withoutEffect: ["colour"],
  create: ({ autoName: name }, { grams }) => Promise.resolve({ id: name, outputs: { grams, weighed: true } }),
  read: () => Promise.resolve(undefined),
  update: (_, id, { grams }) => Promise.resolve({ id, outputs: { grams, weighed: true } }),
  delete: () => Promise.resolve(),
});

const context: Context = { region: {} as Region, autoName: "parcel-1a2b3c4" };

async function refusal(made: Promise<unknown>): Promise<string> {
  const error: unknown = await made.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(InvalidInputs);
  return (error as Error).message;
}

describe("resourceType", () => {
  it("gives back every input as state, also those without effect here, and the outputs over them", async () => {
    const inputs = { grams: 5, colour: "red", region: "eu-west-1", tags: { owner: "me" }, weighed: false };
    const { weighed: _, ...known } = inputs;
    const { id, outputs } = await parcel.create(context, known);
    expect(id).to.equal("parcel-1a2b3c4");
    expect(outputs).to.deep.equal({ ...known, weighed: true });
    expect((await parcel.update(context, id, { grams: 6 })).outputs).to.deep.equal({ grams: 6, weighed: true });
  });

  it("refuses an input that it does not know, and one that it cannot take, before anything is made", async () => {
    expect(await refusal(parcel.create(context, { grams: 5, weight: 7, height: 8 }))).to.equal(
      "test:post/parcel:Parcel: this machine does not know the input weight, height",
    );
    expect(await refusal(parcel.update(context, "x", { grams: 0 }))).to.match(/^test:post\/parcel:Parcel: grams: /);
    expect(await refusal(parcel.create(context, { grams: undefined }))).to.include("grams: ");
  });

  it("makes names that are the same at every run, and other ones in another stack or of another type", () => {
    expect(autoName("local-eu-west-1", "aws:sqs/queue:Queue", "bookings")).to.equal("bookings-ba820de");
    const names = [
      autoName("local-eu-west-1", "aws:sqs/queue:Queue", "bookings"),
      autoName("local-us-east-1", "aws:sqs/queue:Queue", "bookings"),
      autoName("local-eu-west-1", "aws:sns/topic:Topic", "bookings"),
      autoName("local-eu-west-1", "aws:sqs/queue:Queue", "orders"),
    ];
    expect(new Set(names).size).to.equal(names.length);
  });
});
