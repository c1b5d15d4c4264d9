import { z } from "zod";
import { defaultBus } from "../../services/events/buses.ts";
import type { Rule } from "../../services/events/rule.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A rule with a pattern, a schedule, or both; its id is its name, after that of its bus unless that is `default`. */
export const rule = resourceType({
  type: "aws:cloudwatch/eventRule:EventRule",
  inputs: z.object({
    name: z.string().optional(),
    description: z.string().optional(),
    eventBusName: z.string().default(defaultBus),
    eventPattern: z.string().optional(),
    scheduleExpression: z.string().optional(),
    state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  }),
  replaceOn: ["name", "eventBusName"],
  create({ region, autoName }, { name = autoName, eventBusName: busName, ...definition }) {
    return Promise.resolve(instance(region.events.rules.put({ name, busName, ...definition })));
  },
  read({ region }, id) {
    const { name, busName } = partsOf(id);
    const found = region.events.rules.find(name, busName);
    return Promise.resolve(found && instance(found));
  },
  update({ region }, id, { name: _, eventBusName: __, ...definition }) {
    return Promise.resolve(instance(region.events.rules.put({ ...partsOf(id), ...definition })));
  },
  delete({ region }, id) {
    const { name, busName } = partsOf(id);
    region.events.rules.delete(name, busName);
    return Promise.resolve();
  },
});

function instance({ targets: _, busName, ...rule }: Rule): Instance {
  const id = busName === defaultBus ? rule.name : `${busName}/${rule.name}`;
  return { id, outputs: { ...rule, eventBusName: busName } };
}

function partsOf(id: string): { name: string; busName: string } {
  const [name = "", busName = defaultBus] = id.split("/").reverse();
  return { name, busName };
}
