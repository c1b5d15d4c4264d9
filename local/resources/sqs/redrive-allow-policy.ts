import { z } from "zod";
import { resourceType } from "../resource-type.ts";
import { queueNameOf } from "./queue-name.ts";

/** Which queues may use a queue for their dead letters; its id is that queue's URL. */
export const redriveAllowPolicy = resourceType({
  type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  inputs: z.object({ queueUrl: z.string(), redriveAllowPolicy: z.string() }),
  replaceOn: ["queueUrl"],
  async create({ region }, { queueUrl, redriveAllowPolicy: policy }) {
    await region.sqs.queues.set(queueNameOf(queueUrl), { RedriveAllowPolicy: policy });
    return { id: queueUrl, outputs: { queueUrl, redriveAllowPolicy: policy, region: region.name } };
  },
  async read({ region }, id) {
    const policy = (await region.sqs.queues.read(queueNameOf(id)))?.attributes.RedriveAllowPolicy;
    if (policy === undefined) return undefined;
    return { id, outputs: { queueUrl: id, redriveAllowPolicy: policy, region: region.name } };
  },
  async update({ region }, id, { redriveAllowPolicy: policy }) {
    await region.sqs.queues.set(queueNameOf(id), { RedriveAllowPolicy: policy });
    return { id, outputs: { queueUrl: id, redriveAllowPolicy: policy, region: region.name } };
  },
  async delete({ region }, id) {
    const { queues } = region.sqs;
    if ((await queues.read(queueNameOf(id))) !== undefined) {
      await queues.set(queueNameOf(id), { RedriveAllowPolicy: "" });
    }
  },
});
