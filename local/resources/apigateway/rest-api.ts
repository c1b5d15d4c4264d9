import { z } from "zod";
import { accountId } from "../../account.ts";
import type { RestApi } from "../../services/apigateway/apigateway.ts";
import { type Instance, resourceType } from "../resource-type.ts";

/** A REST API made from an OpenAPI document; its id is the API's. Stages serve what was deployed last, not what was put last. */
export const restApi = resourceType({
  type: "aws:apigateway/restApi:RestApi",
  inputs: z.object({ name: z.string().optional(), description: z.string().optional(), body: z.string() }),
  withoutEffect: ["endpointConfiguration", "failOnWarnings", "putRestApiMode"],
  create({ region, autoName }, { name = autoName, description, body }) {
    return Promise.resolve(instanceOf(region.name, region.apigateway.createRestApi({ name, description, body })));
  },
  read({ region }, id) {
    const found = region.apigateway.restApi(id);
    return Promise.resolve(found && instanceOf(region.name, found));
  },
  update({ region, autoName }, id, { name = autoName, description, body }) {
    return Promise.resolve(instanceOf(region.name, region.apigateway.updateRestApi(id, { name, description, body })));
  },
  delete: ({ region }, id) => region.apigateway.deleteRestApi(id),
});

function instanceOf(region: string, { id, name, description, body, rootResourceId, createdAt }: RestApi): Instance {
  return {
    id,
    outputs: {
      name,
      description,
      body,
      rootResourceId,
      arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
      executionArn: `arn:aws:execute-api:${region}:${accountId}:${id}`,
      createdDate: createdAt.toISOString(),
    },
  };
}
