import { z } from "zod";
import {
  type Alarm,
  type AlarmDefinition,
  comparisons,
  missingDataTreatments,
} from "../../services/cloudwatch/alarm.ts";
import { type Context, type Instance, resourceType } from "../resource-type.ts";

const operators = Object.keys(comparisons) as (keyof typeof comparisons)[];

const inputs = z.object({
  name: z.string().optional(),
  alarmDescription: z.string().optional(),
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()).optional(),
  statistic: z.string().optional(),
  extendedStatistic: z.string().optional(),
  period: z.number(),
  evaluationPeriods: z.number(),
  datapointsToAlarm: z.number().optional(),
  comparisonOperator: z.enum(operators),
  threshold: z.number(),
  treatMissingData: z.enum(missingDataTreatments).optional(),
  actionsEnabled: z.boolean().optional(),
  alarmActions: z.array(z.string()).optional(),
  okActions: z.array(z.string()).optional(),
  insufficientDataActions: z.array(z.string()).optional(),
});

/** An alarm on one metric, with a statistic or a percentile. Metric math is not known. */
export const metricAlarm = resourceType({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  inputs,
  replaceOn: ["name"],
  create: (context, { name = context.autoName, ...alarm }) => Promise.resolve(put(context, name, alarm)),
  read({ region }, id) {
    const alarm = region.cloudwatch.alarm(id);
    return Promise.resolve(alarm && instanceOf(alarm));
  },
  update: (context, id, { name: _, ...alarm }) => Promise.resolve(put(context, id, alarm)),
  delete({ region }, id) {
    region.cloudwatch.deleteAlarm(id);
    return Promise.resolve();
  },
});

function put({ region }: Context, name: string, alarm: Omit<z.infer<typeof inputs>, "name">): Instance {
  const { alarmDescription: description, ...rest } = alarm;
  const definition: AlarmDefinition = { ...rest, name, description };
  return instanceOf(region.cloudwatch.putAlarm(definition));
}

function instanceOf({ arn, definition }: Alarm): Instance {
  const { description: alarmDescription, ...rest } = definition;
  return {
    id: definition.name,
    outputs: { actionsEnabled: true, treatMissingData: "missing", ...rest, alarmDescription, arn },
  };
}
