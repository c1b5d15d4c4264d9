import { z } from "zod";
import { accountId } from "../../account.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";

/** A standard topic; its id is its ARN. FIFO topics are refused. */
export const topic = resourceType({
  type: "aws:sns/topic:Topic",
  inputs: z.object({
    name: z.string().optional(),
    displayName: z.string().optional(),
    policy: z.string().optional(),
  }),
  withoutEffect: ["kmsMasterKeyId", "signatureVersion", "tracingConfig"],
  replaceOn: ["name"],
  async create(context, { name = context.autoName, displayName = "", policy }) {
    const attributes = { DisplayName: displayName, ...(policy !== undefined && { Policy: policy }) };
    return existing(context, await context.region.sns.createTopic(name, attributes));
  },
  read: instanceOf,
  async update(context, id, { displayName = "", policy }) {
    const { sns } = context.region;
    await sns.setTopicAttribute(id, "DisplayName", displayName);
    // A policy that is not given is left alone: it may be a resource of its own.
    if (policy !== undefined) await sns.setTopicAttribute(id, "Policy", policy);
    return existing(context, id);
  },
  delete: ({ region }, id) => region.sns.deleteTopic(id),
});

async function existing(context: Context, arn: string): Promise<Instance> {
  const instance = await instanceOf(context, arn);
  if (instance === undefined) throw new Error(`topic ${arn} does not exist`);
  return instance;
}

async function instanceOf({ region }: Context, arn: string): Promise<Instance | undefined> {
  const attributes = await region.sns.topic(arn);
  if (attributes === undefined) return undefined;
  const outputs = {
    arn,
    name: arn.slice(arn.lastIndexOf(":") + 1),
    owner: accountId,
    region: region.name,
    displayName: attributes.DisplayName ?? "",
    policy: attributes.Policy ?? "",
    fifoTopic: false,
  };
  return { id: arn, outputs };
}
