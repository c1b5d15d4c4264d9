import { z } from "zod";
import type { Permission } from "../../services/lambda/permission.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A statement of a function's resource policy; its id is `function/statement`. */
export const permission = resourceType({
  type: "aws:lambda/permission:Permission",
  inputs: z.object({
    action: z.string(),
    function: z.string(),
    principal: z.string(),
    sourceArn: z.string().optional(),
    sourceAccount: z.string().optional(),
    qualifier: z.string().optional(),
    statementId: z.string().optional(),
  }),
  namedBy: "statementId",
  replaceOn: ["action", "function", "principal", "sourceArn", "sourceAccount", "qualifier", "statementId"],
  create({ region, autoName }, { function: functionName, statementId = autoName, ...statement }) {
    const { found } = region.lambda.functions.resolve(functionName);
    const wanted: Permission = { ...statement, statementId };
    found.permissions.set(statementId, wanted);
    return Promise.resolve(instanceOf(found.name, wanted));
  },
  read({ region }, id) {
    const { functionName, statementId } = partsOf(id);
    const found = region.lambda.functions.find(functionName)?.permissions.get(statementId);
    return Promise.resolve(found && instanceOf(functionName, found));
  },
  update(_, id) {
    return Promise.reject(new Error(`permission ${id}: a statement cannot be changed, only replaced`));
  },
  delete({ region }, id) {
    const { functionName, statementId } = partsOf(id);
    region.lambda.functions.find(functionName)?.permissions.delete(statementId);
    return Promise.resolve();
  },
});

function instanceOf(functionName: string, statement: Permission): Instance {
  return { id: `${functionName}/${statement.statementId}`, outputs: { ...statement, function: functionName } };
}

function partsOf(id: string): { functionName: string; statementId: string } {
  const [functionName = "", statementId = ""] = id.split("/");
  return { functionName, statementId };
}
