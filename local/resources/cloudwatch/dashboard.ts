import { z } from "zod";
import { accountId } from "../../account.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A dashboard, kept as it was put; nothing draws it on this machine. */
export const dashboard = resourceType({
  type: "aws:cloudwatch/dashboard:Dashboard",
  inputs: z.object({ dashboardName: z.string(), dashboardBody: z.string() }),
  replaceOn: ["dashboardName"],
  create({ region }, { dashboardName, dashboardBody }) {
    region.cloudwatch.putDashboard(dashboardName, dashboardBody);
    return Promise.resolve(instanceOf(dashboardName, dashboardBody));
  },
  read({ region }, id) {
    const body = region.cloudwatch.dashboard(id);
    return Promise.resolve(body === undefined ? undefined : instanceOf(id, body));
  },
  update({ region }, id, { dashboardBody }) {
    region.cloudwatch.putDashboard(id, dashboardBody);
    return Promise.resolve(instanceOf(id, dashboardBody));
  },
  delete({ region }, id) {
    region.cloudwatch.deleteDashboard(id);
    return Promise.resolve();
  },
});

function instanceOf(dashboardName: string, dashboardBody: string): Instance {
  const dashboardArn = `arn:aws:cloudwatch::${accountId}:dashboard/${dashboardName}`;
  return { id: dashboardName, outputs: { dashboardName, dashboardBody, dashboardArn } };
}
