import { z } from "zod";
import { accountId } from "../../account.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A log stream, which on this machine is the whole of its log group; its id is `group:stream`. */
export const logStream = resourceType({
  type: "aws:cloudwatch/logStream:LogStream",
  inputs: z.object({ name: z.string().optional(), logGroupName: z.string() }),
  replaceOn: ["name", "logGroupName"],
  create({ region, autoName }, { name = autoName, logGroupName }) {
    if (region.logs.group(logGroupName) !== undefined)
      return Promise.resolve(instanceOf(region.name, logGroupName, name));
    return Promise.reject(new Error(`ResourceNotFoundException: the log group ${logGroupName} does not exist`));
  },
  read({ region }, id) {
    const [group = "", name = ""] = id.split(":");
    return Promise.resolve(region.logs.group(group) && instanceOf(region.name, group, name));
  },
  update({ region }, id) {
    const [group = "", name = ""] = id.split(":");
    return Promise.resolve(instanceOf(region.name, group, name));
  },
  delete: () => Promise.resolve(),
});

function instanceOf(region: string, logGroupName: string, name: string): Instance {
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:${name}`;
  return { id: `${logGroupName}:${name}`, outputs: { name, logGroupName, arn } };
}
