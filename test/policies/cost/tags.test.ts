import { expect } from "chai";
import { requiredTags } from "../../../policies/cost/tags.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { houseProvider, unknown, violations } from "../violations.ts";

const type = "aws:sqs/queue:Queue";
const both = { tags: ["owner", "cost-centre"] };
const lacking = (tags: string) =>
  `tags lack ${tags}: set them, in defaultTags of the provider for all resources at once.`;

itIsAResourceRule(requiredTags, {
  type,
  holds: [[{ tags: { "cost-centre": "7" } }, both]],
  breaks: [
    [{}, [lacking("cost-centre")], both],
    [{ tags: { stage: "prod" } }, [lacking("cost-centre")], both],
  ],
  unknown: [
    [{ tags: { "cost-centre": unknown } }, []],
    [{ tags: unknown }, "unjudged"],
  ],
});

describe("required-tags", () => {
  const judge = (props: Record<string, unknown>, inputs: Record<string, unknown> = {}) =>
    violations(requiredTags, { type, name: "bookings", inputs, provider: { ...houseProvider, props } });

  it("counts what the provider adds, as JSON or as an object, and the resource's own tags", async () => {
    expect(await judge({ defaultTags: '{"tags":{"owner":"bookings"}}' })).to.be.empty;
    expect(await judge({ defaultTags: { tags: { owner: "bookings" } } })).to.be.empty;
    expect(await judge({}, { tags: { owner: "bookings" } })).to.be.empty;
    expect(await judge({})).to.deep.equal([lacking("owner")]);
  });

  it("asks nothing of a type that takes no tags", async () => {
    const resource = { type: "aws:sqs/queuePolicy:QueuePolicy", name: "bookings", inputs: {} };
    expect(await violations(requiredTags, { ...resource, provider: { ...houseProvider, props: {} } })).to.be.empty;
  });
});
