import { z } from "zod";
import type { Deployment } from "../../services/apigateway/stage.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** An API as it was when this was made; its id is the deployment's. Other `triggers` make another deployment. */
export const deployment = resourceType({
  type: "aws:apigateway/deployment:Deployment",
  inputs: z.object({ restApi: z.string(), description: z.string().optional() }),
  withoutEffect: ["triggers"],
  replaceOn: ["restApi", "triggers"],
  create({ region }, { restApi, description }) {
    return Promise.resolve(instanceOf(region.apigateway.createDeployment(restApi, description)));
  },
  read({ region }, id) {
    const found = region.apigateway.deployment(id);
    return Promise.resolve(found && instanceOf(found));
  },
  update({ region }, id, { description }) {
    return Promise.resolve(instanceOf(region.apigateway.updateDeployment(id, description)));
  },
  delete({ region }, id) {
    region.apigateway.deleteDeployment(id);
    return Promise.resolve();
  },
});

function instanceOf({ id, apiId, description, createdAt }: Deployment): Instance {
  return { id, outputs: { restApi: apiId, description, createdDate: createdAt.toISOString() } };
}
