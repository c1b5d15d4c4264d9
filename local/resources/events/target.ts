import { z } from "zod";
import type { Target } from "../../services/events/events.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** What a rule calls: a function. */
export const target = resourceType({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  inputs: z.object({
    rule: z.string(),
    targetId: z.string().optional(),
    arn: z.string().regex(/^arn:aws:lambda:/, "this machine knows functions as targets only"),
    input: z.string().optional(),
  }),
  withoutEffect: ["retryPolicy", "deadLetterConfig"], // a failed call is reported, and not repeated
  namedBy: "targetId",
  replaceOn: ["rule", "targetId"],
  create({ region, autoName }, { rule, targetId: id = autoName, arn, input }) {
    region.events.putTarget(rule, { id, arn, input });
    return Promise.resolve(instance(rule, { id, arn, input }));
  },
  read({ region }, id) {
    const [rule = "", targetId = ""] = id.split("/");
    const found = region.events.rule(rule)?.targets.find((one) => one.id === targetId);
    return Promise.resolve(found && instance(rule, found));
  },
  update({ region }, id, { rule, arn, input }) {
    const [, targetId = ""] = id.split("/");
    region.events.putTarget(rule, { id: targetId, arn, input });
    return Promise.resolve(instance(rule, { id: targetId, arn, input }));
  },
  delete({ region }, id) {
    const [rule = "", targetId = ""] = id.split("/");
    region.events.deleteTarget(rule, targetId);
    return Promise.resolve();
  },
});

function instance(rule: string, { id, arn, input }: Target): Instance {
  return { id: `${rule}/${id}`, outputs: { rule, targetId: id, arn, input, eventBusName: "default" } };
}
