import { z } from "zod";
import { accountId } from "../../account.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";

const inputs = z.object({
  topic: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  rawMessageDelivery: z.boolean().default(false),
  filterPolicy: z.string().optional(),
  filterPolicyScope: z.enum(["MessageAttributes", "MessageBody"]).default("MessageAttributes"),
});

/** A subscription of a queue to a topic; its id is its ARN. Any other protocol is an error that names it. */
export const topicSubscription = resourceType({
  type: "aws:sns/topicSubscription:TopicSubscription",
  inputs,
  withoutEffect: ["confirmationTimeoutInMinutes", "endpointAutoConfirms", "redrivePolicy"],
  replaceOn: ["topic", "protocol", "endpoint"],
  async create(context, { topic, protocol, endpoint, ...settings }) {
    const attributes = attributesOf(settings);
    if (attributes.FilterPolicy === "") delete attributes.FilterPolicy;
    return existing(context, await context.region.sns.subscribe({ topicArn: topic, protocol, endpoint, attributes }));
  },
  read: instanceOf,
  async update(context, id, settings) {
    for (const [name, value] of Object.entries(attributesOf(settings))) {
      await context.region.sns.setSubscriptionAttribute(id, name, value);
    }
    return existing(context, id);
  },
  delete: ({ region }, id) => region.sns.unsubscribe(id),
});

type Settings = Pick<z.infer<typeof inputs>, "rawMessageDelivery" | "filterPolicy" | "filterPolicyScope">;

function attributesOf({ rawMessageDelivery, filterPolicy = "", filterPolicyScope }: Settings): Record<string, string> {
  return {
    RawMessageDelivery: String(rawMessageDelivery),
    FilterPolicyScope: filterPolicyScope,
    FilterPolicy: filterPolicy,
  };
}

async function existing(context: Context, arn: string): Promise<Instance> {
  const instance = await instanceOf(context, arn);
  if (instance === undefined) throw new Error(`subscription ${arn} does not exist`);
  return instance;
}

async function instanceOf({ region }: Context, arn: string): Promise<Instance | undefined> {
  const attributes = await region.sns.subscription(arn);
  if (attributes === undefined) return undefined;
  const outputs = {
    arn,
    topic: attributes.TopicArn,
    protocol: attributes.Protocol,
    endpoint: attributes.Endpoint,
    rawMessageDelivery: attributes.RawMessageDelivery === "true",
    filterPolicy: attributes.FilterPolicy ?? "",
    filterPolicyScope: attributes.FilterPolicyScope ?? "MessageAttributes",
    ownerId: accountId,
    confirmationWasAuthenticated: true,
    pendingConfirmation: false,
    region: region.name,
  };
  return { id: arn, outputs };
}
