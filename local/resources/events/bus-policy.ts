import { z } from "zod";
import { defaultBus } from "../../services/events/buses.ts";
import { policyText } from "../iam/policy-text.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";

/** The policy attached to an event bus; its id is the bus's name. */
export const busPolicy = resourceType({
  type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  inputs: z.object({ eventBusName: z.string().default(defaultBus), policy: policyText }),
  replaceOn: ["eventBusName"],
  create: (context, { eventBusName, policy }) => Promise.resolve(set(context, eventBusName, policy)),
  read({ region }, id) {
    const policy = region.events.buses.find(id)?.policy?.text;
    return Promise.resolve(policy === undefined ? undefined : instance(region.name, id, policy));
  },
  update: (context, id, { policy }) => Promise.resolve(set(context, id, policy)),
  delete({ region }, id) {
    if (region.events.buses.find(id) !== undefined) region.events.buses.setPolicy(id, undefined);
    return Promise.resolve();
  },
});

function set({ region }: Context, busName: string, policy: string): Instance {
  region.events.buses.setPolicy(busName, policy);
  return instance(region.name, busName, policy);
}

function instance(region: string, eventBusName: string, policy: string): Instance {
  return { id: eventBusName, outputs: { eventBusName, policy, region } };
}
