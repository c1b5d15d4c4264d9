import { z } from "zod";
import type { Rule } from "../../services/events/events.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A rule with a schedule. Rules with an event pattern are not known. */
export const rule = resourceType({
  type: "aws:cloudwatch/eventRule:EventRule",
  inputs: z.object({
    name: z.string().optional(),
    description: z.string().optional(),
    scheduleExpression: z.string(),
    state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  }),
  replaceOn: ["name"],
  create({ region, autoName }, { name = autoName, ...definition }) {
    return Promise.resolve(instance(region.events.putRule({ name, ...definition })));
  },
  read({ region }, id) {
    const found = region.events.rule(id);
    return Promise.resolve(found && instance(found));
  },
  update({ region }, id, { name: _, ...definition }) {
    return Promise.resolve(instance(region.events.putRule({ name: id, ...definition })));
  },
  delete({ region }, id) {
    region.events.deleteRule(id);
    return Promise.resolve();
  },
});

function instance({ targets: _, ...rule }: Rule): Instance {
  return { id: rule.name, outputs: { ...rule, eventBusName: "default" } };
}
