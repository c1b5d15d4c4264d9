import { z } from "zod";
import { accountId } from "../../account.ts";
import type { LogGroup } from "../../services/logs/logs.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A log group, which is a file on this machine. Its lines are kept until the machine starts again. */
export const logGroup = resourceType({
  type: "aws:cloudwatch/logGroup:LogGroup",
  inputs: z.object({ name: z.string().optional(), retentionInDays: z.int().min(0).optional() }),
  withoutEffect: ["kmsKeyId", "logGroupClass", "skipDestroy"],
  replaceOn: ["name"],
  create({ region, autoName }, { name = autoName, retentionInDays }) {
    return Promise.resolve(instanceOf(region.name, region.logs.createGroup(name, { retentionInDays })));
  },
  read({ region }, id) {
    const group = region.logs.group(id);
    return Promise.resolve(group && instanceOf(region.name, group));
  },
  update({ region }, id, { retentionInDays }) {
    return Promise.resolve(instanceOf(region.name, region.logs.createGroup(id, { retentionInDays })));
  },
  delete: ({ region }, id) => region.logs.deleteGroup(id),
});

function instanceOf(region: string, { name, retentionInDays = 0 }: LogGroup): Instance {
  return { id: name, outputs: { name, retentionInDays, arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}` } };
}
