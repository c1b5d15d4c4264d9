import { z } from "zod";
import { accountId } from "../../account.ts";
import { policyText } from "../iam/policy-text.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";

/** The policy attached to a topic; its id is the topic's ARN. */
export const topicPolicy = resourceType({
  type: "aws:sns/topicPolicy:TopicPolicy",
  inputs: z.object({ arn: z.string(), policy: policyText }),
  replaceOn: ["arn"],
  create: (context, { arn, policy }) => set(context, arn, policy),
  async read({ region }, id) {
    const policy = (await region.sns.topic(id))?.Policy ?? "";
    return policy === "" ? undefined : instanceOf(region.name, id, policy);
  },
  update: (context, id, { policy }) => set(context, id, policy),
  async delete({ region }, id) {
    if ((await region.sns.topic(id)) !== undefined) await region.sns.setTopicAttribute(id, "Policy", "");
  },
});

async function set({ region }: Context, arn: string, policy: string): Promise<Instance> {
  await region.sns.setTopicAttribute(arn, "Policy", policy);
  return instanceOf(region.name, arn, policy);
}

function instanceOf(region: string, arn: string, policy: string): Instance {
  return { id: arn, outputs: { arn, policy, region, owner: accountId } };
}
