import { expect } from "chai";
import { ApiGatewayLogging } from "../../components/api-gateway-logging.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

describe("ApiGatewayLogging", () => {
  itIsAComponent((name, region) => new ApiGatewayLogging(name, { region }));

  it("gives the region's API Gateway a role that it alone assumes, and that only writes and reads logs", async () => {
    const resources = await registered(() => new ApiGatewayLogging("logging"));
    expect(one(resources, "aws:apigateway/account:Account").inputs.cloudwatchRoleArn).to.match(/:logging-role$/);
    const { assumeRolePolicy } = one(resources, "aws:iam/role:Role").inputs;
    expect(assumeRolePolicy).to.include('"Service":"apigateway.amazonaws.com"');
    const { policy } = one(resources, "aws:iam/rolePolicy:RolePolicy").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: { Action: string[] }[] };
    for (const action of statements.flatMap(({ Action }) => Action)) expect(action).to.match(/^logs:[A-Z][A-Za-z]+$/);
  });
});
