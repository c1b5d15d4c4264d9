import { z } from "zod";
import type { Bus } from "../../services/events/buses.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A custom event bus; its id is its name. Nothing is encrypted here, so nothing comes to the dead letters of its encryption. */
export const bus = resourceType({
  type: "aws:cloudwatch/eventBus:EventBus",
  inputs: z.object({ name: z.string().optional(), description: z.string().optional() }),
  withoutEffect: ["kmsKeyIdentifier", "deadLetterConfig"],
  replaceOn: ["name"],
  create({ region, autoName }, { name = autoName, description }) {
    return Promise.resolve(instance(region.name, region.events.buses.create(name, description)));
  },
  read({ region }, id) {
    const found = region.events.buses.find(id);
    return Promise.resolve(found && instance(region.name, found));
  },
  update({ region }, id, { description }) {
    return Promise.resolve(instance(region.name, region.events.buses.describe(id, description)));
  },
  delete({ region }, id) {
    region.events.deleteBus(id);
    return Promise.resolve();
  },
});

function instance(region: string, { name, arn, description }: Bus): Instance {
  return { id: name, outputs: { name, arn, description, region } };
}
