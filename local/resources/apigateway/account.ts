import { z } from "zod";
import { accountId } from "../../account.ts";
import { accountLimit } from "../../services/apigateway/throttle.ts";
import type { Region } from "../../region.ts";
import { type Instance, resourceType } from "../resource-type.ts";

const roles = new WeakMap<Region, string | null>();

/**
 * API Gateway's settings of the account in a region. The role is kept and not used: on this machine the gateway writes
 * logs by itself. On AWS they outlive this resource; here they go with it.
 */
export const account = resourceType({
  type: "aws:apigateway/account:Account",
  inputs: z.object({ cloudwatchRoleArn: z.string().optional() }),
  create: ({ region }, { cloudwatchRoleArn }) => Promise.resolve(put(region, cloudwatchRoleArn)),
  read({ region }) {
    const role = roles.get(region);
    return Promise.resolve(role === undefined ? undefined : instanceOf(role ?? undefined));
  },
  update: ({ region }, _, { cloudwatchRoleArn }) => Promise.resolve(put(region, cloudwatchRoleArn)),
  delete({ region }) {
    roles.delete(region);
    return Promise.resolve();
  },
});

function put(region: Region, cloudwatchRoleArn: string | undefined): Instance {
  roles.set(region, cloudwatchRoleArn ?? null);
  return instanceOf(cloudwatchRoleArn);
}

function instanceOf(cloudwatchRoleArn: string | undefined): Instance {
  return {
    id: accountId,
    outputs: {
      cloudwatchRoleArn,
      apiKeyVersion: "4",
      features: ["UsagePlans"],
      throttleSettings: [{ burstLimit: accountLimit.burst, rateLimit: accountLimit.rate }],
    },
  };
}
