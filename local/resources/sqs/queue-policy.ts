import { z } from "zod";
import { policyText } from "../iam/policy-text.ts";
import { resourceType } from "../resource-type.ts";
import { queueNameOf } from "./queue-name.ts";

/** The policy attached to a queue; its id is the queue's URL. */
export const queuePolicy = resourceType({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  inputs: z.object({ queueUrl: z.string(), policy: policyText }),
  replaceOn: ["queueUrl"],
  async create({ region }, { queueUrl, policy }) {
    await region.sqs.queues.set(queueNameOf(queueUrl), { Policy: policy });
    return { id: queueUrl, outputs: { queueUrl, policy, region: region.name } };
  },
  async read({ region }, id) {
    const policy = (await region.sqs.queues.read(queueNameOf(id)))?.attributes.Policy;
    return policy === undefined ? undefined : { id, outputs: { queueUrl: id, policy, region: region.name } };
  },
  async update({ region }, id, { policy }) {
    await region.sqs.queues.set(queueNameOf(id), { Policy: policy });
    return { id, outputs: { queueUrl: id, policy, region: region.name } };
  },
  async delete({ region }, id) {
    const { queues } = region.sqs;
    if ((await queues.read(queueNameOf(id))) !== undefined) await queues.set(queueNameOf(id), { Policy: "" });
  },
});
