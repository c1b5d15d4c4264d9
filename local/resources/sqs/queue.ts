import { z } from "zod";
import type { Queue } from "../../services/sqs/queues.ts";
import type { Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";
import { queueNameOf } from "./queue-name.ts";

const inputs = z.object({
  name: z.string().optional(),
  delaySeconds: z.number().optional(),
  maxMessageSize: z.number().optional(),
  messageRetentionSeconds: z.number().optional(),
  policy: z.string().optional(),
  receiveWaitTimeSeconds: z.number().optional(),
  redriveAllowPolicy: z.string().optional(),
  redrivePolicy: z.string().optional(),
  visibilityTimeoutSeconds: z.number().optional(),
});

/** SQS's defaults, which an input that was taken away goes back to. */
const defaults = {
  delaySeconds: 0,
  maxMessageSize: 1_048_576,
  messageRetentionSeconds: 345_600,
  receiveWaitTimeSeconds: 0,
  visibilityTimeoutSeconds: 30,
};

/** A standard queue; its id is its URL. Retention is kept and not enforced (see `Messaging`). FIFO queues are refused. */
export const queue = resourceType({
  type: "aws:sqs/queue:Queue",
  inputs,
  withoutEffect: ["sqsManagedSseEnabled", "kmsMasterKeyId", "kmsDataKeyReusePeriodSeconds"],
  replaceOn: ["name"],
  async create({ region, autoName }, { name = autoName, ...settings }) {
    return instanceOf(region.name, await region.sqs.queues.create(name, attributesOf(settings)));
  },
  async read({ region }, id) {
    const found = await region.sqs.queues.read(queueNameOf(id));
    return found && instanceOf(region.name, found);
  },
  async update({ region }, id, settings) {
    return instanceOf(region.name, await region.sqs.queues.set(queueNameOf(id), attributesOf(settings)));
  },
  async delete({ region }, id) {
    await region.sqs.queues.delete(queueNameOf(id));
  },
});

/** Policies that are not given are left alone: they may be resources of their own. */
function attributesOf(settings: z.infer<typeof inputs>): Record<string, string> {
  const { policy, redrivePolicy, redriveAllowPolicy } = settings;
  return {
    DelaySeconds: String(settings.delaySeconds ?? defaults.delaySeconds),
    MaximumMessageSize: String(settings.maxMessageSize ?? defaults.maxMessageSize),
    MessageRetentionPeriod: String(settings.messageRetentionSeconds ?? defaults.messageRetentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitTimeSeconds ?? defaults.receiveWaitTimeSeconds),
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds ?? defaults.visibilityTimeoutSeconds),
    ...(policy !== undefined && { Policy: policy }),
    ...(redrivePolicy !== undefined && { RedrivePolicy: redrivePolicy }),
    ...(redriveAllowPolicy !== undefined && { RedriveAllowPolicy: redriveAllowPolicy }),
  };
}

function instanceOf(region: string, { name, url, arn, attributes }: Queue): Instance {
  return {
    id: url,
    outputs: {
      name,
      url,
      arn,
      region,
      fifoQueue: false,
      delaySeconds: Number(attributes.DelaySeconds),
      maxMessageSize: Number(attributes.MaximumMessageSize),
      messageRetentionSeconds: Number(attributes.MessageRetentionPeriod),
      policy: attributes.Policy ?? "",
      receiveWaitTimeSeconds: Number(attributes.ReceiveMessageWaitTimeSeconds),
      redriveAllowPolicy: attributes.RedriveAllowPolicy ?? "",
      redrivePolicy: attributes.RedrivePolicy ?? "",
      visibilityTimeoutSeconds: Number(attributes.VisibilityTimeout),
    },
  };
}
