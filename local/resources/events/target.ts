import { z } from "zod";
import { defaultBus } from "../../services/events/buses.ts";
import type { Target } from "../../services/events/rule.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";

const inputs = z.object({
  rule: z.string(),
  eventBusName: z.string().default(defaultBus),
  targetId: z.string().optional(),
  arn: z.string(),
  roleArn: z.string().optional(),
  input: z.string().optional(),
  inputPath: z.string().optional(),
  deadLetterConfig: z.strictObject({ arn: z.string() }).optional(),
  retryPolicy: z
    .strictObject({ maximumRetryAttempts: z.number().optional(), maximumEventAgeInSeconds: z.number().optional() })
    .optional(),
});

type Inputs = z.infer<typeof inputs>;

/** What a rule sends its events to; its id is `rule/target`, after the name of the bus unless that is `default`. */
export const target = resourceType({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  inputs,
  namedBy: "targetId",
  replaceOn: ["rule", "targetId", "eventBusName"],
  create(context, given) {
    return Promise.resolve(put(context, given.targetId ?? context.autoName, given));
  },
  read({ region }, id) {
    const { targetId, rule, busName } = partsOf(id);
    const found = region.events.rules.find(rule, busName)?.targets.find((one) => one.id === targetId);
    return Promise.resolve(found && instance(rule, busName, found));
  },
  update(context, id, given) {
    return Promise.resolve(put(context, partsOf(id).targetId, given));
  },
  delete({ region }, id) {
    const { targetId, rule, busName } = partsOf(id);
    region.events.rules.deleteTarget(rule, targetId, busName);
    return Promise.resolve();
  },
});

function put({ region }: Context, id: string, given: Inputs): Instance {
  const { rule, eventBusName, targetId: _, deadLetterConfig, ...settings } = given;
  const target = { id, ...settings, deadLetterArn: deadLetterConfig?.arn };
  region.events.rules.putTarget(rule, target, eventBusName);
  return instance(rule, eventBusName, target);
}

function instance(rule: string, eventBusName: string, { id: targetId, deadLetterArn, ...settings }: Target): Instance {
  const path = `${rule}/${targetId}`;
  return {
    id: eventBusName === defaultBus ? path : `${eventBusName}/${path}`,
    outputs: {
      ...{ rule, eventBusName, targetId, ...settings },
      deadLetterConfig: deadLetterArn === undefined ? undefined : { arn: deadLetterArn },
    },
  };
}

function partsOf(id: string): { targetId: string; rule: string; busName: string } {
  const [targetId = "", rule = "", busName = defaultBus] = id.split("/").reverse();
  return { targetId, rule, busName };
}
